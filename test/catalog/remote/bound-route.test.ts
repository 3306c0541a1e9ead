import { describe, expect, it } from 'vitest';
import type { Route } from '#catalog/model.ts';
import { boundRoute } from '#catalog/remote/bound-route.ts';
import type { RemoteInput } from '#catalog/remote/remote-catalogue.ts';
import type { SizeRule } from '#core/phrase.ts';
import { inputOf, promptInput, wholeOf, wordsOf } from '../../support/listed-models.ts';
import { routeOf } from '../../support/requests.ts';

const pixels: SizeRule = { kind: 'pixels', range: { minPx: 512, maxPx: 1536, stepPx: 16 }, defaultRatio: '1:1' };
const withPixels = (changes: Partial<Route> = {}) =>
  routeOf({ fields: { prompt: 'prompt', width: 'width', height: 'height' }, sizes: pixels, ...changes });
const sides = [wholeOf('width', 512, 1536), wholeOf('height', 512, 1536)];
const ratios = wordsOf('ratio', ['1:1', '16:9']);

function bounded(route: Route, ...inputs: readonly RemoteInput[]): Route {
  const found = boundRoute(route, [promptInput, ...inputs]);
  if (!found.ok) throw new Error(found.reasons.join('; '));
  return found.route;
}
function reasons(route: Route, ...inputs: readonly RemoteInput[]): readonly string[] {
  const found = boundRoute(route, [promptInput, ...inputs]);
  return found.ok ? [] : found.reasons;
}

describe('how close a result keeps to a picture', () => {
  it('has to be listed as every other input', () => {
    const images = {
      keys: { kind: 'each', keys: ['image'] },
      ...{ nodeKeys: null, most: 1, maxBytes: 9, isRequired: false },
      closeness: { key: 'weight', subtle: 3, strong: 1 },
    } as const;
    const route = routeOf({ images });
    expect(reasons(route, ratios, inputOf('image'))).toEqual(['weight is not listed']);
    expect(bounded(route, ratios, inputOf('image'), wholeOf('weight', 0, 3)).images).toEqual(images);
  });
});

describe('what a row leaves out', () => {
  const seed = wholeOf('seed', -1, Number.MAX_SAFE_INTEGER);
  const negative = { ...promptInput, name: 'negative_prompt', isRequired: false, maxLength: null };

  it('is taken where it is listed: a seed, and what shall not be there', () => {
    expect(bounded(routeOf(), ratios, seed, negative)).toMatchObject({
      fields: { prompt: 'prompt', ratio: 'ratio', seed: 'seed', negative: 'negative_prompt' },
      seeds: { min: 0, max: 2_147_483_647 },
      negativeMaxCharacters: 500,
    });
    expect(bounded(routeOf(), ratios, { ...negative, maxLength: 80 }).negativeMaxCharacters).toBe(80);
    expect(bounded(routeOf(), ratios, { ...seed, minimum: null, maximum: null }).seeds).toEqual({
      min: 0,
      max: 2_147_483_647,
    });
  });

  it.each([
    ['no whole number', { ...seed, kind: 'text' as const }],
    ['below nothing', wholeOf('seed', -9, -1)],
  ])('is none where the seed is %s', (_, input) => {
    expect(bounded(routeOf(), ratios, input)).toEqual(routeOf());
  });

  it('is none where it has a value of its own, or a few words', () => {
    const fixed = routeOf({ constants: { seed: 7 } });
    expect(bounded(fixed, ratios, seed)).toEqual(fixed);
    expect(bounded(routeOf(), ratios, { ...negative, words: ['blurry'] })).toEqual(routeOf());
  });

  it('stays as the row has it', () => {
    const row = routeOf({
      fields: { ...routeOf().fields, seed: 'seed', negative: 'negative_prompt' },
      ...{ seeds: { min: 1, max: 9 }, negativeMaxCharacters: 20 },
    });
    expect(bounded(row, ratios, seed, negative)).toEqual(row);
  });
});

