import type { Model } from '../model.ts';
import { cny, graphRoute } from './route-rows.ts';

/** FLUX.2 dev without LoRAs, at RunningHub. */
export const flux2Dev: Model = {
  id: 'flux-2-dev',
  title: 'FLUX.2 dev',
  description: 'The large FLUX.2, for detail; with a LoRA take flux-2-dev-lora.',
  adult: false,
  routes: [
    graphRoute({
      endpoint: 'rhart-image/f-2-dev/text-to-image',
      price: cny(0.2),
      nodes: {
        prompt: '12##text',
        ratio: '41##select',
        width: '30##value',
        height: '29##value',
        format: '43##file_type',
      },
    }),
    graphRoute({
      endpoint: 'rhart-image/f-2-dev/edit',
      price: cny(0.24),
      nodes: {
        prompt: '17##text',
        ratio: '46##select',
        width: '35##value',
        height: '34##value',
        format: '51##file_type',
      },
      images: ['20##image'],
      hasAuto: true,
    }),
  ],
};
