import type { Model } from '../model.ts';
import { cny, graphRoute, onlyWithLora } from './route-rows.ts';

/** Z-Image turbo, with or without a LoRA, at RunningHub. */
export const zImageTurbo: Model = {
  id: 'z-image-turbo',
  title: 'Z-Image Turbo',
  description: 'Very quick and cheap; photographs, people, Chinese and English text.',
  routes: [
    graphRoute({
      endpoint: 'rhart-image/z-image/turbo',
      price: cny(0.04),
      nodes: { prompt: 10, ratio: 28, format: 29 },
    }),
    graphRoute({
      endpoint: 'rhart-image/z-image/turbo-lora',
      price: cny(0.03),
      nodes: { prompt: 6, ratio: 30, lora: 38, format: 34 },
      loras: { ...onlyWithLora, defaultStrength: 1 },
    }),
    graphRoute({
      endpoint: 'rhart-image/z-image-turbo/image-to-image',
      price: cny(0.05),
      nodes: { prompt: 41, ratio: 64, format: 65 },
      images: [66],
    }),
    graphRoute({
      endpoint: 'rhart-image/z-image-turbo/image-to-image-lora',
      price: cny(0.03),
      nodes: { prompt: 18, ratio: 41, lora: 43, format: 42 },
      loras: onlyWithLora,
      images: [44],
    }),
  ],
};
