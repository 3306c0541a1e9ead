import type { Model } from '../model.ts';
import { cny, estimatedUsd, flatRoute, graphRoute, onlyWithLora } from './route-rows.ts';

/** FLUX.2 klein, 9 billion parameters, at both services. */
export const flux2Klein9b: Model = {
  id: 'flux-2-klein-9b',
  title: 'FLUX.2 klein 9B',
  description: 'Fast and detailed all-rounder by Black Forest Labs; good text in pictures.',
  routes: [
    {
      ...graphRoute({
        endpoint: 'rhart-image/f-2-klein-9b/text-to-image',
        price: cny(0.05),
        nodes: { prompt: 36, ratio: 51, width: 35, height: 34, format: 54 },
      }),
      source:
        'RunningHub API page f-2-klein-9b/text-to-image, modified 2026-03-28; ranges from the model page, 2026-06-18',
      confidence: 'H',
    },
    flatRoute({
      provider: 'runcomfy',
      endpoint: 'blackforestlabs/flux-2-klein/9b/text-to-image',
      price: estimatedUsd(0.015),
      fields: { prompt: 'prompt', width: 'width', height: 'height', steps: 'steps' },
      sizes: { kind: 'pixels', range: { minPx: 512, maxPx: 1536, stepPx: 1 }, defaultRatio: '1:1' },
      steps: { min: 1, max: 100, default: 25 },
      source: 'RunComfy API page blackforestlabs/flux-2-klein/9b/text-to-image, 2026',
      confidence: 'H',
    }),
    graphRoute({
      endpoint: 'rhart-image/f-2-klein-9b/text-to-image-lora',
      price: cny(0.06),
      nodes: { prompt: 37, ratio: 52, width: 36, height: 35, lora: 59, format: 55 },
      loras: onlyWithLora,
    }),
    graphRoute({
      endpoint: 'rhart-image/f-2-klein-9b/edit',
      price: cny(0.05),
      nodes: { prompt: 54, ratio: 81, width: 70, height: 69, format: 55 },
      images: [53],
      hasAuto: true,
    }),
  ],
};

/** FLUX.2 klein, 4 billion parameters, at both services. */
export const flux2Klein4b: Model = {
  id: 'flux-2-klein-4b',
  title: 'FLUX.2 klein 4B',
  description: 'The quickest FLUX.2: drafts in seconds, sizes from icons to 2048 px.',
  routes: [
    flatRoute({
      provider: 'runcomfy',
      endpoint: 'blackforestlabs/flux-2-klein/4b/text-to-image',
      price: estimatedUsd(0.01),
      fields: { prompt: 'prompt', width: 'width', height: 'height' },
      sizes: { kind: 'pixels', range: { minPx: 64, maxPx: 2048, stepPx: 1 }, defaultRatio: '1:1' },
      source: 'RunComfy API page blackforestlabs/flux-2-klein/4b/text-to-image, 2026',
      confidence: 'H',
    }),
    {
      ...graphRoute({
        endpoint: 'rhart-image/f-2-klein-4b/text-to-image',
        price: cny(0.05),
        nodes: { prompt: 9, ratio: 94, width: 25, height: 26, format: 103 },
      }),
      source: 'RunningHub model page f-2-klein-4b/text-to-image, 2026-06-18',
    },
    graphRoute({
      endpoint: 'rhart-image/f-2-klein-4b/text-to-image-lora',
      price: cny(0.04),
      nodes: { prompt: 9, ratio: 33, lora: 15 },
      loras: onlyWithLora,
    }),
    graphRoute({
      endpoint: 'rhart-image/f-2-klein-4b/edit',
      price: cny(0.05),
      nodes: { prompt: 17, ratio: 47, format: 51 },
      images: [19],
    }),
    graphRoute({
      endpoint: 'rhart-image/f-2-klein-4b/edit-lora',
      price: cny(0.05),
      nodes: { prompt: 16, ratio: 37, lora: 18, format: 40 },
      loras: onlyWithLora,
      images: [41],
    }),
  ],
};
