import type { Model } from '../model.ts';

/** OpenAI's GPT Image 2 through RunningHub's official channel. */
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
      sizes: {
        kind: 'ratios',
        ratios: ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'],
        custom: null,
        defaultRatio: '16:9',
      },
      steps: null,
      qualities: { values: ['low', 'medium', 'high'], default: 'medium' },
      resolutions: { values: ['1k', '2k', '4k'], default: '2k' },
      formats: [],
      loras: null,
      source:
        'RunningHub API page gpt-image-2/text-to-image-official-stable, modified 2026-04-30; values and prices of the registry, 2026-04-29',
      confidence: 'H',
    },
  ],
};
