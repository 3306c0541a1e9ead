import type { LoraRule, Model } from '../model.ts';
import { cny, estimatedUsd, flatRoute, graphRoute, libraryLora, onlyWithLora } from './route-rows.ts';

/** FLUX.1 dev, with or without a LoRA, at RunningHub. */
export const flux1Dev: Model = {
  id: 'flux-1-dev',
  title: 'FLUX.1 dev',
  description: 'The classic open model with the largest choice of LoRAs.',
  routes: [
    graphRoute({
      endpoint: 'rhart-image/f-dev',
      price: cny(0.04),
      nodes: { prompt: 23, ratio: 43, format: 48 },
    }),
    graphRoute({
      endpoint: 'rhart-image/f-dev-lora',
      price: cny(0.03),
      nodes: { prompt: 105, ratio: 104, lora: 107, format: 106 },
      loras: { ...onlyWithLora, defaultStrength: 1 },
    }),
  ],
};

/** FLUX.1 Krea dev, whose one endpoint takes a LoRA or none. */
export const flux1KreaDevLora: Model = {
  id: 'flux-1-krea-dev-lora',
  title: 'FLUX.1 Krea dev + LoRA',
  description: 'FLUX.1 tuned for photographs that do not look made; takes a LoRA.',
  routes: [
    graphRoute({
      endpoint: 'rhart-image/f-krea-dev-lora',
      price: cny(0.05),
      nodes: { prompt: 45, ratio: 133, lora: 115, format: 135 },
      loras: libraryLora,
    }),
  ],
};

/** FLUX.1 Kontext dev, whose one endpoint takes a LoRA or none; the service files it under video. */
export const flux1KontextDev: Model = {
  id: 'flux-1-kontext-dev',
  title: 'FLUX.1 Kontext dev',
  description: 'Edits only: changes a picture as you say and keeps the rest; takes a LoRA.',
  routes: [
    graphRoute({
      endpoint: 'rhart-video/f-kontext/dev-lora',
      price: cny(0.09),
      nodes: { prompt: 4, ratio: 41, width: 44, height: 45, lora: 13, format: 16 },
      loras: libraryLora,
      heightKey: 'customHeight',
      images: [15],
      hasAuto: true,
    }),
  ],
};

/** FLUX.2 dev without LoRAs, at RunningHub. */
export const flux2Dev: Model = {
  id: 'flux-2-dev',
  title: 'FLUX.2 dev',
  description: 'The large FLUX.2, for detail; with a LoRA take flux-2-dev-lora.',
  routes: [
    graphRoute({
      endpoint: 'rhart-image/f-2-dev/text-to-image',
      price: cny(0.2),
      nodes: { prompt: 12, ratio: 41, width: 30, height: 29, format: 43 },
    }),
    graphRoute({
      endpoint: 'rhart-image/f-2-dev/edit',
      price: cny(0.24),
      nodes: { prompt: 17, ratio: 46, width: 35, height: 34, format: 51 },
      images: [20],
      hasAuto: true,
    }),
  ],
};

const dev2Loras: LoraRule = {
  ...libraryLora,
  known: [{ title: 'Retro line illustration (F.1-复古勾线插画 v1)', file: 'F.1-复古勾线插画_v1.safetensors' }],
};

/** FLUX.2 dev with one LoRA of the service's library, at RunningHub. */
export const flux2DevLora: Model = {
  id: 'flux-2-dev-lora',
  title: 'FLUX.2 dev + LoRA',
  description: 'The large FLUX.2 with a style, brand or character file of your choice.',
  routes: [
    {
      ...graphRoute({
        endpoint: 'rhart-image/f-2-dev/text-to-image-lora',
        price: cny(0.17),
        nodes: { prompt: 12, ratio: 42, width: 43, height: 30, lora: 16, format: 44 },
        loras: dev2Loras,
      }),
      source:
        'RunningHub API page f-2-dev/text-to-image-lora, modified 2026-03-28; strength range from the model page, 2026-06-18',
      confidence: 'H',
    },
    graphRoute({
      endpoint: 'rhart-image/f-2-dev/edit-lora',
      price: cny(0.25),
      nodes: { prompt: 16, ratio: 47, width: 48, height: 49, lora: 18, format: 52 },
      loras: dev2Loras,
      images: [51],
      hasAuto: true,
    }),
  ],
};

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