describe('a route that is listed as it is', () => {
  it('stays the same', () => {
    expect(bounded(routeOf(), ratios)).toEqual(routeOf());
  });

  it('stays the same where the schema is of something else, or of nothing', () => {
    const route = routeOf();
    expect(boundRoute(route, [inputOf('video')])).toEqual({ ok: true, route });
    expect(boundRoute(route, [])).toEqual({ ok: true, route });
  });

  it('keeps its bounds where none are listed', () => {
    const route = withPixels({
      fields: { ...withPixels().fields, steps: 'steps' },
      steps: { min: 1, max: 9, default: 4 },
    });
    const open = (name: string) => inputOf(name, { kind: 'whole' });
    expect(bounded(route, open('width'), open('height'), open('steps'))).toEqual(route);
    expect(bounded(routeOf(), inputOf('ratio'))).toEqual(routeOf());
  });
});

describe('listed bounds', () => {
  it('of the sides take the place of the row’s, each side its own', () => {
    const sizesOf = (...inputs: RemoteInput[]) => bounded(withPixels(), ...inputs).sizes;
    expect(sizesOf(wholeOf('width', 256, 2048), wholeOf('height', 256, 2048))).toEqual({
      ...pixels,
      range: { minPx: 256, maxPx: 2048, stepPx: 1 },
    });
    expect(
      sizesOf(wholeOf('width', 512, 1024, { multipleOf: 8 }), wholeOf('height', 500, 768, { multipleOf: 8 })),
    ).toEqual({
      ...pixels,
      range: { minPx: 512, maxPx: 1024, stepPx: 8, height: { minPx: 504, maxPx: 768, stepPx: 8 } },
    });
    expect(sizesOf(wholeOf('width', 0, 1e9), wholeOf('height', 0, 1e9))).toMatchObject({
      range: { minPx: 1, maxPx: 16_384 },
    });
  });

  it('of the sides count for free sizes beside ratios', () => {
    const custom = { minPx: 256, maxPx: 1536, stepPx: 1 };
    const route = routeOf({
      fields: { prompt: 'prompt', ratio: 'ratio', width: 'width', height: 'height' },
      sizes: { kind: 'ratios', ratios: ['1:1'], custom, defaultRatio: '1:1' },
    });
    expect(bounded(route, ratios, ...sides).sizes).toMatchObject({ custom: { minPx: 512, maxPx: 1536 } });
  });

  it('of ratios and sizes are those that Easel can say', () => {
    const ratio = wordsOf('ratio', ['auto', '4:3', '3:4']);
    expect(bounded(routeOf(), ratio).sizes).toMatchObject({ ratios: ['4:3', '3:4'], defaultRatio: '4:3' });
    expect(bounded(routeOf(), { ...ratio, fallback: '3:4' }).sizes).toMatchObject({ defaultRatio: '3:4' });
    const list = routeOf({
      fields: { prompt: 'prompt', size: 'size' },
      sizes: { kind: 'list', sizes: ['1024x1024'], separator: '*', defaultRatio: '1:1' },
    });
    const listed = wordsOf('size', ['512*512', '2048*1024', '99x99', 'auto']);
    expect(bounded(list, listed).sizes).toMatchObject({ sizes: ['512x512', '2048x1024'], separator: '*' });
    expect(bounded(list, inputOf('size')).sizes).toEqual(list.sizes);
    expect(reasons(list)).toEqual(['size is not listed']);
    expect(reasons(list, wordsOf('size', ['auto']))).toEqual([expect.stringContaining('must be one of the sizes')]);
  });

  it('of ratios may be words of the endpoint’s own', () => {
    const ratioWords = { '16:9': 'landscape_16_9' };
    const route = routeOf({ ratioWords });
    expect(bounded(route, wordsOf('ratio', ['landscape_16_9', 'other'])).sizes).toMatchObject({ ratios: ['16:9'] });
  });

  it('of steps take the listed default, or bring the row’s into the range', () => {
    const route = routeOf({
      fields: { ...routeOf().fields, steps: 'steps' },
      steps: { min: 1, max: 100, default: 25 },
    });
    expect(bounded(route, ratios, wholeOf('steps', 4, 50, { fallback: 28 })).steps).toEqual({
      min: 4,
      max: 50,
      default: 28,
    });
    expect(bounded(route, ratios, wholeOf('steps', 1, 8)).steps).toEqual({ min: 1, max: 8, default: 8 });
    expect(reasons(route, ratios, wholeOf('steps', 9, 8))).toEqual([expect.stringContaining('steps.default must lie')]);
  });

  it('of the prompt only shorten it', () => {
    const inputs = (maxLength: number) => [{ ...promptInput, maxLength }, ratios];
    expect(boundRoute(routeOf(), inputs(40))).toMatchObject({ route: { promptMaxCharacters: 40 } });
    expect(boundRoute(routeOf(), inputs(400))).toMatchObject({ route: { promptMaxCharacters: 100 } });
  });

  it('of formats leave the row’s first where it is', () => {
    const route = routeOf({ fields: { ...routeOf().fields, format: 'format' }, formats: ['webp', 'png'] });
    const formats = (...words: string[]) => bounded(route, ratios, wordsOf('format', words)).formats;
    expect(formats('png', 'jpeg', 'webp', 'gif')).toEqual(['webp', 'png', 'jpeg']);
    expect(formats('jpeg')).toEqual(['jpeg']);
    expect(formats('gif')).toEqual([]);
    expect(bounded(route, ratios, inputOf('format')).formats).toEqual(['webp', 'png']);
  });
});

