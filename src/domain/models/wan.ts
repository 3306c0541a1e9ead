import type { Model, Price, Route } from '../model.ts';
import { cny, flatRoute, graphRoute, libraryLora, registryByContent } from './route-rows.ts';

/** Wan 2.2, whose one picture endpoint takes a LoRA or none; the service files it under video. */
export const wan22Lora: Model = {
  id: 'wan-2.2-lora',
  title: 'Wan 2.2 + LoRA',
  description: 'Film-like stills of a video model; takes a LoRA.',
  adult: false,
  routes: [
    graphRoute({
      endpoint: 'rhart-video/wan-2.2/text-to-image-lora',
      price: cny(0.06),
      nodes: {
        prompt: '79##text',
        ratio: '225##select',
        width: '216##value',
        height: '215##value',
        lora: '229##lora_name',
        loraStrength: '229##strength_model',
        format: '201##file_type',
      },
      loras: libraryLora,
      heightKey: 'customHeight',
    }),
  ],
};

/** Wan 2.5 preview at RunningHub. */
export const wan25Preview: Model = {
  id: 'wan-2.5-preview',
  title: 'Wan 2.5 preview',
  description: 'Alibaba’s Wan 2.5 in five sizes of about 1.6 megapixels.',
  adult: false,
  routes: [
    flatRoute({
      endpoint: 'alibaba/wan-2.5-preview/text-to-image',
      price: cny(0.13),
      fields: { prompt: 'prompt', size: 'size' },
      constants: { n: 1 },
      promptMaxCharacters: 2000,
      sizes: {
        kind: 'list',
        sizes: ['1280x1280', '1104x1472', '1472x1104', '960x1696', '1696x960'],
        separator: '*',
        defaultRatio: '1:1',
      },
      source: registryByContent,
      confidence: 'M',
    }),
  ],
};

/** Wan 2.7 at RunningHub. */
export const wan27: Model = {
  id: 'wan-2.7',
  title: 'Wan 2.7',
  description: 'Thinks before it draws; any size up to 4096 px.',
  adult: false,
  routes: [thinking('alibaba/wan-2.7/text-to-image', cny(0.189), 4096)],
};

/** Wan 2.7 Pro at RunningHub. */
export const wan27Pro: Model = {
  id: 'wan-2.7-pro',
  title: 'Wan 2.7 Pro',
  description: 'The larger Wan 2.7; any size up to 8192 px.',
  adult: false,
  routes: [thinking('alibaba/wan-2.7/text-to-image-pro', cny(0.473), 8192)],
};

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
