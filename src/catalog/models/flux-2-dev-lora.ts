import type { LoraRule, Model } from '../model.ts';
import { graphFlatFields, graphFlatLoraFields, graphPixels, graphRatios, longestTypedPrompt } from '../wire-words.ts';
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
  adult: false,
  routes: [
    {
      provider: 'runninghub',
      endpoint: 'rhart-image/f-2-dev/text-to-image-lora',
      price: { currency: 'CNY', amount: 0.17, grid: null, estimated: false },
      fields: { ...graphFlatFields, ...graphFlatLoraFields },
      nodeFields: {
        prompt: '12##text',
        ratio: '42##select',
        width: '43##value',
        height: '30##value',
        lora: '16##lora_name',
        loraStrength: '16##strength_model',
        format: '44##file_type',
      },
      promptMaxCharacters: longestTypedPrompt,
      sizes: { kind: 'ratios', ratios: graphRatios, custom: graphPixels, defaultRatio: '1:1' },
      steps: null,
      qualities: null,
      resolutions: null,
      formats: ['png', 'jpeg', 'webp'],
      loras,
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