describe('listed words', () => {
  const fields = { ...routeOf().fields, quality: 'quality', resolution: 'resolution' };
  const choices = {
    fields,
    qualities: { values: ['low', 'high'], default: 'high' },
    resolutions: { values: ['1k', '2k'], default: '2k' },
  };
  const free = routeOf(choices);
  const grid = { low: { '1k': 1, '2k': 2 }, high: { '1k': 3, '2k': 4 } };
  const priced = routeOf({ ...choices, price: { ...free.price, grid } });
  const resolution = wordsOf('resolution', ['1k', '2k']);

  it('are taken as they are where the price does not depend on them', () => {
    const quality = wordsOf('quality', ['draft', 'high']);
    expect(bounded(free, ratios, resolution, quality).qualities).toEqual({
      values: ['draft', 'high'],
      default: 'high',
    });
    expect(bounded(free, ratios, resolution, wordsOf('quality', ['a', 'b'])).qualities?.default).toBe('a');
    expect(bounded(free, ratios, resolution, inputOf('quality')).qualities).toEqual(free.qualities);
    expect(
      bounded(free, ratios, resolution, wordsOf('quality', ['a', 'b'], { fallback: 'z' })).qualities?.default,
    ).toBe('a');
  });

  it('are taken where they have a price, which follows their spelling', () => {
    const route = bounded(priced, ratios, wordsOf('quality', ['high']), wordsOf('resolution', ['1K', '2K', '8K']));
    expect(route.qualities).toEqual({ values: ['high'], default: 'high' });
    expect(route.resolutions).toEqual({ values: ['1K', '2K'], default: '2K' });
    expect(route.price.grid).toEqual({ low: { '1K': 1, '2K': 2 }, high: { '1K': 3, '2K': 4 } });
  });

  it('none of which has a price turn the route off', () => {
    expect(reasons(priced, ratios, resolution, wordsOf('quality', ['x']))).toEqual([
      'none of the listed words has a price, as high has',
    ]);
  });
});

