import { describe, expect, it } from 'vitest';
import { createCatalog, noChanges } from '#catalog/catalog.ts';
import { fitRoute } from '#catalog/fit-route.ts';
import type { Route } from '#catalog/model.ts';
import { editsList } from '#catalog/models/route-rows.ts';
import { admit } from '#catalog/plan.ts';
import { type GenerationRequest, noOptions } from '#catalog/request.ts';
import { asBotError } from '#core/errors.ts';
import type { ProviderName } from '#core/ids.ts';
import type { SourceImage } from '#media/media.ts';
import { requestOf, routeOf } from '../support/requests.ts';
import { problemIn, said } from '../support/said.ts';

const photo: SourceImage = {
  ...{ url: 'https://cdn.discordapp.com/a.png', name: 'a.png', bytes: 1_048_576, mediaType: 'image/png' },
  ...{ widthPx: 1600, heightPx: 900 },
};
const words = routeOf();
const edit = routeOf({ images: editsList('imageUrls', 2) });
const either = routeOf({ images: { ...editsList('imageUrls', 1), isRequired: false } });
const photos = (count: number) => Array.from({ length: count }, () => photo);

function problemOf(route: Route, images: readonly SourceImage[], changes: Partial<GenerationRequest> = {}) {
  return problemIn(fitRoute(route, requestOf({ images, ...changes })));
}

describe('a request', () => {
  it('with pictures goes to routes that take them, with none to the others, and to either where it may', () => {
    const noPictures = 'no picture: this model makes pictures from words only (use /imagine)';
    expect(problemOf(words, photos(1))).toEqual({ option: 'image', value: '1 picture', allowed: noPictures });
    expect(problemOf(edit, [])).toEqual({
      option: 'image',
      value: '',
      allowed: 'a picture: this model only edits (use /edit)',
    });
    expect([
      problemOf(words, []),
      problemOf(edit, photos(2)),
      problemOf(either, []),
      problemOf(either, photos(1)),
    ]).toEqual([...[null, null, null, null]]);
  });

  it('has as many pictures as the route takes', () => {
    expect(problemOf(edit, photos(3))).toEqual({ option: 'image', value: '3 pictures', allowed: '1 to 2 pictures' });
    expect(problemOf(either, photos(2))).toMatchObject({ value: '2 pictures', allowed: 'one picture' });
  });

  const sized = 'pictures of at most 40 million pixels, no side longer than 16384 px';
  it.each<[string, Partial<SourceImage>, string | null, string | null]>([
    ['too heavy', { bytes: 10_485_761 }, '10.1 MB', 'pictures of at most 10 MB'],
    ['as heavy as may be', { bytes: 10_485_760 }, null, null],
    ['of unknown weight', { bytes: null }, null, null],
    ['a GIF', { mediaType: 'image/gif' }, 'image/gif', 'PNG, JPEG or WebP pictures'],
    ['a video', { mediaType: 'video/mp4' }, 'video/mp4', 'PNG, JPEG or WebP pictures'],
    ['a JPEG, said at length', { mediaType: 'IMAGE/JPEG; charset=binary' }, null, null],
    ['of unknown type', { mediaType: null }, null, null],
    ['too large', { widthPx: 8000, heightPx: 5001 }, '8000x5001', sized],
    ['as large as may be', { widthPx: 8000, heightPx: 5000 }, null, null],
    ['too long', { widthPx: 16_385, heightPx: 10 }, '16385x10', sized],
    ['of unknown width', { widthPx: null, heightPx: 99_999 }, null, null],
    ['of unknown height', { heightPx: null }, null, null],
  ])('with a picture that is %s', (_which, changes, value, allowed) => {
    const problem = problemOf(edit, [photo, { ...photo, ...changes }]);
    expect(problem).toEqual(value === null ? null : { option: 'image', value, allowed });
  });
});

describe('the size of an edit', () => {
  const sizeOf = (route: Route, image: Partial<SourceImage>, size: string | null = null) => {
    const options = { ...noOptions, size };
    const fit = fitRoute(route, requestOf({ images: [{ ...photo, ...image }], options }));
    return fit.ok && fit.settings.size;
  };

  it('is nearest to the shape of the first picture, unless one is named', () => {
    expect(sizeOf(edit, {})).toEqual({ kind: 'ratio', ratio: '16:9' });
    expect(sizeOf(edit, {}, '1:1')).toEqual({ kind: 'ratio', ratio: '1:1' });
  });

  it.each([{ widthPx: null }, { heightPx: null }, { widthPx: 0 }, { heightPx: 0 }])(
    'is the default model where the shape is not known: %j',
    (image) => {
      expect(sizeOf(edit, image)).toEqual({ kind: 'ratio', ratio: '1:1' });
    },
  );

  it('is the default model where the picture is only looked at', () => {
    expect(sizeOf(either, {})).toEqual({ kind: 'ratio', ratio: '1:1' });
  });
});

describe('the built-in models', () => {
  const catalog = createCatalog(noChanges, new Set<ProviderName>(['runninghub', 'runcomfy']));
  const planOf = (request: GenerationRequest) => admit(request, { catalog, isTroubled: () => false });
  const asked = (model: string, count: number, changes: Partial<GenerationRequest['options']> = {}) =>
    requestOf({ model, images: photos(count), options: { ...noOptions, ...changes } });
  const endpointsOf = (request: GenerationRequest) => planOf(request).quotes.map(({ route }) => route.endpoint);
  const refusalOf = (request: GenerationRequest) => {
    try {
      return endpointsOf(request);
    } catch (error) {
      const { code, facts } = asBotError(error);
      return [code, facts.option, said(facts).allowed];
    }
  };

  it('edit under the same id as they make pictures', () => {
    expect(endpointsOf(asked('flux-2-klein-9b', 1))).toEqual(['rhart-image/f-2-klein-9b/edit']);
    expect(endpointsOf(asked('flux-2-klein-9b', 0))).not.toContain('rhart-image/f-2-klein-9b/edit');
    expect(planOf(asked('flux-2-klein-9b', 1)).quotes[0].settings.size).toEqual({ kind: 'ratio', ratio: 'auto' });
    expect(planOf(asked('seedream-4', 1)).quotes[0].settings.size).toEqual({
      ...{ kind: 'pixels', widthPx: 2816, heightPx: 1584 },
    });
  });

  it('tell what to change, about the command that was used', () => {
    expect(refusalOf(asked('flux-2-klein-9b', 2))).toEqual(['refused.options', 'image', 'one picture']);
    expect(refusalOf(asked('qwen-image-2512', 1))).toEqual([
      ...['refused.options', 'image', 'no picture: this model makes pictures from words only (use /imagine)'],
    ]);
    expect(refusalOf(asked('flux-1-kontext-dev', 0))).toEqual([
      ...['refused.options', 'image', 'a picture: this model only edits (use /edit)'],
    ]);
    const lora = { lora: 'x.safetensors' };
    expect(refusalOf(asked('qwen-image-edit-2511', 1, lora))).toEqual(['rhart-image/qwen-image/edit-2511-lora']);
    expect(refusalOf(asked('qwen-image-edit-2511', 2, lora))).toEqual(['refused.options', 'image', 'one picture']);
    const long = { prompt: 'x'.repeat(2500) };
    expect(refusalOf({ ...asked('wan-2.7', 1), ...long })).toEqual([
      ...['refused.prompt', 'prompt', '1–2048 characters (this one has 2500)'],
    ]);
    expect(refusalOf({ ...asked('wan-2.7', 0), ...long })).toEqual(['alibaba/wan-2.7/text-to-image']);
  });
});
