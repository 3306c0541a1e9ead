import { describe, expect, it } from 'vitest';
import type { LoraChoice, LoraRule } from '#catalog/model.ts';
import { editsEach, editsList, libraryLora, sizeOfPicture } from '#catalog/models/route-rows.ts';
import { encodeBody, encodeImages, encodeLoras } from '#providers/encode.ts';
import { routeOf, settings } from '../support/requests.ts';

const [one, two] = ['https://example.com/1.png', 'data:image/png;base64,AA=='];
const bug = expect.objectContaining({ code: 'bug', facts: expect.objectContaining({ nothingStarted: true }) });

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('the pictures of a body', () => {
  it('go as a list, also when there is one', () => {
    const route = routeOf({ images: editsList('imageUrls', 2) });
    expect(encodeImages(route, [one], 'flat')).toEqual({ imageUrls: [one] });
    expect(encodeImages(route, [one, two], 'flat')).toEqual({ imageUrls: [one, two] });
  });

  it('go each under a key of its own, in either form', () => {
    const route = routeOf({
      images: { ...editsEach(['imageUrl', 'imageUrl2']), nodeKeys: ['57##image', '58##image'] },
    });
    expect(encodeImages(route, [one], 'flat')).toEqual({ imageUrl: one });
    expect(encodeImages(route, [one, two], 'flat')).toEqual({ imageUrl: one, imageUrl2: two });
    expect(encodeImages(route, [one, two], 'nodes')).toEqual({ '57##image': one, '58##image': two });
  });

  it('can be none where the route can do without', () => {
    expect(encodeImages(routeOf(), [], 'flat')).toEqual({});
    expect(encodeImages(routeOf({ images: { ...editsEach(['imageUrl']), isRequired: false } }), [], 'flat')).toEqual(
      {},
    );
  });

  it('are never left out, sent to a route that has no place for them, or made up', () => {
    const each = editsEach(['imageUrl']);
    const wrongs = [
      () => encodeImages(routeOf(), [one], 'flat'),
      () => encodeImages(routeOf({ images: each }), [one, two], 'flat'),
      () => encodeImages(routeOf({ images: each }), [], 'flat'),
      () => encodeImages(routeOf({ images: each }), [one], 'nodes'),
      () => encodeImages(routeOf({ images: { ...each, most: 2 } }), [one, two], 'flat'),
      () => encodeImages(routeOf({ images: editsList('imageUrls', 1) }), [one], 'nodes'),
      () => encodeBody(routeOf({ images: each }), settings, 'flat', [one]),
    ];
    expect(wrongs.map(thrownBy)).toEqual(wrongs.map(() => bug));
  });
});

describe('the LoRAs of a body', () => {
  const [ink, wash]: [LoraChoice, LoraChoice] = [
    { file: 'owner/ink', strength: 0.8 },
    { file: 'https://example.com/wash.safetensors', strength: 0.5 },
  ];
  const list: LoraRule = { ...libraryLora, most: 2, list: { key: 'loras', file: 'path', strength: 'scale' } };

  it('go as a list where the route has one', () => {
    expect(encodeLoras(routeOf({ loras: list }), [ink, wash])).toEqual({
      loras: [
        { path: ink.file, scale: 0.8 },
        { path: wash.file, scale: 0.5 },
      ],
    });
    expect(encodeLoras(routeOf({ loras: list }), [])).toEqual({});
  });

  it('go as a list alone, since there are no other keys for them', () => {
    const body = encodeBody(routeOf({ loras: list }), { ...settings, loras: [ink] }, 'flat');
    expect(body).toEqual({ prompt: settings.prompt, ratio: '1:1', loras: [{ path: ink.file, scale: 0.8 }] });
  });

  it('go under keys of their own elsewhere, which is not said here', () => {
    expect(encodeLoras(routeOf({ loras: libraryLora }), [ink])).toEqual({});
    expect(encodeLoras(routeOf(), [])).toEqual({});
  });

  it('are no more than the route takes', () => {
    expect(thrownBy(() => encodeLoras(routeOf({ loras: libraryLora }), [ink, wash]))).toEqual(bug);
    expect(thrownBy(() => encodeLoras(routeOf({ loras: list }), [ink, wash, ink]))).toEqual(bug);
  });
});

describe('a whole body', () => {
  it('says nothing of the shape where it is that of the picture anyway', () => {
    const route = routeOf({ fields: { prompt: 'prompt' }, sizes: sizeOfPicture, images: editsEach(['image']) });
    const image = { url: one, name: 'x', bytes: null, mediaType: null, widthPx: null, heightPx: null };
    const edit = { ...settings, size: { kind: 'ratio', ratio: 'auto' }, images: [image] } as const;
    expect(encodeBody(route, edit, 'flat', [two])).toEqual({ prompt: settings.prompt, image: two });
    expect(thrownBy(() => encodeBody(route, { ...edit, size: settings.size }, 'flat', [two]))).toEqual(bug);
  });

  it('has the number of pictures as the endpoint wants it', () => {
    const counts = { min: 1, max: 4, default: 1 };
    const route = routeOf({ fields: { prompt: 'p', ratio: 'r', count: 'n' }, counts });
    expect(encodeBody(route, { ...settings, count: 3 }, 'flat')).toMatchObject({ n: 3 });
    expect(encodeBody({ ...route, countAs: 'text' }, { ...settings, count: 3 }, 'flat')).toMatchObject({ n: '3' });
    expect(thrownBy(() => encodeBody(routeOf(), { ...settings, count: 2 }, 'flat'))).toEqual(bug);
  });
});
