import { choice, flag, type InputSchema, pictures, pixels, prompt, whole } from './inputs.ts';

/** One model of the stand-in. */
export interface RunComfyModel {
  /** Used verbatim as a path, slashes included. */
  readonly modelId: string;
  readonly displayName: string;
  readonly categories: readonly string[];
  readonly schema: {
    readonly type: 'object';
    readonly title: string;
    readonly required: readonly string[];
    readonly properties: Readonly<Record<string, InputSchema>>;
  };
  /** `model` if left out; the catalogue lists workflows beside them. */
  readonly kind?: 'workflow';
  /** `output` if left out; films are paid by the second. */
  readonly priceUnit?: 'second';
  /** An assumption of the stand-in, no higher than Easel's own: no price is published outside the catalogue. */
  readonly basePriceUsd: number;
  readonly runMs: number;
  /** Which member of `output` holds the result: all occur. */
  readonly outputKey: 'image' | 'images' | 'video' | 'videos' | 'audio';
}

const tenRatios = '1:1 3:2 2:3 3:4 4:3 4:5 5:4 9:16 16:9 21:9'.split(' ');
const bananaRatios = 'auto 21:9 16:9 3:2 4:3 5:4 1:1 4:5 3:4 2:3 9:16'.split(' ');

/**
 * The models that Easel has rows of. Another model is another row.
 *
 * @see reference, sections 1.5 and 1.6 (seeded pages), 4.11 (gpt-image-2, nano-banana-2)
 */
export const runComfyModels: readonly RunComfyModel[] = [
  {
    modelId: 'blackforestlabs/flux-2-klein/9b/text-to-image',
    displayName: 'FLUX.2 klein 9B',
    categories: ['text-to-image'],
    schema: {
      type: 'object',
      title: 'Input schema',
      required: ['prompt'],
      properties: {
        prompt: prompt('A vibrant hummingbird mid-flight sipping nectar from a bright pink hibiscus flower'),
        steps: {
          type: 'integer',
          title: 'Steps',
          description: 'The number of diffusion steps; higher values can improve quality but take longer.',
          minimum: 1,
          maximum: 100,
          default: 25,
        },
        width: pixels('Width', 512, 1536),
        height: pixels('Height', 512, 1536),
      },
    },
    basePriceUsd: 0.015,
    runMs: 5000,
    outputKey: 'image',
  },
  {
    modelId: 'blackforestlabs/flux-2-klein/4b/text-to-image',
    displayName: 'FLUX.2 klein 4B',
    categories: ['text-to-image'],
    schema: {
      type: 'object',
      title: 'modelApiDoc_navInputSchema',
      required: ['prompt'],
      properties: {
        prompt: prompt('A majestic snow leopard perched on a frost-covered rocky ledge in the Himalayas at dawn'),
        width: pixels('Width', 64, 2048),
        height: pixels('Height', 64, 2048),
      },
    },
    basePriceUsd: 0.01,
    runMs: 4000,
    outputKey: 'images',
  },
  {
    modelId: 'openai/gpt-image-2/text-to-image',
    displayName: 'GPT Image 2',
    categories: ['text-to-image'],
    schema: {
      type: 'object',
      title: 'Input schema',
      required: ['prompt'],
      properties: {
        prompt: prompt('A matte white smart speaker on a light gray terrazzo countertop'),
        aspect_ratio: choice('Aspect ratio', tenRatios, '1:1'),
        resolution: choice('Resolution', ['1k', '2k', '4k'], '1k'),
        quality: choice('Quality', ['low', 'medium', 'high'], 'medium'),
        output_format: choice('Output format', ['png', 'jpeg', 'webp'], 'png'),
      },
    },
    basePriceUsd: 0.05,
    runMs: 8000,
    outputKey: 'images',
  },
  {
    modelId: 'google/nano-banana-2/text-to-image',
    displayName: 'Nano Banana 2',
    categories: ['text-to-image'],
    schema: {
      type: 'object',
      title: 'Input schema',
      required: ['prompt'],
      properties: {
        prompt: prompt('A cut-away drawing of a lighthouse, every room labelled'),
        num_images: whole('Number of images', 1, 4, 1),
        seed: whole('Seed', 0, Number.MAX_SAFE_INTEGER, 0),
        aspect_ratio: choice('Aspect ratio', bananaRatios, 'auto'),
        resolution: choice('Resolution', ['0.5K', '1K', '2K', '4K'], '1K'),
        output_format: choice('Output format', ['png', 'jpeg', 'webp'], 'png'),
        safety_tolerance: whole('Safety tolerance', 1, 6, 4),
        limit_generations: flag('Limit generations', true),
        enable_web_search: flag('Web search', false),
      },
    },
    basePriceUsd: 0.07,
    runMs: 6000,
    outputKey: 'images',
  },
  {
    modelId: 'openai/gpt-image-2/edit',
    displayName: 'GPT Image 2 Edit',
    categories: ['image-to-image'],
    schema: {
      type: 'object',
      title: 'Input schema',
      required: ['prompt', 'images'],
      properties: {
        prompt: prompt('Make the smart speaker matte black'),
        images: pictures(10),
        aspect_ratio: choice('Aspect ratio', tenRatios, '1:1'),
        resolution: choice('Resolution', ['1k', '2k', '4k'], '1k'),
        quality: choice('Quality', ['low', 'medium', 'high'], 'medium'),
        output_format: choice('Output format', ['png', 'jpeg', 'webp'], 'png'),
      },
    },
    basePriceUsd: 0.05,
    runMs: 9000,
    outputKey: 'images',
  },
  {
    modelId: 'google/nano-banana-2/edit',
    displayName: 'Nano Banana 2 Edit',
    categories: ['image-to-image'],
    schema: {
      type: 'object',
      title: 'Input schema',
      required: ['prompt', 'image_urls'],
      properties: {
        prompt: prompt('Put a lamp into every room of the lighthouse'),
        image_urls: pictures(20),
        number_of_images: whole('Number of images', 1, 4, 1),
        seed: whole('Seed', 0, Number.MAX_SAFE_INTEGER, 0),
        aspect_ratio: choice('Aspect ratio', bananaRatios, 'auto'),
        resolution: choice('Resolution', ['0.5K', '1K', '2K', '4K'], '1K'),
        output_format: choice('Output format', ['png', 'jpeg', 'webp'], 'png'),
        enable_web_search: flag('Web search', false),
      },
    },
    basePriceUsd: 0.07,
    runMs: 6500,
    outputKey: 'images',
  },
];
