import type { Model } from '../model.ts';
import { cny, graphRoute, libraryLora, onlyWithLora } from './route-rows.ts';

/** FLUX.1 dev, with or without a LoRA, at RunningHub. */
export const flux1Dev: Model = {
  id: 'flux-1-dev',
  title: 'FLUX.1 dev',
  description: 'The classic open model with the largest choice of LoRAs.',
  routes: [
    graphRoute({
      endpoint: 'rhart-image/f-dev',
      price: cny(0.04),
      nodes: { prompt: 23, ratio: 43, format: 48 },
    }),
    graphRoute({
      endpoint: 'rhart-image/f-dev-lora',
      price: cny(0.03),
      nodes: { prompt: 105, ratio: 104, lora: 107, format: 106 },
      loras: { ...onlyWithLora, defaultStrength: 1 },
    }),
  ],
};

/** FLUX.1 Krea dev, whose one endpoint takes a LoRA or none. */
export const flux1KreaDevLora: Model = {
  id: 'flux-1-krea-dev-lora',
  title: 'FLUX.1 Krea dev + LoRA',
  description: 'FLUX.1 tuned for photographs that do not look made; takes a LoRA.',
  routes: [
    graphRoute({
      endpoint: 'rhart-image/f-krea-dev-lora',
      price: cny(0.05),
      nodes: { prompt: 45, ratio: 133, lora: 115, format: 135 },
      loras: libraryLora,
    }),
  ],
};
