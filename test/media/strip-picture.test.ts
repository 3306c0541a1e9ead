import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkInput, stripPicture } from '#media/check-input.ts';
import { defaultInputLimits } from '#media/input.ts';
import { picture, pngWithChunk } from '../support/http/pictures.ts';

const formats = ['png', 'jpeg', 'webp'] as const;
const film = Buffer.from('a film of the same moment');

/** As a phone takes it: with a profile, a place, words and a film behind its end. */
async function tellingPicture(format: (typeof formats)[number]): Promise<Buffer> {
  const bytes = await sharp(await picture('png'))
    .withIccProfile('p3')
    .withExif({ IFD0: { Copyright: 'Nora' }, IFD3: { GPSLatitude: '52/1 31/1 0/1' } })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>Berlin</place></x:xmpmeta>')
    .toFormat(format)
    .toBuffer();
  return Buffer.concat([bytes, film]);
}

describe('a picture that tells more than it shows', () => {
  it.each(formats)('keeps its pixels and its colour profile alone, as a %s', async (format) => {
    const bytes = await tellingPicture(format);
    expect(bytes.toString('latin1')).toMatch(/Nora.*film/s);
    const stripped = stripPicture({ bytes, format });
    const told = await sharp(stripped).metadata();
    expect(told.icc).toEqual((await sharp(bytes).metadata()).icc);
    expect([told.exif, told.xmp, told.comments]).toEqual([undefined, undefined, undefined]);
    expect(Buffer.from(stripped).toString('latin1')).not.toMatch(/Nora|Berlin|film/);
    expect(await sharp(stripped).raw().toBuffer()).toEqual(await sharp(bytes).raw().toBuffer());
  });

  it.each(formats)('is handed on without it, as a %s', async (format) => {
    const { bytes, isOriginal } = await checkInput(await tellingPicture(format), defaultInputLimits);
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/Nora|Berlin|film/);
    expect(isOriginal).toBe(false);
    expect(await checkInput(bytes, defaultInputLimits)).toMatchObject({ bytes, isOriginal: true });
  });

  it.each(['tEXt', 'caBX', 'tIME', 'prVt'])('loses all but pixels and colours: a PNG its %s', async (type) => {
    const bytes = await pngWithChunk(type, 'place\0Berlin');
    expect(stripPicture({ bytes, format: 'png' })).toEqual(await picture('png'));
  });

  it.each([
    ['APP0 that is no JFIF', 0xe0, 'JFXX\0Nora'],
    ['APP2 that is no profile', 0xe2, 'MPF\0Nora'],
    ['APP11 with C2PA', 0xeb, 'JP\0\0jumb Nora'],
    ['APP14 that is not of Adobe', 0xee, 'Nora'],
    ['APP15', 0xef, 'Nora'],
    ['comment', 0xfe, 'Nora'],
  ])('loses all but pixels and colours: a JPEG its %s', async (_, marker, content) => {
    const bytes = await picture('jpeg');
    const segment = Buffer.from([0xff, marker, 0, content.length + 2, ...Buffer.from(content)]);
    const told = Buffer.concat([bytes.subarray(0, 2), segment, bytes.subarray(2)]);
    expect(stripPicture({ bytes: told, format: 'jpeg' })).toEqual(bytes);
  });

  it('loses all but pixels and colours: a WebP its chunks that nobody needs', async () => {
    const bytes = await picture('webp');
    const told = Buffer.concat([bytes, Buffer.from('C2PA\x04\0\0\0Nora', 'latin1')]);
    told.writeUInt32LE(told.length - 8, 4);
    expect(stripPicture({ bytes: told, format: 'webp' })).toEqual(bytes);
  });

  it('keeps what the colours of a JPEG need', async () => {
    const bytes = await sharp(await picture('png'))
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer();
    expect(bytes.includes('Adobe')).toBe(true);
    expect(stripPicture({ bytes, format: 'jpeg' })).toEqual(bytes);
  });
});

describe('a picture that tells nothing', () => {
  it.each(formats)('stays as it is, as a %s', async (format) => {
    const bytes = await picture(format);
    expect(stripPicture({ bytes, format })).toEqual(bytes);
    const long = Buffer.concat([bytes, film]);
    expect(stripPicture({ bytes: long, format })).toEqual(bytes);
  });
});

describe('whatever is done to a picture', () => {
  it('taking its words out throws nothing', async () => {
    const originals = await Promise.all(
      formats.map(async (format) => ({ format, bytes: await tellingPicture(format) })),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...originals),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
        fc.nat(),
        ({ format, bytes }, changes, cut) => {
          const changed = Buffer.from(bytes);
          for (const [at, value] of changes) changed[12 + (at % (changed.length - 12))] = value;
          const shown = changed.subarray(0, 12 + (cut % (changed.length - 11)));
          expect(stripPicture({ bytes: shown, format }).byteLength).toBeLessThanOrEqual(shown.length);
        },
      ),
      { seed: 20_261_124, numRuns: 500 },
    );
  });
});
