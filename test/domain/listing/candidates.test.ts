import { describe, expect, it } from 'vitest';
import { priceText } from '../../../src/discord/wording/route-price.ts';
import { candidatesOf } from '../../../src/domain/listing/candidates.ts';
import type { ListedInput, ListedModel } from '../../../src/domain/listing/listing.ts';
import { flux2Klein9b } from '../../../src/domain/models/flux-2-klein.ts';
import { inputOf, listedModel, listingOf, promptInput, wholeOf, wordsOf } from '../../support/listed-models.ts';

const ratio = wordsOf('aspect_ratio', ['1:1', '16:9']);
const found = (...models: readonly ListedModel[]) => candidatesOf(listingOf(...models), [flux2Klein9b]);
const withInputs = (...inputs: readonly ListedInput[]) => found(listedModel({ inputs: [promptInput, ...inputs] }))[0];
const routeWith = (...inputs: readonly ListedInput[]) => withInputs(...inputs)?.routes[0];
const idsOf = (...modelIds: readonly string[]) =>
  found(...modelIds.map((modelId) => listedModel({ modelId }))).map(({ id }) => id);

describe('a listed model', () => {
  it('becomes a model of one route, by what is listed', () => {
    expect(found(listedModel())).toEqual([
      {
        id: 'brush',
        title: 'Brush',
        description: 'From RunComfy’s catalogue: maker/brush/text-to-image',
        adult: false,
        routes: [
          {
            provider: 'runcomfy',
            endpoint: 'maker/brush/text-to-image',
            price: { currency: 'USD', amount: 0.03, grid: null, estimated: false },
            fields: { prompt: 'prompt', ratio: 'aspect_ratio' },
            nodeFields: null,
            promptMaxCharacters: 6000,
            sizes: { kind: 'ratios', ratios: ['1:1', '16:9'], custom: null, defaultRatio: '1:1' },
            steps: null,
            qualities: null,
            resolutions: null,
            formats: [],
            loras: null,
            source: "RunComfy's catalogue, read 1970-01-01",
            confidence: 'H',
          },
        ],
      },
    ]);
  });

  it('that Easel has a row of is none', () => {
    expect(idsOf('blackforestlabs/flux-2-klein/9b/text-to-image')).toEqual([]);
  });

  it.each([
    ['no price', { priceUsd: null }],
    ['no schema', { inputs: null }],
    ['no prompt', { inputs: [ratio] }],
    ['a prompt that is no text', { inputs: [{ ...promptInput, kind: 'other' as const }, ratio] }],
    ['no place for a size', { inputs: [promptInput] }],
    [
      'something required that cannot be said',
      { inputs: [promptInput, ratio, inputOf('image', { isRequired: true })] },
    ],
    ['never one picture', { inputs: [promptInput, ratio, wholeOf('num_images', 2, 4)] }],
    ['a count that is no number', { inputs: [promptInput, ratio, inputOf('n')] }],
    ['a film', { categories: ['text-to-video'] }],
    ['a film by its inputs', { categories: [], inputs: [promptInput, ratio, wholeOf('duration', 2, 10)] }],
    ['other categories and no schema', { categories: [], inputs: null }],
    ['a film from a picture', { categories: ['image-to-video'] }],
  ])('with %s is none', (_name, changes) => {
    expect(found(listedModel(changes))).toEqual([]);
  });

  it('of another category of pictures, or of none, is one where no picture must be there', () => {
    expect(found(listedModel({ categories: ['image-to-image'] }))).toHaveLength(1);
    expect(found(listedModel({ categories: [] }))).toHaveLength(1);
  });

  it('makes one picture', () => {
    expect(routeWith(ratio, wholeOf('num_images', 1, 4, { fallback: 4 }))?.constants).toEqual({ num_images: 1 });
    expect(routeWith(ratio, inputOf('n', { kind: 'number' }))?.constants).toEqual({ n: 1 });
  });
});

describe('a size is said', () => {
  const sides = (fallback: number | null) => [
    wholeOf('width', 256, 2048, { fallback }),
    wholeOf('height', 256, 2048, { fallback }),
  ];

  it('by width and height first', () => {
    const range = { minPx: 256, maxPx: 2048, stepPx: 1 };
    expect(routeWith(...sides(null), ratio)).toMatchObject({
      fields: { width: 'width', height: 'height' },
      sizes: { kind: 'pixels', range, defaultRatio: '1:1' },
    });
    expect(routeWith(...sides(2048))?.sizes).toMatchObject({ range: { ...range, targetPixels: 2048 * 2048 } });
    const open = ['width', 'height'].map((name) => inputOf(name, { kind: 'whole' }));
    expect(routeWith(...open, ratio)?.sizes.kind).toBe('ratios');
  });

  it('by ratios, the default being one of them', () => {
    const rule = (...words: string[]) => routeWith(wordsOf('ratio', words))?.sizes;
    expect(rule('auto', '16:9', '1:1')).toMatchObject({ ratios: ['16:9', '1:1'], defaultRatio: '1:1' });
    expect(rule('16:9', '1:1')).toMatchObject({ defaultRatio: '16:9' });
    expect(rule('auto', '4:3', '3:4')).toMatchObject({ defaultRatio: '4:3' });
    expect(rule('auto')).toBeUndefined();
  });

  it('by a list of sizes, however they are written', () => {
    const rule = (...words: string[]) => routeWith(wordsOf('size', words))?.sizes;
    expect(rule('1024*1024', '1536*1024', 'auto')).toEqual({
      kind: 'list',
      sizes: ['1024x1024', '1536x1024'],
      separator: '*',
      defaultRatio: '1:1',
    });
    expect(rule('1536x1024', '1024x1536')).toMatchObject({ defaultRatio: '1536:1024' });
    expect(rule('auto', '1536x1024', '1024x1536')).toMatchObject({ defaultRatio: '1536:1024' });
  });

  it('by words for ratios, the largest square being the square', () => {
    const words = ['square', 'square_hd', 'portrait_4_3', 'landscape_16_9', 'landscape_0_9', 'custom'];
    expect(routeWith(wordsOf('image_size', words))).toMatchObject({
      fields: { ratio: 'image_size' },
      sizes: { kind: 'ratios', ratios: ['1:1', '3:4', '16:9'], defaultRatio: '1:1' },
      ratioWords: { '1:1': 'square_hd', '3:4': 'portrait_4_3', '16:9': 'landscape_16_9' },
    });
    expect(routeWith(wordsOf('image_size', ['landscape_4_3', 'square_hd', 'square']))?.sizes).toMatchObject({
      defaultRatio: '4:3',
    });
    expect(routeWith(wordsOf('image_size', ['small', 'large']))).toBeUndefined();
    for (const name of ['aspect_ratio', 'image_size']) expect(routeWith(inputOf(name))).toBeUndefined();
  });
});

