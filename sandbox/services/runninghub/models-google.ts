import type { RunningHubModel } from './fields.ts';
import { pictures, prompt, required, words } from './flat-fields.ts';

const tenRatios = '1:1 2:3 3:2 3:4 4:3 4:5 5:4 9:16 16:9 21:9';
const fourteenRatios = `${tenRatios} 1:4 4:1 1:8 8:1`;

/** Models of Google. @see reference, section 3.2 (registry) */
export const googleModels: readonly RunningHubModel[] = [
  {
    endpoint: 'rhart-image-v1/text-to-image',
    fields: [prompt(20_000), required(words('ratio', 'aspectRatio', `${tenRatios} auto`))],
    priceCny: 0.05,
    runMs: 6000,
  },
  {
    endpoint: 'rhart-image-v1-official/text-to-image',
    fields: [prompt(20_000), required(words('ratio', 'aspectRatio', `${tenRatios} auto`))],
    priceCny: 0.2,
    runMs: 6000,
  },
  {
    endpoint: 'rhart-image-n-g31-flash/text-to-image',
    fields: [
      prompt(),
      words('ratio', 'aspectRatio', fourteenRatios),
      required(words('resolution', 'resolution', '1k 2k 4k')),
    ],
    priceCny: { '': { '1k': 0.16, '2k': 0.16, '4k': 0.2 } },
    runMs: 6000,
  },
  {
    endpoint: 'rhart-image-n-g31-flash-official/text-to-image',
    fields: [
      prompt(20_000),
      words('ratio', 'aspectRatio', fourteenRatios),
      required(words('resolution', 'resolution', '1k 2k 4k')),
    ],
    priceCny: { '': { '1k': 0.49, '2k': 0.74, '4k': 0.99 } },
    runMs: 6000,
  },
  {
    endpoint: 'rhart-image-n-pro/text-to-image',
    fields: [
      prompt(20_000),
      words('ratio', 'aspectRatio', tenRatios),
      required(words('resolution', 'resolution', '1k 2k 4k')),
    ],
    priceCny: { '': { '1k': 0.4, '2k': 0.4, '4k': 0.5 } },
    runMs: 8000,
  },
  {
    endpoint: 'rhart-image-n-pro-official/text-to-image',
    fields: [
      required(words('resolution', 'resolution', '1k 2k 4k')),
      prompt(20_000),
      words('ratio', 'aspectRatio', tenRatios),
    ],
    priceCny: { '': { '1k': 0.8, '2k': 1, '4k': 1.5 } },
    runMs: 8000,
  },
  {
    endpoint: 'rhart-image-n-pro-official/text-to-image-ultra',
    fields: [
      prompt(20_000),
      required(words('resolution', 'resolution', '4k 8k')),
      words('ratio', 'aspectRatio', tenRatios),
    ],
    priceCny: { '': { '4k': 0.98, '8k': 1.12 } },
    runMs: 9000,
  },
  {
    endpoint: 'rhart-image-v1/edit',
    fields: [
      prompt(20_000),
      required(words('ratio', 'aspectRatio', `${tenRatios} auto`)),
      required(pictures('imageUrls', 5)),
    ],
    priceCny: 0.05,
    runMs: 6500,
  },
  {
    endpoint: 'rhart-image-v1-official/edit',
    fields: [
      prompt(20_000),
      required(words('ratio', 'aspectRatio', `${tenRatios} auto`)),
      required(pictures('imageUrls', 5)),
    ],
    priceCny: 0.2,
    runMs: 6500,
  },
  {
    endpoint: 'rhart-image-n-g31-flash/image-to-image',
    fields: [
      required(pictures('imageUrls', 10, 30)),
      prompt(20_000),
      words('ratio', 'aspectRatio', fourteenRatios),
      required(words('resolution', 'resolution', '1k 2k 4k')),
    ],
    priceCny: { '': { '1k': 0.16, '2k': 0.16, '4k': 0.2 } },
    runMs: 6500,
  },
  {
    endpoint: 'rhart-image-n-g31-flash-official/image-to-image',
    fields: [
      required(pictures('imageUrls', 14)),
      prompt(20_000),
      words('ratio', 'aspectRatio', fourteenRatios),
      required(words('resolution', 'resolution', '1k 2k 4k')),
    ],
    priceCny: { '': { '1k': 0.49, '2k': 0.74, '4k': 0.99 } },
    runMs: 6500,
  },
  {
    endpoint: 'rhart-image-n-pro/edit',
    fields: [
      required(pictures('imageUrls', 10)),
      prompt(20_000),
      words('ratio', 'aspectRatio', tenRatios),
      required(words('resolution', 'resolution', '1k 2k 4k')),
    ],
    priceCny: { '': { '1k': 0.4, '2k': 0.4, '4k': 0.5 } },
    runMs: 8500,
  },
  {
    endpoint: 'rhart-image-n-pro-official/edit',
    fields: [
      required(pictures('imageUrls', 10)),
      prompt(20_000),
      required(words('resolution', 'resolution', '1k 2k 4k')),
      words('ratio', 'aspectRatio', tenRatios),
    ],
    priceCny: { '': { '1k': 0.8, '2k': 1, '4k': 1.5 } },
    runMs: 8500,
  },
  {
    endpoint: 'rhart-image-n-pro-official/edit-ultra',
    fields: [
      required(pictures('imageUrls', 10)),
      prompt(20_000),
      required(words('resolution', 'resolution', '4k 8k')),
      words('ratio', 'aspectRatio', tenRatios),
    ],
    priceCny: { '': { '4k': 0.98, '8k': 1.12 } },
    runMs: 9500,
  },
];
