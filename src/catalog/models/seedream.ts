import type { PixelRange } from '#core/phrase.ts';
import type { Model, Price, Route } from '../model.ts';
import { cny, editsList, flatRoute, jpgOrPng, registry } from './route-rows.ts';

/** Its pages draw 2048 × 2048 by default, and so does a ratio here. */
const targetPixels = 2048 * 2048;
/** The registry states the step for some of the sides only; what keeps to it is right for all. */
const range: PixelRange = { minPx: 512, maxPx: 8192, stepPx: 8, targetPixels };

/** Seedream 4 at RunningHub. */
export const seedream4: Model = {
  id: 'seedream-4',
  title: 'Seedream 4',
  description: 'ByteDance’s all-rounder: large pictures of about four megapixels.',
  routes: bySides('seedream-v4', cny(0.14), range),
};

/** Seedream 4.5 at RunningHub. */
export const seedream45: Model = {
  id: 'seedream-4.5',
  title: 'Seedream 4.5',
  description: 'Seedream 4 with better faces, layouts and small text.',
  routes: bySides('seedream-v4.5', cny(0.2), range),
};

/** Seedream 5 lite at RunningHub. */
export const seedream5Lite: Model = {
  id: 'seedream-5-lite',
  title: 'Seedream 5 lite',
  description: 'The light Seedream 5: reasons about the prompt; large sizes only.',
  routes: bySides('seedream-v5-lite', cny(0.22), {
    ...{ minPx: 1600, maxPx: 4704, stepPx: 8, targetPixels },
    height: { minPx: 1344, maxPx: 4096, stepPx: 8 },
  }),
};

/**
 * From words, and from pictures. Width and height are sent; the endpoint's `resolution` is the other way to say a size, and has
 * no place for a ratio.
 */
function bySides(version: string, price: Price, sides: PixelRange): readonly Route[] {
  const fromWords = flatRoute({
    endpoint: `${version}/text-to-image`,
    price,
    fields: { prompt: 'prompt', width: 'width', height: 'height' },
    // The price is per picture.
    constants: { sequentialImageGeneration: 'disabled', maxImages: 1 },
    promptMaxCharacters: 2000,
    sizes: { kind: 'pixels', range: sides, defaultRatio: '1:1' },
    source: registry,
    confidence: 'H',
  });
  return [
    fromWords,
    { ...fromWords, endpoint: `${version}/image-to-image`, images: jpgOrPng(editsList('imageUrls', 10)) },
  ];
}
