import type { Model } from '../model.ts';
import { graphFlatFields, graphFlatLoraFields, graphPixels, graphRatios, longestTypedPrompt } from './wire-words.ts';

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
      loras: {
        known: [{ title: 'Retro line illustration (F.1-复古勾线插画 v1)', file: 'F.1-复古勾线插画_v1.safetensors' }],
        minStrength: -100,
        maxStrength: 100,
        defaultStrength: 0.8,
      },
      source:
        'RunningHub API page f-2-dev/text-to-image-lora, modified 2026-03-28; strength range from the model page, 2026-06-18',
      confidence: 'H',
    },
  ],
};
