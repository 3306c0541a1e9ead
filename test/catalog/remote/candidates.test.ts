import { describe, expect, it } from 'vitest';
import { flux2Klein9b } from '#catalog/models/flux.ts';
import { optionalModelsOf } from '#catalog/remote/optional-models.ts';
import type { RemoteInput, RemoteModel } from '#catalog/remote/remote-catalogue.ts';
import { priceText } from '../../../commands/models/view.ts';
import { inputOf, listedModel, listingOf, promptInput, wholeOf, wordsOf } from '../../support/listed-models.ts';

const ratio = wordsOf('aspect_ratio', ['1:1', '16:9']);
const found = (...models: readonly RemoteModel[]) => optionalModelsOf(listingOf(...models), [flux2Klein9b]);
const withInputs = (...inputs: readonly RemoteInput[]) => found(listedModel({ inputs: [promptInput, ...inputs] }))[0];
const routeWith = (...inputs: readonly RemoteInput[]) => withInputs(...inputs)?.routes[0];
const idsOf = (...modelIds: readonly string[]) =>
  found(...modelIds.map((modelId) => listedModel({ modelId }))).map(({ id }) => id);

describe('a listed model', () => {
  it('becomes a model of one route, by what is listed', () => {
    expect(found(listedModel())).toEqual([
      {
        id: 'maker/brush/text-to-image',
        title: 'Brush',
        description: 'From RunComfy’s catalogue',
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
    ['results of several kinds', { categories: ['text-to-image', 'text-to-video'] }],
    ['a film by its inputs', { categories: [], inputs: [promptInput, ratio, wholeOf('duration', 2, 10)] }],
    ['other categories and no schema', { categories: [], inputs: null }],
  ])('with %s is none', (_name, changes) => {
    expect(found(listedModel(changes))).toEqual([]);
  });

  it('of another category of pictures, or of none, is one where no picture must be there', () => {
    expect(found(listedModel({ categories: ['image-to-image'] }))).toHaveLength(1);
    expect(found(listedModel({ categories: [] }))).toHaveLength(1);
  });
});

describe('a count', () => {
  it('is sent as one picture, which is what is sold', () => {
    expect(routeWith(ratio, wholeOf('num_samples', 1, 4, { fallback: 4 }))?.constants).toEqual({ num_samples: 1 });
    expect(routeWith(ratio, wholeOf('num_pictures', 1, 4, { fallback: 4 }))).toBeUndefined();
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

  it('that move the price are shown with what each costs, as an estimate; too many steps are none', () => {
    const byQuality = routeWith(ratio, wordsOf('quality', ['low', 'high']));
    expect(byQuality && priceText(byQuality)).toBe('low: 30; high: 60, an estimate');
    expect(routeWith(ratio, wordsOf('quality', ['a', 'b', 'c', 'd', 'e', 'f']))).toBeUndefined();
  });
});

describe('an id', () => {
  it('is the path, of which Easel’s own have none', () => {
    expect(idsOf('qwen/qwen-image-2.1/edit', 'a/flux_3', 'flux-2-klein-9b', 'other/flux-2-klein-9b')).toEqual([
      'a/flux_3',
      'other/flux-2-klein-9b',
      'qwen/qwen-image-2.1/edit',
    ]);
  });

  it('does not depend on what else is listed', () => {
    const all = ['a/brush', 'a/brush/text-to-image', 'b/brush', 'a-b/brush', 'a/b-brush', 'a/b_brush'];
    for (const each of all) expect(idsOf(each)).toEqual([each]);
    expect(idsOf(...all)).toEqual(all.toSorted());
    expect(idsOf('a/brush', 'a/brush')).toEqual(['a/brush']);
  });

  it('can be typed in any case and put into a button, else there is none', () => {
    const longest = `a/${'b'.repeat(78)}`;
    expect(idsOf(longest, `${longest}b`, 'Maker/brush', 'lonely')).toEqual([longest]);
  });
});

describe('what is shown', () => {
  it('is one line, never another model’s id', () => {
    const titles = [' Two\nlines ', '', 'other/brush/text-to-image', 'x'.repeat(500)];
    const models = found(...titles.map((title, at) => listedModel({ title, modelId: `maker/m${at}` })));
    expect(models.map(({ title }) => title)).toEqual([
      'Two lines',
      'maker m1',
      'other brush text-to-image',
      'x'.repeat(60),
    ]);
  });

  it('names the maker where the title is that of another model', () => {
    const titled = (modelId: string, title: string) => listedModel({ modelId, title });
    const models = found(
      titled('maker/a', 'FLUX.2 KLEIN 9B'),
      titled('maker/b', 'flux-2-klein-9b'),
      titled('maker/c', 'Brush'),
      titled('mallory-with-a-long-name/d', 'brush'),
    );
    expect(models.map(({ title }) => title)).toEqual([
      'FLUX.2 KLEIN 9B (maker)',
      'flux-2-klein-9b (maker)',
      'Brush (maker)',
      'brush (mallory-with-a-long-)',
    ]);
  });

  it('says that a model is for adults where its name does', () => {
    expect(found(listedModel({ title: 'Brush NSFW' }))[0]?.adult).toBe(true);
  });
});
