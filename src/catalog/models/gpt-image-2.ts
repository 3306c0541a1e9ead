import type { SizeRule } from '#core/phrase.ts';
import type { Model, Price, Route } from '../model.ts';
import { tenRatios } from '../wire-words.ts';
import { cny, editsList, estimatedUsd, flatRoute, jpgOrPng, megabytes, registryByContent } from './route-rows.ts';

const sizes: SizeRule = { kind: 'ratios', ratios: tenRatios, custom: null, defaultRatio: '16:9' };
const qualities = { values: ['low', 'medium', 'high'], default: 'medium' };
const resolutions = { values: ['1k', '2k', '4k'], default: '2k' };
const officialPrice: Price = cny(4.738, {
  low: { '1k': 0.29, '2k': 0.328, '4k': 0.378 },
  medium: { '1k': 0.586, '2k': 0.926, '4k': 1.373 },
  high: { '1k': 1.581, '2k': 2.948, '4k': 4.738 },
});
const upToTen = editsList('imageUrls', 10);

/**
 * OpenAI's GPT Image 2 through RunningHub's official channel, at RunComfy, and through RunningHub's low-price channel, which
 * knows no quality: it stands in, so that a request without a quality keeps the picture that it always got.
 */
export const gptImage2: Model = {
  id: 'gpt-image-2',
  title: 'GPT Image 2',
  description: 'Understands long, exact instructions; posters and text up to 4k.',
  routes: [
    {
      ...official('rhart-image-g-2-official/text-to-image'),
      source:
        'RunningHub API page gpt-image-2/text-to-image-official-stable, modified 2026-04-30; values and prices of the registry, 2026-04-29',
      confidence: 'H',
    },
    atRunComfy('openai/gpt-image-2/text-to-image'),
    lowPrice('rhart-image-g-2/text-to-image'),
    { ...official('rhart-image-g-2-official/image-to-image'), images: upToTen },
    { ...atRunComfy('openai/gpt-image-2/edit'), images: editsList('images', 10, megabytes(50)) },
    { ...lowPrice('rhart-image-g-2/image-to-image'), images: jpgOrPng(upToTen) },
  ],
};

function official(endpoint: string): Route {
  return flatRoute({
    endpoint,
    price: officialPrice,
    fields: { prompt: 'prompt', ratio: 'aspectRatio', resolution: 'resolution', quality: 'quality' },
    promptMaxCharacters: 20_000,
    sizes,
    qualities,
    resolutions,
    source: registryByContent,
    confidence: 'M',
  });
}

function lowPrice(endpoint: string): Route {
  return flatRoute({
    endpoint,
    price: cny(0.1),
    fields: { prompt: 'prompt', ratio: 'aspectRatio', resolution: 'resolution' },
    promptMaxCharacters: 20_000,
    sizes,
    resolutions,
    isReserve: true,
    source: registryByContent,
    confidence: 'M',
  });
}

function atRunComfy(endpoint: string): Route {
  return flatRoute({
    provider: 'runcomfy',
    endpoint,
    price: estimatedUsd(0.8, {
      low: { '1k': 0.05, '2k': 0.06, '4k': 0.08 },
      medium: { '1k': 0.1, '2k': 0.16, '4k': 0.24 },
      high: { '1k': 0.3, '2k': 0.5, '4k': 0.8 },
    }),
    fields: {
      prompt: 'prompt',
      ratio: 'aspect_ratio',
      resolution: 'resolution',
      quality: 'quality',
      format: 'output_format',
    },
    sizes,
    qualities,
    resolutions,
    formats: ['png', 'jpeg', 'webp'],
    source: 'Catalogue of RunComfy’s own node pack, 2026-09-23',
    confidence: 'H',
  });
}