describe('options', () => {
  it('are those with a listed default', () => {
    const full = routeWith(
      ratio,
      wholeOf('num_inference_steps', 1, 50, { fallback: 28 }),
      wordsOf('quality', ['low', 'high']),
      wordsOf('resolution', ['1K', '2K']),
      wordsOf('output_format', ['jpeg', 'png', 'tiff']),
    );
    expect(full).toMatchObject({
      fields: { steps: 'num_inference_steps', quality: 'quality', resolution: 'resolution', format: 'output_format' },
      steps: { min: 1, max: 50, default: 28 },
      qualities: { values: ['low', 'high'], default: 'low' },
      resolutions: { values: ['1K', '2K'], default: '1K' },
      formats: ['jpeg', 'png'],
    });
    const without = { fallback: null };
    const bare = routeWith(
      ratio,
      wholeOf('steps', 1, 50),
      wordsOf('quality', ['low'], without),
      wordsOf('resolution', ['1K'], { fallback: '4K' }),
      wordsOf('output_format', ['tiff']),
    );
    expect(bare).toMatchObject({ steps: null, qualities: null, resolutions: null, formats: [] });
    expect(routeWith(ratio, wordsOf('quality', ['low'], { ...without, isRequired: true }))).toBeUndefined();
  });

  it('each step of which is taken to double the price', () => {
    const choices = [wordsOf('quality', ['high', 'low', 'odd']), wordsOf('resolution', ['2K', '0.5K', '1K'])];
    const price = routeWith(ratio, ...choices)?.price;
    expect(price).toMatchObject({ amount: 0.03 * 16, estimated: true });
    expect(Object.keys(price?.grid ?? {})).toEqual(['low', 'high', 'odd']);
    expect(price?.grid?.high).toEqual({ '0.5K': 0.06, '1K': 0.12, '2K': 0.24 });
    const byQuality = routeWith(ratio, wordsOf('quality', ['low', 'high']));
    expect(byQuality && priceText(byQuality)).toBe('low: 30; high: 60, an estimate');
  });
});

describe('an id', () => {
  it('is the path without the maker and the task, once', () => {
    expect(
      idsOf('qwen/qwen-image/qwen-image-2512', 'wan-ai/wan-2.7/pro/text-to-image', 'a/Flux_3/image', 'lonely'),
    ).toEqual(['flux-3-image', 'lonely', 'qwen-image-2512', 'wan-2.7-pro']);
  });

  it('has the maker in front where it is taken or shared, and is none where that does not help', () => {
    expect(idsOf('other/flux-2-klein-9b', 'a/same', 'b/same')).toEqual(['a-same', 'b-same', 'other-flux-2-klein-9b']);
    expect(idsOf('a/same', 'a/same/text-to-image')).toEqual([]);
    expect(idsOf('___')).toEqual([]);
  });

  it('fits an option', () => {
    const [id = ''] = idsOf(`maker/${'long-name-'.repeat(10)}`);
    expect(id).toMatch(/^long-name-[a-z-]+[a-z]$/u);
    expect(id.length).toBeLessThanOrEqual(50);
  });
});

describe('what is shown', () => {
  it('is one line, told apart from what is there anyway', () => {
    const titles = ['FLUX.2 KLEIN 9B', ' Two\nlines ', '', 'x'.repeat(500)];
    const models = found(...titles.map((title, at) => listedModel({ title, modelId: `maker/m${at}` })));
    expect(models.map(({ title }) => title)).toEqual([
      'FLUX.2 KLEIN 9B (RunComfy)',
      'Two lines',
      'maker/m2',
      'x'.repeat(68),
    ]);
    const [long] = found(listedModel({ modelId: `maker/${'y'.repeat(150)}` }));
    expect(long?.description).toHaveLength(100);
  });

  it('says that a model is for adults where its name does', () => {
    expect(found(listedModel({ title: 'Brush NSFW' }))[0]?.adult).toBe(true);
  });
});
