import type { RunningHubModel } from './fields.ts';
import { pictures, prompt, required, stepped, whole, words } from './flat-fields.ts';

const several = [
  words('other', 'sequentialImageGeneration', 'disabled auto'),
  whole('count', 'maxImages', 1, 15),
] as const;

/** Models of ByteDance. @see reference, section 3.2 (registry); the step is stated for some sides only */
export const seedreamModels: readonly RunningHubModel[] = [
  {
    endpoint: 'seedream-v4/text-to-image',
    fields: [
      prompt(2000),
      stepped(whole('width', 'width', 512, 8192), 8),
      whole('height', 'height', 512, 8192),
      ...several,
      words('resolution', 'resolution', '1k 2k 4k'),
    ],
    priceCny: 0.14,
    runMs: 7000,
  },
  {
    endpoint: 'seedream-v4.5/text-to-image',
    fields: [
      prompt(2000),
      stepped(whole('width', 'width', 512, 8192), 8),
      stepped(whole('height', 'height', 512, 8192), 8),
      ...several,
      words('resolution', 'resolution', '2k 4k'),
    ],
    priceCny: 0.2,
    runMs: 7000,
  },
  {
    endpoint: 'seedream-v5-lite/text-to-image',
    fields: [
      prompt(2000),
      stepped(whole('width', 'width', 1600, 4704), 8),
      whole('height', 'height', 1344, 4096),
      ...several,
      words('other', 'toolsType', 'web_search'),
      words('resolution', 'resolution', '2k 3k'),
    ],
    priceCny: 0.22,
    runMs: 7000,
  },
  {
    endpoint: 'seedream-v4/image-to-image',
    fields: [
      prompt(2000),
      stepped(whole('width', 'width', 512, 8192), 8),
      whole('height', 'height', 512, 8192),
      required(pictures('imageUrls', 10)),
      ...several,
      words('resolution', 'resolution', '1k 2k 4k'),
    ],
    priceCny: 0.14,
    runMs: 7500,
  },
  {
    endpoint: 'seedream-v4.5/image-to-image',
    fields: [
      prompt(2000),
      stepped(whole('width', 'width', 512, 8192), 8),
      whole('height', 'height', 512, 8192),
      required(pictures('imageUrls', 10)),
      ...several,
      words('resolution', 'resolution', '2k 4k'),
    ],
    priceCny: 0.2,
    runMs: 7500,
  },
  {
    endpoint: 'seedream-v5-lite/image-to-image',
    fields: [
      prompt(2000),
      stepped(whole('width', 'width', 1600, 4704), 8),
      whole('height', 'height', 1344, 4096),
      required(pictures('imageUrls', 10)),
      ...several,
      words('resolution', 'resolution', '2k 3k'),
    ],
    priceCny: 0.22,
    runMs: 7500,
  },
];
