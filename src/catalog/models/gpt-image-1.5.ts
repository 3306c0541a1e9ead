import type { Model, Route } from '../model.ts';
import { cny, editsList, flatRoute, jpgOrPng, megabytes, registryByContent } from './route-rows.ts';

/** OpenAI's GPT Image 1.5 through RunningHub's official channel; priced by quality and size. */
export const gptImage15: Model = {
  id: 'gpt-image-1.5',
  title: 'GPT Image 1.5',
  description: 'The model before GPT Image 2: three sizes, follows instructions closely.',
  routes: [
    official('rhart-image-g-1.5-official/text-to-image'),
    {
      ...official('rhart-image-g-1.5-official/image-to-image'),
      images: jpgOrPng(editsList('imageUrls', 10, megabytes(50))),
    },
  ],
};

function official(endpoint: string): Route {
  return flatRoute({
    endpoint,
    price: cny(1.26, {
      low: { '1024x1024': 0.06, '1024x1536': 0.08, '1536x1024': 0.08 },
      medium: { '1024x1024': 0.21, '1024x1536': 0.32, '1536x1024': 0.32 },
      high: { '1024x1024': 0.84, '1024x1536': 1.26, '1536x1024': 1.26 },
    }),
    fields: { prompt: 'prompt', size: 'size', quality: 'quality' },
    sizes: {
      kind: 'list',
      sizes: ['1024x1024', '1024x1536', '1536x1024'],
      separator: '*',
      defaultRatio: '1:1',
    },
    qualities: { values: ['low', 'medium', 'high'], default: 'medium' },
    source: registryByContent,
    confidence: 'M',
  });
}
