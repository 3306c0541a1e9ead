import type { RunningHubModel } from './fields.ts';
import { pictures, prompt, required, words } from './flat-fields.ts';

const fifteenRatios = '1:1 1:2 2:1 1:3 3:1 2:3 3:2 3:4 4:3 4:5 5:4 9:16 16:9 21:9 9:21';

/** Models of OpenAI. @see reference, sections 1.3 (seeded page), 3.2 (registry), 3.3 (fifteen ratios) */
export const openAiModels: readonly RunningHubModel[] = [
  {
    endpoint: 'rhart-image-g-2-official/text-to-image',
    fields: [
      prompt(20_000),
      required(words('ratio', 'aspectRatio', fifteenRatios)),
      required(words('resolution', 'resolution', '1k 2k 4k')),
      required(words('quality', 'quality', 'low medium high')),
    ],
    priceCny: {
      low: { '1k': 0.29, '2k': 0.328, '4k': 0.378 },
      medium: { '1k': 0.586, '2k': 0.926, '4k': 1.373 },
      high: { '1k': 1.581, '2k': 2.948, '4k': 4.738 },
    },
    runMs: 8000,
  },
  {
    endpoint: 'rhart-image-g-2/text-to-image',
    fields: [
      prompt(20_000),
      words('ratio', 'aspectRatio', '1:1 2:3 3:2 3:4 4:3 4:5 5:4 9:16 16:9 21:9'),
      words('resolution', 'resolution', '1k 2k 4k'),
    ],
    priceCny: 0.1,
    runMs: 8000,
  },
  {
    endpoint: 'rhart-image-g-1.5-official/text-to-image',
    fields: [
      prompt(),
      required(words('size', 'size', '1024*1024 1024*1536 1536*1024')),
      required(words('quality', 'quality', 'low medium high')),
      words('other', 'background', 'auto transparent opaque'),
    ],
    priceCny: {
      low: { '1024*1024': 0.06, '1024*1536': 0.08, '1536*1024': 0.08 },
      medium: { '1024*1024': 0.21, '1024*1536': 0.32, '1536*1024': 0.32 },
      high: { '1024*1024': 0.84, '1024*1536': 1.26, '1536*1024': 1.26 },
    },
    runMs: 8000,
  },
  {
    endpoint: 'rhart-image-g-2-official/image-to-image',
    fields: [
      prompt(20_000),
      required(pictures('imageUrls', 10)),
      words('ratio', 'aspectRatio', fifteenRatios),
      required(words('resolution', 'resolution', '1k 2k 4k')),
      required(words('quality', 'quality', 'low medium high')),
    ],
    priceCny: {
      low: { '1k': 0.29, '2k': 0.328, '4k': 0.378 },
      medium: { '1k': 0.586, '2k': 0.926, '4k': 1.373 },
      high: { '1k': 1.581, '2k': 2.948, '4k': 4.738 },
    },
    runMs: 9000,
  },
  {
    endpoint: 'rhart-image-g-2/image-to-image',
    fields: [
      prompt(20_000),
      required(pictures('imageUrls', 10)),
      words('ratio', 'aspectRatio', '1:1 2:3 3:2 3:4 4:3 4:5 5:4 9:16 16:9 21:9'),
      words('resolution', 'resolution', '1k 2k 4k'),
    ],
    priceCny: 0.1,
    runMs: 9000,
  },
  {
    endpoint: 'rhart-image-g-1.5-official/image-to-image',
    fields: [
      prompt(),
      required(pictures('imageUrls', 10, 50)),
      required(words('size', 'size', '1024*1024 1024*1536 1536*1024')),
      required(words('quality', 'quality', 'low medium high')),
      words('other', 'inputFidelity', 'low high'),
      words('other', 'background', 'auto transparent opaque'),
    ],
    priceCny: {
      low: { '1024*1024': 0.06, '1024*1536': 0.08, '1536*1024': 0.08 },
      medium: { '1024*1024': 0.21, '1024*1536': 0.32, '1536*1024': 0.32 },
      high: { '1024*1024': 0.84, '1024*1536': 1.26, '1536*1024': 1.26 },
    },
    runMs: 9000,
  },
];
