import type { Model } from '../model.ts';
import { cny, graphRoute, libraryLora } from './route-rows.ts';

/** FLUX.1 Kontext dev, whose one endpoint takes a LoRA or none; the service files it under video. */
export const flux1KontextDev: Model = {
  id: 'flux-1-kontext-dev',
  title: 'FLUX.1 Kontext dev',
  description: 'Edits only: changes a picture as you say and keeps the rest; takes a LoRA.',
  adult: false,
  routes: [
    graphRoute({
      endpoint: 'rhart-video/f-kontext/dev-lora',
      price: cny(0.09),
      nodes: {
        prompt: '4##text',
        ratio: '41##select',
        width: '44##value',
        height: '45##value',
        lora: '13##lora_name',
        loraStrength: '13##strength_model',
        format: '16##file_type',
      },
      loras: libraryLora,
      heightKey: 'customHeight',
      images: ['15##image'],
      hasAuto: true,
    }),
  ],
};
