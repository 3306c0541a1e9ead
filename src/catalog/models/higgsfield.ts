import type { Model } from '../model.ts';
import { cny, editsEach, flatRoute, registry } from './route-rows.ts';

/** Higgsfield Soul at RunningHub, in its own default style. */
export const higgsfieldSoul: Model = {
  id: 'higgsfield-soul',
  title: 'Higgsfield Soul',
  description: 'Edits only: turns a picture into a realistic photograph in thirteen sizes.',
  routes: [
    flatRoute({
      endpoint: 'higgsfield/soul/image-to-image',
      price: cny(1.4, { medium: { '': 0.7 }, high: { '': 1.4 } }),
      fields: { prompt: 'prompt', size: 'size', quality: 'quality' },
      promptMaxCharacters: 2048,
      sizes: {
        kind: 'list',
        sizes: [
          ...['1536x1536', '960x1696', '1088x1632', '1152x1536', '1152x2048', '1536x1152', '1536x2048', '1344x2016'],
          ...['1632x1088', '1696x960', '2016x1344', '2048x1152', '2048x1536'],
        ],
        separator: '*',
        defaultRatio: '1:1',
      },
      qualities: { values: ['medium', 'high'], default: 'medium' },
      images: editsEach(['imageUrl']),
      source: registry,
      confidence: 'H',
    }),
  ],
};
