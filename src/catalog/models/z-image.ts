import type { Model } from '../model.ts';
import { cny, graphRoute, onlyWithLora } from './route-rows.ts';

/** Z-Image turbo, with or without a LoRA, at RunningHub. */
export const zImageTurbo: Model = {
  id: 'z-image-turbo',
  title: 'Z-Image Turbo',
  description: 'Very quick and cheap; photographs, people, Chinese and English text.',
  adult: false,
  routes: [
    graphRoute({
      endpoint: 'rhart-image/z-image/turbo',
      price: cny(0.04),
      nodes: { prompt: '10##text', ratio: '28##select', format: '29##file_type' },
    }),
    graphRoute({
      endpoint: 'rhart-image/z-image/turbo-lora',
      price: cny(0.03),
      nodes: {
        prompt: '6##text',
        ratio: '30##select',
        lora: '38##lora_name',
        loraStrength: '38##strength_model',
        format: '34##file_type',
      },
      loras: { ...onlyWithLora, defaultStrength: 1 },
    }),
    graphRoute({
      endpoint: 'rhart-image/z-image-turbo/image-to-image',
      price: cny(0.05),
      nodes: { prompt: '41##text', ratio: '64##select', format: '65##file_type' },
      images: ['66##image'],
    }),
    graphRoute({
      endpoint: 'rhart-image/z-image-turbo/image-to-image-lora',
      price: cny(0.03),
      nodes: {
        prompt: '18##text',
        ratio: '41##select',
        lora: '43##lora_name',
        loraStrength: '43##strength_model',
        format: '42##file_type',
      },
      loras: onlyWithLora,
      images: ['44##image'],
    }),
  ],
};
