import type { Choice, Model, Route } from '../model.ts';
import { graphRatios } from '../wire-words.ts';
import { cny, editsEach, flatRoute, megabytes, registryByContent } from './route-rows.ts';

/** How much time goes into a picture; the price is the same. */
const ofVersion6: Choice = { values: ['0.5', '1', '2'], default: '1' };
const ofVersion7: Choice = { values: ['1', '2', '4'], default: '1' };

/** Midjourney 7 at RunningHub. */
export const midjourneyV7: Model = {
  id: 'midjourney-v7',
  title: 'Midjourney v7',
  description: 'The house style of Midjourney, version 7.',
  routes: [drawn('youchuan/text-to-image-v7', ofVersion7, { hasNegative: true })],
};

/** Midjourney 6.1 at RunningHub. */
export const midjourneyV61: Model = {
  id: 'midjourney-v6.1',
  title: 'Midjourney v6.1',
  description: 'Midjourney, version 6.1: cleaner textures than 6.',
  routes: [drawn('youchuan/text-to-image-v61', ofVersion6, { hasNegative: true })],
};

/** Midjourney 6 at RunningHub. */
export const midjourneyV6: Model = {
  id: 'midjourney-v6',
  title: 'Midjourney v6',
  description: 'Midjourney, version 6.',
  routes: [drawn('youchuan/text-to-image-v6', ofVersion6)],
};

/** Niji 7 at RunningHub. */
export const niji7: Model = {
  id: 'niji-7',
  title: 'Niji 7',
  description: 'Midjourney for anime and illustration, version 7.',
  routes: [drawn('youchuan/text-to-image-niji7', null, { mostWeight: 2 })],
};

/** Niji 6 at RunningHub. */
export const niji6: Model = {
  id: 'niji-6',
  title: 'Niji 6',
  description: 'Midjourney for anime and illustration, version 6.',
  routes: [drawn('youchuan/text-to-image-niji6', ofVersion6)],
};

/** What only some versions have. */
interface OfVersion {
  readonly hasNegative?: true;
  /** How much the picture can count beside the words; 3 when left out. */
  readonly mostWeight?: number;
}

function drawn(endpoint: string, qualities: Choice | null, { hasNegative, mostWeight = 3 }: OfVersion = {}): Route {
  const negative = hasNegative && ({ negative: 'negativePrompt' } as const);
  return flatRoute({
    endpoint,
    price: cny(0.54),
    fields: { prompt: 'prompt', ratio: 'aspectRatio', ...(qualities && { quality: 'quality' }), ...negative },
    ...(hasNegative && { negativeMaxCharacters: 2000 }),
    promptMaxCharacters: 8192,
    sizes: { kind: 'ratios', ratios: graphRatios, custom: null, defaultRatio: '1:1' },
    qualities,
    // Looked at, not changed: the prompt alone will do.
    images: {
      ...editsEach(['imageUrl'], megabytes(20)),
      isRequired: false,
      closeness: { key: 'iw', subtle: mostWeight, strong: 1 },
    },
    source: registryByContent,
    confidence: 'M',
  });
}
