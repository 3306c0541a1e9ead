import { choice, decimal, flag, type InputSchema, picture, prompt, whole } from './inputs.ts';
import { mediaModels } from './media-models.ts';
import { type RunComfyModel, runComfyModels } from './models.ts';

const nineRatios = '1:1 16:9 9:16 4:3 3:4 3:2 2:3 4:5 5:4'.split(' ');
const sizeNames = 'square_hd square portrait_4_3 portrait_16_9 landscape_4_3 landscape_16_9'.split(' ');
const seed = whole('Seed', -1, Number.MAX_SAFE_INTEGER, -1);

function textToImage(required: readonly string[], properties: Readonly<Record<string, InputSchema>>) {
  return { type: 'object', title: 'Input schema', required, properties } as const;
}

/**
 * Models that the catalogue lists besides those Easel has rows of: some that draw from words, one that changes pictures, those that
 * make videos and sounds, and a workflow, which is no model.
 *
 * @see reference, section 4.11 (qwen-image-2.1, wan-2.7); what the reference leaves open is an assumption
 */
export const furtherModels: readonly RunComfyModel[] = [
  {
    modelId: 'qwen/qwen-image-2.1/text-to-image',
    displayName: 'Qwen Image 2.1',
    categories: ['text-to-image'],
    schema: textToImage(['prompt'], {
      prompt: prompt('A paper boat on a wet street, neon reflections'),
      aspect_ratio: choice('Aspect ratio', nineRatios, '1:1'),
      background: choice('Background', ['opaque', 'transparent'], 'opaque'),
      enhance_prompt: flag('Enhance prompt', true),
      output_format: choice('Output format', ['png', 'jpeg', 'webp'], 'png'),
      resolution: choice('Resolution', ['1K', '2K'], '1K'),
      seed,
    }),
    basePriceUsd: 0.03,
    runMs: 5000,
    outputKey: 'images',
  },
  {
    modelId: 'wan-ai/wan-2.7/text-to-image',
    displayName: 'Wan 2.7',
    categories: ['text-to-image'],
    schema: textToImage(['prompt'], {
      prompt: prompt('A tea house in the mist'),
      image_size: choice('Image size', sizeNames, 'square_hd'),
      max_images: whole('Number of images', 1, 5, 1),
      guidance_scale: decimal('Guidance', 1, 20, 7.5),
      negative_prompt: { type: 'string', title: 'Negative prompt', description: '', default: '' },
      seed,
    }),
    basePriceUsd: 0.04,
    runMs: 6000,
    outputKey: 'images',
  },
  {
    modelId: 'qwen/qwen-image-2.1/edit',
    displayName: 'Qwen Image 2.1 Edit',
    categories: ['image-to-image'],
    schema: textToImage(['prompt', 'image_url'], {
      prompt: prompt('Make it autumn'),
      image_url: picture('Image'),
      aspect_ratio: choice('Aspect ratio', nineRatios, '1:1'),
    }),
    basePriceUsd: 0.03,
    runMs: 5000,
    outputKey: 'images',
  },
  {
    modelId: 'workflows/storybook/text-to-image',
    displayName: 'Storybook workflow',
    kind: 'workflow',
    categories: ['text-to-image'],
    schema: textToImage(['prompt'], {
      prompt: prompt('A page of a storybook'),
      aspect_ratio: choice('Aspect ratio', ['1:1', '3:4'], '1:1'),
    }),
    basePriceUsd: 0.02,
    runMs: 5000,
    outputKey: 'images',
  },
  ...mediaModels,
];

/** All that the stand-in has. */
export const listedModels: readonly RunComfyModel[] = [...runComfyModels, ...furtherModels];
