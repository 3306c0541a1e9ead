import type { Model } from '../model.ts';
import { cny, graphRoute, libraryLora, onlyWithLora } from './route-rows.ts';

/** FLUX.1 dev, with or without a LoRA, at RunningHub. */
export const flux1Dev: Model = {
  id: 'flux-1-dev',
  title: 'FLUX.1 dev',
  description: 'The classic open model with the largest choice of LoRAs.',
  adult: false,
  routes: [
    graphRoute({
      endpoint: 'rhart-image/f-dev',
      price: cny(0.04),
      nodes: { prompt: '23##text', ratio: '43##select', format: '48##file_type' },
    }),
    graphRoute({
      endpoint: 'rhart-image/f-dev-lora',
      price: cny(0.03),
      nodes: {
        prompt: '105##text',
        ratio: '104##select',
        lora: '107##lora_name',
        loraStrength: '107##strength_model',
        format: '106##file_type',
      },
      loras: { ...onlyWithLora, defaultStrength: 1 },
    }),
  ],
};

/** FLUX.1 Krea dev, whose one endpoint takes a LoRA or none. */
export const flux1KreaDevLora: Model = {
  id: 'flux-1-krea-dev-lora',
  title: 'FLUX.1 Krea dev + LoRA',
  description: 'FLUX.1 tuned for photographs that do not look made; takes a LoRA.',
  adult: false,
  routes: [
    graphRoute({
      endpoint: 'rhart-image/f-krea-dev-lora',
      price: cny(0.05),
      nodes: {
        prompt: '45##text',
        ratio: '133##select',
        lora: '115##lora_name',
        loraStrength: '115##strength_model',
        format: '135##file_type',
      },
      loras: libraryLora,
    }),
  ],
};
