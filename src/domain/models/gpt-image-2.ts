import type { Model, SizeRule } from '../model.ts';
import { cny, estimatedUsd, flatRoute, registryByContent } from './route-rows.ts';
import { tenRatios } from './wire-words.ts';

const sizes: SizeRule = { kind: 'ratios', ratios: tenRatios, custom: null, defaultRatio: '16:9' };
const qualities = { values: ['low', 'medium', 'high'], default: 'medium' };
const resolutions = { values: ['1k', '2k', '4k'], default: '2k' };

/**
 * OpenAI's GPT Image 2 through RunningHub's official channel, at RunComfy, and through RunningHub's low-price channel, which
 * knows no quality: it stands in, so that a request without a quality keeps the picture that it always got.
 */
export const gptImage2: Model = {
  id: 'gpt-image-2',
  title: 'GPT Image 2',
  description: 'Understands long, exact instructions; posters and text up to 4k.',
  adult: false,
  routes: [
    {
      provider: 'runninghub',
      endpoint: 'rhart-image-g-2-official/text-to-image',
      price: {
        currency: 'CNY',
        amount: 4.738,
        grid: {
          low: { '1k': 0.29, '2k': 0.328, '4k': 0.378 },
          medium: { '1k': 0.586, '2k': 0.926, '4k': 1.373 },
          high: { '1k': 1.581, '2k': 2.948, '4k': 4.738 },
        },
        estimated: false,
      },
      fields: { prompt: 'prompt', ratio: 'aspectRatio', resolution: 'resolution', quality: 'quality' },
      nodeFields: null,
      promptMaxCharacters: 20_000,
      sizes,
      steps: null,
      qualities,
      resolutions,
      formats: [],
      loras: null,
      source:
        'RunningHub API page gpt-image-2/text-to-image-official-stable, modified 2026-04-30; values and prices of the registry, 2026-04-29',
      confidence: 'H',
    },
    flatRoute({
      provider: 'runcomfy',
      endpoint: 'openai/gpt-image-2/text-to-image',
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
    }),
    flatRoute({
      endpoint: 'rhart-image-g-2/text-to-image',
      price: cny(0.1),
      fields: { prompt: 'prompt', ratio: 'aspectRatio', resolution: 'resolution' },
      promptMaxCharacters: 20_000,
      sizes,
      resolutions,
      isReserve: true,
      source: registryByContent,
      confidence: 'M',
    }),
  ],
};
