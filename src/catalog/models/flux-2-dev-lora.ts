import type { LoraRule, Model } from '../model.ts';
import { cny, graphRoute, libraryLora } from './route-rows.ts';

const loras: LoraRule = {
  ...libraryLora,
  known: [{ title: 'Retro line illustration (F.1-复古勾线插画 v1)', file: 'F.1-复古勾线插画_v1.safetensors' }],
};

/** FLUX.2 dev with one LoRA of the service's library, at RunningHub. */
export const flux2DevLora: Model = {
  id: 'flux-2-dev-lora',
  title: 'FLUX.2 dev + LoRA',
  description: 'The large FLUX.2 with a style, brand or character file of your choice.',
  routes: [
    {
      ...graphRoute({
        endpoint: 'rhart-image/f-2-dev/text-to-image-lora',
        price: cny(0.17),
        nodes: { prompt: 12, ratio: 42, width: 43, height: 30, lora: 16, format: 44 },
        loras,
      }),
      source:
        'RunningHub API page f-2-dev/text-to-image-lora, modified 2026-03-28; strength range from the model page, 2026-06-18',
      confidence: 'H',
    },
    graphRoute({
      endpoint: 'rhart-image/f-2-dev/edit-lora',
      price: cny(0.25),
      nodes: { prompt: 16, ratio: 47, width: 48, height: 49, lora: 18, format: 52 },
      loras,
      images: [51],
      hasAuto: true,
    }),
  ],
};
