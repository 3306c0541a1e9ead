import type { Model } from '../model.ts';
import { cny, graphRoute } from './route-rows.ts';

/** FLUX.2 dev without LoRAs, at RunningHub. */
export const flux2Dev: Model = {
  id: 'flux-2-dev',
  title: 'FLUX.2 dev',
  description: 'The large FLUX.2, for detail; with a LoRA take flux-2-dev-lora.',
  routes: [
    graphRoute({
      endpoint: 'rhart-image/f-2-dev/text-to-image',
      price: cny(0.2),
      nodes: { prompt: 12, ratio: 41, width: 30, height: 29, format: 43 },
    }),
    graphRoute({
      endpoint: 'rhart-image/f-2-dev/edit',
      price: cny(0.24),
      nodes: { prompt: 17, ratio: 46, width: 35, height: 34, format: 51 },
      images: [20],
      hasAuto: true,
    }),
  ],
};
