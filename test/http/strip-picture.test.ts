import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { defaultInputLimits } from '../../src/domain/input.ts';
import { checkInput } from '../../src/http/check-input.ts';
import { stripPicture } from '../../src/http/strip-picture.ts';
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
    const { bytes } = await checkInput(await tellingPicture(format), defaultInputLimits);
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/Nora|Berlin|film/);
    expect((await checkInput(bytes, defaultInputLimits)).bytes).toEqual(bytes);
  });

  it('loses its texts, too', async () => {
    const bytes = await pngWithChunk('tEXt', 'place\0Berlin');
    expect(stripPicture({ bytes, format: 'png' })).toEqual(await picture('png'));
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
