import type { Model } from '../model.ts';
import { cny, graphRoute, libraryLora } from './route-rows.ts';

/** FLUX.1 Kontext dev, whose one endpoint takes a LoRA or none; the service files it under video. */
export const flux1KontextDev: Model = {
  id: 'flux-1-kontext-dev',
  title: 'FLUX.1 Kontext dev',
  description: 'Edits only: changes a picture as you say and keeps the rest; takes a LoRA.',
  routes: [
    graphRoute({
      endpoint: 'rhart-video/f-kontext/dev-lora',
      price: cny(0.09),
      nodes: { prompt: 4, ratio: 41, width: 44, height: 45, lora: 13, format: 16 },
      loras: libraryLora,
      heightKey: 'customHeight',
      images: [15],
      hasAuto: true,
    }),
  ],
};
