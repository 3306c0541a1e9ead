import type { Model, Price, Route } from '../model.ts';
import { mostSeed } from '../seed.ts';
import { cny, editsList, flatRoute, graphRoute, libraryLora, registryByContent } from './route-rows.ts';

/** Wan 2.2, whose one picture endpoint takes a LoRA or none; the service files it under video. */
export const wan22Lora: Model = {
  id: 'wan-2.2-lora',
  title: 'Wan 2.2 + LoRA',
  description: 'Film-like stills of a video model; takes a LoRA.',
  routes: [
    graphRoute({
      endpoint: 'rhart-video/wan-2.2/text-to-image-lora',
      price: cny(0.06),
      nodes: { prompt: 79, ratio: 225, width: 216, height: 215, lora: 229, format: 201 },
      loras: libraryLora,
      heightKey: 'customHeight',
    }),
  ],
};

/** Wan 2.2's endpoint for changing a picture, which takes no LoRA; the service files it under video. */
export const wan22: Model = {
  id: 'wan-2.2',
  title: 'Wan 2.2',
  description: 'Edits only: redraws a picture as a film-like still.',
  routes: [
    graphRoute({
      endpoint: 'rhart-video/wan-2.2/image-to-image',
      price: cny(0.08),
      nodes: { prompt: 79, ratio: 267, width: 270, height: 271, format: 242 },
      heightKey: 'customHeight',
      images: [272],
      hasAuto: true,
    }),
  ],
};

/** Wan 2.5 preview at RunningHub. */
export const wan25Preview: Model = {
  id: 'wan-2.5-preview',
  title: 'Wan 2.5 preview',
  description: 'Alibaba’s Wan 2.5 in five sizes of about 1.6 megapixels.',
  routes: [
    preview('alibaba/wan-2.5-preview/text-to-image', ['1280x1280', '1104x1472', '1472x1104', '960x1696', '1696x960']),
    {
      ...preview('alibaba/wan-2.5-preview/image-to-image', [
        ...[
          '1280x1280',
          '1024x1024',
          '800x1200',
          '1200x800',
          '960x1280',
          '1280x960',
          '720x1280',
          '1280x720',
          '1344x576',
        ],
      ]),
      images: editsList('imageUrls', 3),
    },
  ],
};

/** Wan 2.7 at RunningHub. */
export const wan27: Model = {
  id: 'wan-2.7',
  title: 'Wan 2.7',
  description: 'Thinks before it draws; any size up to 4096 px.',
  routes: [
    thinking('alibaba/wan-2.7/text-to-image', cny(0.189), 4096),
    changing('alibaba/wan-2.7/image-edit', cny(0.189)),
  ],
};

/** Wan 2.7 Pro at RunningHub. */
export const wan27Pro: Model = {
  id: 'wan-2.7-pro',
  title: 'Wan 2.7 Pro',
  description: 'The larger Wan 2.7; any size up to 8192 px.',
  routes: [
    thinking('alibaba/wan-2.7/text-to-image-pro', cny(0.473), 8192),
    changing('alibaba/wan-2.7/image-edit-pro', cny(0.473)),
  ],
};

function preview(endpoint: string, sizes: readonly string[]): Route {
  return flatRoute({
    endpoint,
    price: cny(0.13),
    fields: { prompt: 'prompt', size: 'size', count: 'n', seed: 'seed', negative: 'negativePrompt' },
    counts: { min: 1, max: 4, default: 1 },
    seeds: { min: 0, max: mostSeed },
    negativeMaxCharacters: 500,
    promptMaxCharacters: 2000,
    sizes: { kind: 'list', sizes, separator: '*', defaultRatio: '1:1' },
    source: registryByContent,
    confidence: 'M',
  });
}

function changing(endpoint: string, price: Price): Route {
  return { ...thinking(endpoint, price, 4096), promptMaxCharacters: 2048, images: editsList('imageUrls', 9) };
}

function thinking(endpoint: string, price: Price, maxPx: number): Route {
  return flatRoute({
    endpoint,
    price,
    fields: { prompt: 'prompt', width: 'width', height: 'height' },
    promptMaxCharacters: 5000,
    sizes: { kind: 'pixels', range: { minPx: 512, maxPx, stepPx: 1 }, defaultRatio: '1:1' },
    source: registryByContent,
    confidence: 'M',
  });
}
