import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readResult } from '#media/read-result.ts';
import { animatedWebp, picture, pngWithChunk } from '../support/http/pictures.ts';

async function moving(format: 'gif' | 'webp'): Promise<Buffer> {
  return sharp(await animatedWebp(), { animated: true })
    .toFormat(format)
    .toBuffer();
}

describe('a picture that a service has made', () => {
  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('stays as it is when it is a %s', async (format) => {
    const bytes = await picture(format);
    expect(await readResult(bytes)).toEqual({ bytes, format, widthPx: 48, heightPx: 32 });
  });

  it.each(['gif', 'webp'] as const)('goes on moving when it is a moving %s', async (format) => {
    const bytes = await moving(format);
    expect(await readResult(bytes)).toEqual({ bytes, format, widthPx: 48, heightPx: 32 });
  });

  it('stays as it is when it is a moving PNG', async () => {
    const bytes = await pngWithChunk('acTL', '\0\0\0\x02\0\0\0\0');
    expect(await readResult(bytes)).toEqual({ bytes, format: 'png', widthPx: 48, heightPx: 32 });
  });

  it('becomes a PNG when it is an AVIF, also one that calls itself HEIF', async () => {
    const avif = await sharp(await picture('png'))
      .avif()
      .toBuffer();
    const general = Buffer.from(avif);
    general.write('mif1', 8, 'latin1');
    for (const bytes of [avif, general]) {
      const result = await readResult(bytes);
      expect(result).toMatchObject({ format: 'png', widthPx: 48, heightPx: 32 });
      expect(await sharp(result?.bytes).metadata()).toMatchObject({ format: 'png', width: 48, depth: 'uchar' });
    }
  });

  it('becomes a PNG of 8 bits when it is a TIFF', async () => {
    const result = await readResult(await picture('tiff'));
    expect(await sharp(result?.bytes).metadata()).toMatchObject({ format: 'png', depth: 'uchar' });
  });

  it.each(['png', 'jpeg', 'webp', 'gif', 'tiff'] as const)('is none when it is half a %s', async (format) => {
    const bytes = await picture(format, 400, 300);
    expect(await readResult(bytes.subarray(0, bytes.length / 2))).toBeNull();
  });

  it('is none when it is half a moving picture or half an AVIF', async () => {
    const avif = await sharp(await picture('png', 400, 300))
      .avif()
      .toBuffer();
    for (const bytes of [await moving('gif'), await moving('webp'), avif]) {
      expect(await readResult(bytes.subarray(0, bytes.length - 80))).toBeNull();
    }
  });

  it.each(['', '<html></html>', '{"text":"done"}', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'])(
    'is none when it is %j',
    async (text) => {
      expect(await readResult(Buffer.from(text))).toBeNull();
    },
  );

  it('is none when it has more than 100 megapixels', async () => {
    expect(await readResult(await picture('gif', 10_001, 10_000))).toBeNull();
  });
});
