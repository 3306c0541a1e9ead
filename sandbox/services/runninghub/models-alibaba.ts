import type { Field, RunningHubModel } from './fields.ts';
import { flag, note, pictures, prompt, required, whole, words } from './flat-fields.ts';

const qwenSizes =
  '1024*1024 1536*1536 768*1152 1024*1536 1152*768 1536*1024 960*1280 1080*1440 1280*960 1440*1080 720*1280 1080*1920 1280*720 1920*1080 1344*576 2048*872';
const qwenFields: readonly Field[] = [
  prompt(800),
  note('negativePrompt', 500),
  words('size', 'size', qwenSizes),
  words('count', 'imageNum', '1 2 3 4 5 6'),
  flag('promptExtend'),
];

const qwenEditFields: readonly Field[] = [
  required(pictures('imageUrls', 3)),
  prompt(800),
  note('negativePrompt', 500),
  words('size', 'size', qwenSizes),
  words('count', 'imageNum', '1 2 3 4 5 6'),
];
const wanEditFields: readonly Field[] = [
  required(pictures('imageUrls', 9)),
  prompt(2048),
  whole('width', 'width', 512, 4096),
  whole('height', 'height', 512, 4096),
];

/** Hosted models of Alibaba. @see reference, section 3.2 (registry) */
export const alibabaModels: readonly RunningHubModel[] = [
  { endpoint: 'alibaba/qwen-image-2.0/text-to-image', fields: qwenFields, priceCny: 0.13, runMs: 6000 },
  { endpoint: 'alibaba/qwen-image-2.0-pro/text-to-image', fields: qwenFields, priceCny: 0.33, runMs: 7000 },
  {
    endpoint: 'alibaba/wan-2.5-preview/text-to-image',
    fields: [
      prompt(2000),
      note('negativePrompt', 500),
      required(words('size', 'size', '1280*1280 1104*1472 1472*1104 960*1696 1696*960')),
      whole('count', 'n', 1, 4),
      flag('promptExtend'),
      whole('seed', 'seed', 0, 2_147_483_647),
    ],
    priceCny: 0.13,
    runMs: 6000,
  },
  {
    endpoint: 'alibaba/wan-2.7/text-to-image',
    fields: [
      prompt(5000),
      whole('width', 'width', 512, 4096),
      whole('height', 'height', 512, 4096),
      flag('thinkingMode'),
    ],
    priceCny: 0.189,
    runMs: 7000,
  },
  {
    endpoint: 'alibaba/wan-2.7/text-to-image-pro',
    fields: [
      prompt(5000),
      whole('width', 'width', 512, 8192),
      whole('height', 'height', 512, 8192),
      flag('thinkingMode'),
    ],
    priceCny: 0.473,
    runMs: 8000,
  },
  { endpoint: 'alibaba/qwen-image-2.0/image-edit', fields: qwenEditFields, priceCny: 0.13, runMs: 6500 },
  { endpoint: 'alibaba/qwen-image-2.0-pro/image-edit', fields: qwenEditFields, priceCny: 0.33, runMs: 7500 },
  {
    endpoint: 'alibaba/wan-2.5-preview/image-to-image',
    fields: [
      prompt(2000),
      required(pictures('imageUrls', 3)),
      note('negativePrompt', 500),
      words('size', 'size', '1280*1280 1024*1024 800*1200 1200*800 960*1280 1280*960 720*1280 1280*720 1344*576'),
      required(whole('count', 'n', 1, 4)),
      flag('promptExtend'),
      whole('seed', 'seed', -1, 2_147_483_647),
    ],
    priceCny: 0.13,
    runMs: 6500,
  },
  { endpoint: 'alibaba/wan-2.7/image-edit', fields: wanEditFields, priceCny: 0.189, runMs: 7500 },
  { endpoint: 'alibaba/wan-2.7/image-edit-pro', fields: wanEditFields, priceCny: 0.473, runMs: 8500 },
];
