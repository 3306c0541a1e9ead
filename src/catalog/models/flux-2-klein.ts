import type { Model, Price } from '../model.ts';
import { graphFlatFields, graphPixels, graphRatios, longestTypedPrompt } from '../wire-words.ts';
import { cny, graphRoute, onlyWithLora } from './route-rows.ts';

/** RunComfy publishes prices only in its signed-in catalogue; this is an assumption on the safe side until that is read. */
const estimated: Price = { currency: 'USD', amount: 0.015, grid: null, estimated: true };
const runningHubPrice: Price = { currency: 'CNY', amount: 0.05, grid: null, estimated: false };

/** FLUX.2 klein, 9 billion parameters, at both services. */
export const flux2Klein9b: Model = {
  id: 'flux-2-klein-9b',
  title: 'FLUX.2 klein 9B',
  description: 'Fast and detailed all-rounder by Black Forest Labs; good text in pictures.',
  adult: false,
  routes: [
    {
      provider: 'runninghub',
      endpoint: 'rhart-image/f-2-klein-9b/text-to-image',
      price: runningHubPrice,
      fields: graphFlatFields,
      nodeFields: {
        prompt: '36##text',
        ratio: '51##select',
        width: '35##value',
        height: '34##value',
        format: '54##file_type',
      },
      promptMaxCharacters: longestTypedPrompt,
      sizes: { kind: 'ratios', ratios: graphRatios, custom: graphPixels, defaultRatio: '1:1' },
      steps: null,
      qualities: null,
      resolutions: null,
      formats: ['png', 'jpeg', 'webp'],
      loras: null,
      source:
        'RunningHub API page f-2-klein-9b/text-to-image, modified 2026-03-28; ranges from the model page, 2026-06-18',
      confidence: 'H',
    },
    {
      provider: 'runcomfy',
      endpoint: 'blackforestlabs/flux-2-klein/9b/text-to-image',
      price: estimated,
      fields: { prompt: 'prompt', width: 'width', height: 'height', steps: 'steps' },
      nodeFields: null,
      promptMaxCharacters: longestTypedPrompt,
      sizes: { kind: 'pixels', range: { minPx: 512, maxPx: 1536, stepPx: 1 }, defaultRatio: '1:1' },
      steps: { min: 1, max: 100, default: 25 },
      qualities: null,
      resolutions: null,
      formats: [],
      loras: null,
      source: 'RunComfy API page blackforestlabs/flux-2-klein/9b/text-to-image, 2026',
      confidence: 'H',
    },
    graphRoute({
      endpoint: 'rhart-image/f-2-klein-9b/text-to-image-lora',
      price: cny(0.06),
      nodes: { prompt: 37, ratio: 52, width: 36, height: 35, lora: 59, format: 55 },
      loras: onlyWithLora,
    }),
    graphRoute({
      endpoint: 'rhart-image/f-2-klein-9b/edit',
      price: runningHubPrice,
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
  adult: false,
  routes: [
    {
      provider: 'runcomfy',
      endpoint: 'blackforestlabs/flux-2-klein/4b/text-to-image',
      price: { ...estimated, amount: 0.01 },
      fields: { prompt: 'prompt', width: 'width', height: 'height' },
      nodeFields: null,
      promptMaxCharacters: longestTypedPrompt,
      sizes: { kind: 'pixels', range: { minPx: 64, maxPx: 2048, stepPx: 1 }, defaultRatio: '1:1' },
      steps: null,
      qualities: null,
      resolutions: null,
      formats: [],
      loras: null,
      source: 'RunComfy API page blackforestlabs/flux-2-klein/4b/text-to-image, 2026',
      confidence: 'H',
    },
    {
      provider: 'runninghub',
      endpoint: 'rhart-image/f-2-klein-4b/text-to-image',
      price: runningHubPrice,
      fields: graphFlatFields,
      nodeFields: {
        prompt: '9##text',
        ratio: '94##select',
        width: '25##value',
        height: '26##value',
        format: '103##file_type',
      },
      promptMaxCharacters: longestTypedPrompt,
      sizes: { kind: 'ratios', ratios: graphRatios, custom: graphPixels, defaultRatio: '1:1' },
      steps: null,
      qualities: null,
      resolutions: null,
      formats: ['png', 'jpeg', 'webp'],
      loras: null,
      source: 'RunningHub model page f-2-klein-4b/text-to-image, 2026-06-18',
      confidence: 'M',
    },
    graphRoute({
      endpoint: 'rhart-image/f-2-klein-4b/text-to-image-lora',
      price: cny(0.04),
      nodes: { prompt: 9, ratio: 33, lora: 15 },
      loras: onlyWithLora,
    }),
    graphRoute({
      endpoint: 'rhart-image/f-2-klein-4b/edit',
      price: runningHubPrice,
      nodes: { prompt: 17, ratio: 47, format: 51 },
      images: [19],
    }),
    graphRoute({
      endpoint: 'rhart-image/f-2-klein-4b/edit-lora',
      price: runningHubPrice,
      nodes: { prompt: 16, ratio: 37, lora: 18, format: 40 },
      loras: onlyWithLora,
      images: [41],
    }),
  ],
};