describe('a route is off', () => {
  it('that sends what is not listed', () => {
    expect(reasons(routeOf({ constants: { n: 1 } }))).toEqual(['ratio is not listed', 'n is not listed']);
  });

  it('whose default size is beyond the bounds', () => {
    expect(reasons(withPixels(), wholeOf('width', 1024, 2048), wholeOf('height', 64, 512))).toEqual([
      'sizes.defaultRatio must be one of the sizes of this route',
    ]);
    expect(reasons(routeOf(), wordsOf('ratio', ['auto']))).toEqual([
      'sizes.defaultRatio must be one of the sizes of this route',
    ]);
  });

  it('whose row has no key for one of its options', () => {
    const qualities = { values: ['low'], default: 'low' };
    expect(reasons(routeOf({ qualities }), ratios)).toEqual(['fields.quality is missing: this route has quality']);
  });

  it('that cannot send what is required; a listed default can be sent', () => {
    const mode = wordsOf('mode', ['fast', 'good'], { isRequired: true });
    expect(bounded(routeOf({ constants: { n: 1 } }), ratios, mode, inputOf('n')).constants).toEqual({
      n: 1,
      mode: 'fast',
    });
    expect(reasons(routeOf(), ratios, inputOf('image', { isRequired: true }))).toEqual(['image is required']);
  });

  it('not for what every request has, in whatever way', () => {
    const isRequired = true;
    const all = routeOf({
      fields: {
        prompt: 'prompt',
        size: 'size',
        steps: 's',
        quality: 'q',
        resolution: 'r',
        format: 'f',
        lora: 'l',
        loraStrength: 'ls',
      },
      sizes: { kind: 'list', sizes: ['1024x1024'], separator: 'x', defaultRatio: '1:1' },
      steps: { min: 1, max: 2, default: 1 },
      qualities: { values: ['a'], default: 'a' },
      resolutions: { values: ['b'], default: 'b' },
      formats: ['png'],
      loras: { known: [], minStrength: 0, maxStrength: 1, defaultStrength: 1, isRequired: true },
    });
    const needed = ['size', 's', 'q', 'r', 'f', 'l', 'ls'].map((name) => inputOf(name, { isRequired }));
    expect(reasons(all, ...needed)).toEqual([]);
    expect(reasons(withPixels(), ...sides.map((side) => ({ ...side, isRequired })))).toEqual([]);
  });

  it('that needs pictures or LoRAs under keys of their own, or a count, sends those too', () => {
    const images = { nodeKeys: null, most: 2, maxBytes: 1000, isRequired: true };
    const listOf = (key: string) => routeOf({ images: { ...images, keys: { kind: 'list', key } } });
    const isRequired = true;
    const picture = inputOf('image_urls', { kind: 'other', isRequired });
    expect(reasons(listOf('image_urls'), ratios, picture)).toEqual([]);
    expect(reasons(listOf('images'), ratios, picture)).toEqual(['images is not listed', 'image_urls is required']);
    const each = routeOf({ images: { ...images, keys: { kind: 'each', keys: ['image_1', 'image_2'] } } });
    const [first, second] = [inputOf('image_1', { isRequired }), inputOf('image_2')];
    expect(reasons(each, ratios, first, second)).toEqual([]);
    expect(
      reasons(
        routeOf({ images: { ...images, isRequired: false, keys: { kind: 'list', key: 'image_urls' } } }),
        ratios,
        picture,
      ),
    ).toEqual(['image_urls is required']);
    const list = { key: 'loras', file: 'path', strength: 'scale' };
    const loras = { known: [], minStrength: 0, maxStrength: 1, defaultStrength: 1, isRequired, list };
    expect(reasons(routeOf({ loras }), ratios, inputOf('loras', { kind: 'other', isRequired }))).toEqual([]);
    const counting = routeOf({ fields: { ...routeOf().fields, count: 'n' }, counts: { min: 1, max: 4, default: 1 } });
    expect(bounded(counting, ratios, wholeOf('n', 1, 2, { fallback: 2, isRequired })).counts).toEqual({
      min: 1,
      max: 2,
      default: 1,
    });
    expect(reasons(counting, ratios)).toEqual(['n is not listed']);
  });
});
