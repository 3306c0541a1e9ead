import type { Model } from '../model.ts';
import { cny, editsEach, flatRoute, jpgOrPng, registryByContent, sizeOfPicture } from './route-rows.ts';

const source = `${registryByContent}, an inference`;

/** xAI's Grok through RunningHub's low-price channel; sizes go under the key of the ratio. */
export const grokImage: Model = {
  id: 'grok-image',
  title: 'Grok Image',
  description: 'xAI’s Grok through a low-price channel: five sizes.',
  routes: [
    flatRoute({
      endpoint: 'rhart-image-g/text-to-image',
      price: cny(0.08),
      fields: { prompt: 'prompt', size: 'aspectRatio' },
      constants: { model: 'g-4.2' },
      sizes: {
        kind: 'list',
        sizes: ['960x960', '720x1280', '1280x720', '1168x784', '784x1168'],
        separator: 'x',
        defaultRatio: '1:1',
      },
      source,
      confidence: 'L',
    }),
    flatRoute({
      endpoint: 'rhart-image-g/image-to-image',
      price: cny(0.08),
      fields: { prompt: 'prompt' },
      constants: { model: 'g-4.2' },
      sizes: sizeOfPicture,
      images: jpgOrPng(editsEach(['imageUrl'])),
      source,
      confidence: 'L',
    }),
  ],
};

/** xAI's Grok Imagine through RunningHub's official channel. */
export const grokImagine: Model = {
  id: 'grok-imagine',
  title: 'Grok Imagine',
  description: 'xAI’s picture model: eleven ratios from 2:1 to 1:2.',
  routes: [
    flatRoute({
      endpoint: 'rhart-image-x-official/text-to-image',
      price: cny(0.14),
      fields: { prompt: 'prompt', ratio: 'aspectRatio', format: 'outputFormat' },
      promptMaxCharacters: 20_000,
      sizes: {
        kind: 'ratios',
        ratios: ['1:1', '2:1', '20:9', '16:9', '4:3', '3:2', '2:3', '3:4', '9:16', '9:20', '1:2'],
        custom: null,
        defaultRatio: '1:1',
      },
      formats: ['jpeg', 'png'],
      source,
      confidence: 'L',
    }),
    flatRoute({
      endpoint: 'rhart-image-x-official/edit',
      price: cny(0.14),
      fields: { prompt: 'prompt' },
      promptMaxCharacters: 20_000,
      sizes: sizeOfPicture,
      images: jpgOrPng(editsEach(['image'])),
      source,
      confidence: 'L',
    }),
  ],
};
