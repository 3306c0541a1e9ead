import { describe, expect, it } from 'vitest';
import { readImage } from '#media/read-image.ts';
import { animatedWebp, picture, pngWithChunk } from '../support/http/pictures.ts';

describe('readImage', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('reads type and size of a %s from its bytes', async (format) => {
    const bytes = await picture(format);
    expect(await readImage(bytes)).toEqual({ bytes, format, widthPx: 48, heightPx: 32 });
  });

  it.each(['png', 'jpeg', 'webp'] as const)('refuses half a %s', async (format) => {
    const bytes = await picture(format, 400, 300);
    expect(await readImage(bytes.subarray(0, bytes.length / 2))).toBeNull();
  });

  it.each(['gif', 'tiff'] as const)('refuses a %s', async (format) => {
    expect(await readImage(await picture(format))).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['a page', '<!doctype html><title>502</title>'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['JSON', '{"code":404}'],
  ])('refuses %s', async (_name, text) => {
    expect(await readImage(Buffer.from(text))).toBeNull();
  });

  it('refuses an animated WebP', async () => {
    expect(await readImage(await animatedWebp())).toBeNull();
  });

  it('refuses an animated PNG, but not one that only speaks of it', async () => {
    expect(await readImage(await pngWithChunk('acTL', '\0\0\0\x02\0\0\0\0'))).toBeNull();
    expect(await readImage(await pngWithChunk('teSt', 'acTL'))).toMatchObject({ format: 'png' });
  });

  it('refuses a PNG that ends before its picture data', async () => {
    const bytes = await picture('png');
    expect(await readImage(bytes.subarray(0, 33))).toBeNull();
  });

  it('refuses a picture of more than 100 megapixels', async () => {
    expect(await readImage(await picture('png', 10_001, 10_000))).toBeNull();
  });
});
