import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkInput } from '#media/check-input.ts';
import { defaultInputLimits, type InputFile, inputFormats } from '#media/input.ts';
import { createFitInput, fitInput } from '#media/rewrite-picture.ts';
import { picture } from '../support/http/pictures.ts';

const limits = { ...defaultInputLimits, picture: null };
const roomy = { formats: inputFormats, maxBytes: 10_000_000, maxPixels: 40_000_000 };
const red = (alpha = 1) =>
  sharp({ create: { width: 64, height: 48, channels: 4, background: { r: 220, g: 30, b: 20, alpha } } });
const noise = (width: number, height: number) =>
  sharp(Buffer.from(Array.from({ length: width * height * 3 }, (_, at) => (at * at * 7919) % 251)), {
    raw: { width, height, channels: 3 },
  });

async function checked(bytes: Uint8Array): Promise<InputFile> {
  return checkInput(bytes, limits);
}

/** The colour of a picture's middle, as anything that knows 8-bit sRGB alone reads it. */
async function colourOf({ bytes }: InputFile): Promise<number[]> {
  const { data } = await sharp(bytes).extract({ left: 20, top: 20, width: 1, height: 1 }).removeAlpha().raw().toBuffer({
    resolveWithObject: true,
  });
  return [...data];
}

describe('a picture to edit as it comes', () => {
  it.each([
    ['a JPEG in CMYK', red().flatten().withIccProfile('cmyk').jpeg(), 'jpeg'],
    ['a PNG with 16 bits', red().toColourspace('rgb16').png(), 'png'],
    ['a grey PNG with 16 bits', red().flatten().toColourspace('grey16').png(), 'png'],
    ['a JPEG in Display P3', red().flatten().withIccProfile('p3').jpeg(), 'jpeg'],
    ['a PNG in Display P3', red(0.5).withIccProfile('p3').png(), 'png'],
    ['a WebP in Display P3', red().withIccProfile('p3').webp(), 'webp'],
  ] as const)('goes on in 8-bit sRGB: %s', async (_title, made, format) => {
    const file = await checked(await made.toBuffer());
    expect(file).toMatchObject({ format, widthPx: 64, heightPx: 48, isOriginal: false });
    const { space, depth, icc, width } = await sharp(file.bytes).metadata();
    expect([space === 'srgb' || space === 'b-w', depth, icc, width]).toEqual([true, 'uchar', undefined, 64]);
  });

  it('keeps its colours on the way', async () => {
    const [r = 0, g = 0, b = 0] = await colourOf(
      await checked(await red().flatten().withIccProfile('p3').png().toBuffer()),
    );
    expect([Math.abs(r - 220) < 4, Math.abs(g - 30) < 6, Math.abs(b - 20) < 6]).toEqual([true, true, true]);
  });

  it('goes on as it is where every service reads it alike', async () => {
    for (const made of [
      red().png(),
      red(0.5).png({ palette: true }),
      red().flatten().jpeg(),
      red().flatten().greyscale().jpeg(),
      red().webp(),
      red().flatten().withIccProfile('srgb').jpeg(),
    ]) {
      expect(await checked(await made.toBuffer())).toMatchObject({ isOriginal: true });
    }
  });
});

describe('a picture for an endpoint', () => {
  it('that takes it goes there as it is', async () => {
    const file = await checked(await picture('webp'));
    expect(await fitInput(file, roomy, limits)).toBe(file);
    expect(await createFitInput()(file, roomy, limits)).toBe(file);
  });

  it('that lists JPG and PNG only is no WebP any more, and loses nothing on the way', async () => {
    const target = { ...roomy, formats: ['jpeg', 'png'] as const };
    const webp = await checked(await red(0.5).webp({ lossless: true }).toBuffer());
    const file = await fitInput(webp, target, limits);
    expect(file).toMatchObject({ format: 'png', widthPx: 64, heightPx: 48, isOriginal: false });
    expect((await sharp(file.bytes).metadata()).hasAlpha).toBe(true);
    expect((await sharp(file.bytes).raw().toBuffer()).equals(await sharp(webp.bytes).raw().toBuffer())).toBe(true);
  });

  it('is a JPEG where a PNG would weigh too much, and white where it was seen through', async () => {
    const target = { formats: ['jpeg', 'png'] as const, maxBytes: 40_000, maxPixels: 40_000_000 };
    const photo = await checked(await noise(200, 150).webp({ quality: 60 }).toBuffer());
    const file = await fitInput(photo, target, limits);
    expect(file.format).toBe('jpeg');
    expect(file.bytes.byteLength).toBeLessThanOrEqual(40_000);
    const clear = await checked(await red(0).webp().toBuffer());
    expect(await colourOf(await fitInput(clear, { ...target, formats: ['jpeg'] }, limits))).toEqual([255, 255, 255]);
  });

  it('has no more bytes and pixels than it takes, and keeps its shape', async () => {
    const large = await checked(await noise(400, 300).png().toBuffer());
    const file = await fitInput(large, { formats: ['png'], maxBytes: 60_000, maxPixels: 60_000 }, limits);
    expect(file.bytes.byteLength).toBeLessThanOrEqual(60_000);
    expect(file.widthPx * file.heightPx).toBeLessThanOrEqual(60_000);
    expect(Math.abs(file.widthPx / file.heightPx - 4 / 3)).toBeLessThan(0.03);
    const few = await fitInput(large, { ...roomy, maxPixels: 30_000 }, limits);
    expect([few.widthPx, few.heightPx]).toEqual([200, 150]);
  });

  it('is refused where nothing helps', async () => {
    const file = await checked(await noise(200, 150).jpeg().toBuffer());
    await expect(fitInput(file, { ...roomy, maxBytes: 50 }, { picture: 2 })).rejects.toMatchObject({
      code: 'refused.image',
      facts: { picture: 2, reason: 'too_many_bytes', limit: 50 },
    });
    const broken = { ...file, bytes: file.bytes.subarray(0, 40) };
    await expect(fitInput(broken, { ...roomy, maxBytes: 10 }, limits)).rejects.toMatchObject({
      code: 'refused.image',
      facts: { reason: 'broken' },
    });
  });
});
