import type { RunningHubModel } from './fields.ts';
import { picture, prompt, required, words } from './flat-fields.ts';

/** Models of xAI. @see reference, section 3.2 (registry) */
export const xAiModels: readonly RunningHubModel[] = [
  {
    endpoint: 'rhart-image-g/text-to-image',
    fields: [
      required(words('other', 'model', 'g-3 g-4 g-4.1 g-4.2')),
      prompt(),
      words('size', 'aspectRatio', '960x960 720x1280 1280x720 1168x784 784x1168'),
    ],
    priceCny: 0.08,
    runMs: 5000,
  },
  {
    endpoint: 'rhart-image-x-official/text-to-image',
    fields: [
      prompt(20_000),
      words('ratio', 'aspectRatio', '2:1 20:9 16:9 4:3 3:2 1:1 2:3 3:4 9:16 9:20 1:2'),
      required(words('format', 'outputFormat', 'jpeg png')),
    ],
    priceCny: 0.14,
    runMs: 5000,
  },
  {
    endpoint: 'rhart-image-g/image-to-image',
    fields: [required(words('other', 'model', 'g-3 g-4 g-4.1 g-4.2')), prompt(), picture('imageUrl')],
    priceCny: 0.08,
    runMs: 5500,
  },
  {
    endpoint: 'rhart-image-x-official/edit',
    fields: [prompt(20_000), required(picture('image'))],
    priceCny: 0.14,
    runMs: 5500,
  },
];
