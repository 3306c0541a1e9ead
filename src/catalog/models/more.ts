import type { Model } from '../model.ts';
import { cny, flatRoute } from './route-rows.ts';

/** Models that have no family of their own here, in the order in which members see them. A new model is a row of this list. */
export const moreModels: readonly Model[] = [
  {
    id: 'grok-imagine-quality',
    title: 'Grok Imagine Quality',
    description: 'The careful Grok Imagine: seven ratios, up to 2k, several pictures at once.',
    routes: [
      flatRoute({
        endpoint: 'rhart-imagine-image-quality/text-to-image',
        price: cny(0.38),
        fields: {
          prompt: 'prompt',
          ratio: 'aspectRatio',
          resolution: 'resolution',
          count: 'numImages',
          format: 'outputFormat',
        },
        promptMaxCharacters: 4000,
        sizes: {
          kind: 'ratios',
          ratios: ['1:1', '3:4', '4:3', '9:16', '16:9', '2:3', '3:2'],
          custom: null,
          defaultRatio: '1:1',
        },
        resolutions: { values: ['1k', '2k'], default: '1k' },
        formats: ['png', 'jpeg'],
        counts: { min: 1, max: 4, default: 1 },
        countAs: 'text',
        source:
          'captures of RunningHub pages, 2026-06 to 2026-09; which seven ratios is inferred from its other models, and that the price is per picture',
        confidence: 'L',
      }),
    ],
  },
];
