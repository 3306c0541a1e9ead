import type { Model, Price, Route } from '../model.ts';
import { cny, editsList, flatRoute, graphRoute, onlyWithLora, registryByContent } from './route-rows.ts';

/** The sixteen sizes of Qwen-Image 2.0. @see RunningHub model registry, 2026-04-29 */
const sizes = [
  ...['1024x1024', '1536x1536', '768x1152', '1024x1536', '1152x768', '1536x1024', '960x1280', '1080x1440'],
  ...['1280x960', '1440x1080', '720x1280', '1080x1920', '1280x720', '1920x1080', '1344x576', '2048x872'],
];

const upToThree = editsList('imageUrls', 3);

/** Qwen-Image of December 2025, with or without a LoRA, at RunningHub. */
export const qwenImage2512: Model = {
  id: 'qwen-image-2512',
  title: 'Qwen-Image 2512',
  description: 'Open model of Alibaba with strong text in pictures; takes a LoRA.',
  routes: [
    graphRoute({
      endpoint: 'rhart-image/qwen-image/text-to-image-2512',
      // Its own price was not captured; this is that of the LoRA form.
      price: { ...cny(0.1), estimated: true },
      nodes: { prompt: 3, ratio: 25, format: 31 },
    }),
    graphRoute({
      endpoint: 'rhart-image/qwen-image/text-to-image-2512-lora',
      price: cny(0.1),
      nodes: { prompt: 6, ratio: 24, lora: 10, format: 30 },
      loras: onlyWithLora,
    }),
  ],
};

/** Qwen-Image-Edit of November 2025, with or without a LoRA, at RunningHub. */
export const qwenImageEdit2511: Model = {
  id: 'qwen-image-edit-2511',
  title: 'Qwen-Image Edit 2511',
  description: 'Edits only: combines up to three pictures; takes a LoRA with one.',
  routes: [
    graphRoute({
      endpoint: 'rhart-image/qwen-image/edit-2511',
      price: cny(0.12),
      nodes: { prompt: 53, ratio: 28, format: 52 },
      images: [57, 58, 59],
    }),
    graphRoute({
      endpoint: 'rhart-image/qwen-image/edit-2511-lora',
      price: cny(0.07),
      nodes: { prompt: 38, ratio: 32, lora: 16, format: 40 },
      loras: onlyWithLora,
      images: [44],
    }),
  ],
};

/** Qwen-Image 2.0 at RunningHub. */
export const qwenImage20: Model = {
  id: 'qwen-image-2.0',
  title: 'Qwen-Image 2.0',
  description: 'Alibaba’s hosted model: posters and typography in sixteen sizes.',
  routes: [
    hosted('alibaba/qwen-image-2.0/text-to-image', cny(0.13)),
    { ...hosted('alibaba/qwen-image-2.0/image-edit', cny(0.13)), images: upToThree },
  ],
};

/** Qwen-Image 2.0 Pro at RunningHub. */
export const qwenImage20Pro: Model = {
  id: 'qwen-image-2.0-pro',
  title: 'Qwen-Image 2.0 Pro',
  description: 'Qwen-Image 2.0 with more detail and better hands, faces and small print.',
  routes: [
    hosted('alibaba/qwen-image-2.0-pro/text-to-image', cny(0.33)),
    { ...hosted('alibaba/qwen-image-2.0-pro/image-edit', cny(0.33)), images: upToThree },
  ],
};

function hosted(endpoint: string, price: Price): Route {
  return flatRoute({
    endpoint,
    price,
    fields: { prompt: 'prompt', size: 'size', count: 'imageNum', negative: 'negativePrompt' },
    negativeMaxCharacters: 500,
    counts: { min: 1, max: 6, default: 1 },
    countAs: 'text',
    promptMaxCharacters: 800,
    sizes: { kind: 'list', sizes, separator: '*', defaultRatio: '1:1' },
    source: `${registryByContent}; a price per picture is inferred`,
    confidence: 'M',
  });
}
