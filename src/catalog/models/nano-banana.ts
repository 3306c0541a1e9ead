import type { Choice, Model, Price, Route } from '../model.ts';
import { autoRatio } from '../size.ts';
import { tenRatios } from '../wire-words.ts';
import { cny, editsList, estimatedUsd, flatRoute, jpgOrPng, megabytes, registryByContent } from './route-rows.ts';

const fourteenRatios = [...tenRatios, '1:4', '4:1', '1:8', '8:1'];
const upTo4k: Choice = { values: ['1k', '2k', '4k'], default: '1k' };
const longPrompt = 20_000;
const upToTen = jpgOrPng(editsList('imageUrls', 10));

/** Google's first Nano Banana: two channels of RunningHub. */
export const nanoBanana: Model = {
  id: 'nano-banana',
  title: 'Nano Banana',
  description: 'Google’s quick all-rounder (Gemini 2.5 Flash Image).',
  routes: [
    firstEdition('rhart-image-v1/text-to-image', 0.05),
    firstEdition('rhart-image-v1-official/text-to-image', 0.2),
    firstEditionEdit('rhart-image-v1/edit', 0.05),
    firstEditionEdit('rhart-image-v1-official/edit', 0.2),
  ],
};

/** Nano Banana 2: two channels of RunningHub, and RunComfy. */
export const nanoBanana2: Model = {
  id: 'nano-banana-2',
  title: 'Nano Banana 2',
  description: 'Gemini 3.1 Flash Image: 14 ratios up to 8:1, up to 4k, good text.',
  routes: [
    // No longest prompt is stated for this channel.
    {
      ...byResolution('rhart-image-n-g31-flash/text-to-image', [0.16, 0.16, 0.2], fourteenRatios),
      promptMaxCharacters: 6000,
    },
    byResolution('rhart-image-n-g31-flash-official/text-to-image', [0.49, 0.74, 0.99], fourteenRatios),
    atRunComfy('google/nano-banana-2/text-to-image', 'num_images'),
    {
      ...byResolution('rhart-image-n-g31-flash/image-to-image', [0.16, 0.16, 0.2], fourteenRatios),
      images: jpgOrPng(editsList('imageUrls', 10, megabytes(30))),
    },
    {
      ...byResolution('rhart-image-n-g31-flash-official/image-to-image', [0.49, 0.74, 0.99], fourteenRatios),
      images: jpgOrPng(editsList('imageUrls', 14)),
    },
    // Its ratios and resolutions are not listed once more; they are those of its sibling.
    {
      ...atRunComfy('google/nano-banana-2/edit', 'number_of_images'),
      images: editsList('image_urls', 20, megabytes(50)),
    },
  ],
};

/** Nano Banana Pro: two channels of RunningHub. */
export const nanoBananaPro: Model = {
  id: 'nano-banana-pro',
  title: 'Nano Banana Pro',
  description: 'Gemini 3 Pro Image: plans a picture first; diagrams, text, up to 4k.',
  routes: [
    byResolution('rhart-image-n-pro/text-to-image', [0.4, 0.4, 0.5], tenRatios),
    byResolution('rhart-image-n-pro-official/text-to-image', [0.8, 1, 1.5], tenRatios),
    { ...byResolution('rhart-image-n-pro/edit', [0.4, 0.4, 0.5], tenRatios), images: upToTen },
    { ...byResolution('rhart-image-n-pro-official/edit', [0.8, 1, 1.5], tenRatios), images: upToTen },
  ],
};

/** Nano Banana Pro in 4k and 8k only; its own model, since a request without a resolution means another size. */
export const nanoBananaProUltra: Model = {
  id: 'nano-banana-pro-ultra',
  title: 'Nano Banana Pro Ultra',
  description: 'Nano Banana Pro in 4k or 8k, for prints.',
  routes: [
    ultra('rhart-image-n-pro-official/text-to-image-ultra'),
    { ...ultra('rhart-image-n-pro-official/edit-ultra'), images: upToTen },
  ],
};

function ultra(endpoint: string): Route {
  const price = cny(1.12, { '': { '4k': 0.98, '8k': 1.12 } });
  return named(endpoint, price, { values: ['4k', '8k'], default: '4k' }, tenRatios);
}

function atRunComfy(endpoint: string, countKey: string): Route {
  return flatRoute({
    provider: 'runcomfy',
    endpoint,
    price: estimatedUsd(0.2, { '': { '0.5K': 0.08, '1K': 0.1, '2K': 0.15, '4K': 0.2 } }),
    fields: {
      prompt: 'prompt',
      ratio: 'aspect_ratio',
      resolution: 'resolution',
      format: 'output_format',
      count: countKey,
    },
    counts: { min: 1, max: 4, default: 1 },
    sizes: { kind: 'ratios', ratios: tenRatios, custom: null, defaultRatio: '1:1' },
    resolutions: { values: ['0.5K', '1K', '2K', '4K'], default: '1K' },
    formats: ['png', 'jpeg', 'webp'],
    source: 'RunComfy skill text of google/nano-banana-2, 2026-04 to 2026-05',
    confidence: 'M',
  });
}

function byResolution(
  endpoint: string,
  [at1k, at2k, at4k]: readonly [number, number, number],
  ratios: readonly string[],
) {
  return named(endpoint, cny(at4k, { '': { '1k': at1k, '2k': at2k, '4k': at4k } }), upTo4k, ratios);
}

function named(endpoint: string, price: Price, resolutions: Choice, ratios: readonly string[]): Route {
  return flatRoute({
    endpoint,
    price,
    fields: { prompt: 'prompt', ratio: 'aspectRatio', resolution: 'resolution' },
    promptMaxCharacters: longPrompt,
    sizes: { kind: 'ratios', ratios, custom: null, defaultRatio: '1:1' },
    resolutions,
    source: registryByContent,
    confidence: 'M',
  });
}

/** The documents never say in one place that this path is that model. */
function firstEdition(endpoint: string, amount: number): Route {
  return flatRoute({
    endpoint,
    price: cny(amount),
    fields: { prompt: 'prompt', ratio: 'aspectRatio' },
    promptMaxCharacters: longPrompt,
    sizes: { kind: 'ratios', ratios: tenRatios, custom: null, defaultRatio: '1:1' },
    source: `${registryByContent}, an inference`,
    confidence: 'L',
  });
}

function firstEditionEdit(endpoint: string, amount: number): Route {
  return {
    ...firstEdition(endpoint, amount),
    sizes: { kind: 'ratios', ratios: [autoRatio, ...tenRatios], custom: null, defaultRatio: autoRatio },
    images: jpgOrPng(editsList('imageUrls', 5)),
  };
}
