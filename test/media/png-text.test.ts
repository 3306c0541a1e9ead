import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pngChunks } from '#media/chunks.ts';
import { stripText, writeSettings } from '#media/png-text.ts';
import { noisePicture } from '../discord/support/samples.ts';
import { picture, pngChunk } from '../support/http/pictures.ts';

const typesIn = (png: Uint8Array) => [...pngChunks(png)].map(({ type }) => type);
const pixelsOf = (png: Uint8Array) => sharp(png).raw().toBuffer();

/** The texts as another program reads them. */
async function textsIn(png: Uint8Array): Promise<Readonly<Record<string, string>>> {
  const { comments = [] } = await sharp(png).metadata();
  return Object.fromEntries(comments.map(({ keyword, text }) => [keyword, text]));
}

/** A picture as a service's machinery writes it: all of its workings in the file. */
async function chattyPicture(): Promise<Buffer> {
  const { bytes } = await noisePicture(40, 30);
  const end = bytes.length - 12;
  const texts = [
    pngChunk('tEXt', Buffer.from('prompt\0{"3":{"class_type":"KSampler"}}', 'latin1')),
    pngChunk('tEXt', Buffer.from('parameters\0somebody else', 'latin1')),
    pngChunk('zTXt', Buffer.from('workflow\0\0packed', 'latin1')),
    pngChunk('iTXt', Buffer.from('parameters\0\0\0\0\0theirs')),
    pngChunk('eXIf', Buffer.from('MM\0*\0\0\0\x08\0\0', 'latin1')),
  ];
  const late = pngChunk('tEXt', Buffer.from('workflow\0after the pixels', 'latin1'));
  return Buffer.concat([bytes.subarray(0, 33), ...texts, bytes.subarray(33, end), late, bytes.subarray(end)]);
}

describe('settings in a PNG', () => {
  it('stand right behind the header, and another program reads them', async () => {
    const png = await picture('png');
    const text = 'ein Fuchs, 狐 🦊\nin the snow\nSteps: 20, Size: 48x32';
    const labelled = writeSettings(png, text);
    expect(typesIn(labelled).slice(0, 3)).toEqual(['IHDR', 'tEXt', 'iTXt']);
    expect(await textsIn(labelled)).toMatchObject({ Software: 'Easel', parameters: text });
  });

  it('leave the pixels as they are, and have checksums that are right', async () => {
    const png = await chattyPicture();
    const labelled = writeSettings(png, 'a fox');
    expect(await pixelsOf(labelled)).toEqual(await pixelsOf(png));
    for (const { startsAt, endsAt } of pngChunks(labelled)) {
      const read = Buffer.from(labelled.subarray(endsAt - 4, endsAt)).readUInt32BE(0);
      expect(read).toBe(crc32(labelled.subarray(startsAt + 4, endsAt - 4)));
    }
  });

  it('take the place of everything that the service wrote', async () => {
    const labelled = writeSettings(await chattyPicture(), 'a fox');
    expect(await textsIn(labelled)).toEqual({ Software: 'Easel', parameters: 'a fox' });
    expect(Buffer.from(labelled).toString('latin1')).not.toMatch(/workflow|KSampler|theirs|somebody|eXIf/);
  });

  it('are written once, however often', async () => {
    const once = writeSettings(await picture('png'), 'a fox');
    expect(writeSettings(once, 'a fox')).toEqual(once);
    expect(stripText(once)).toEqual(stripText(await picture('png')));
  });

  it('can be any text', async () => {
    const png = await picture('png');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        const labelled = writeSettings(png, text);
        expect(typesIn(labelled).at(-1)).toBe('IEND');
        const written = [...pngChunks(labelled)].find(({ type }) => type === 'iTXt');
        const data = Buffer.from(labelled.subarray(written?.dataAt, (written?.endsAt ?? 0) - 4)).toString('utf8');
        expect(data).toBe(`parameters\0\0\0\0\0${text.replaceAll('\0', '')}`);
      }),
      { seed: 20_261_123, numRuns: 100 },
    );
  });
});

describe('a PNG without a word', () => {
  it('has its pixels and nothing of what the service wrote', async () => {
    const png = await chattyPicture();
    const bare = stripText(png);
    expect(new Set(typesIn(bare))).toEqual(new Set(typesIn((await noisePicture(40, 30)).bytes)));
    expect(await pixelsOf(bare)).toEqual(await pixelsOf(png));
  });
});

describe('what is no whole PNG', () => {
  it('stays as it is', async () => {
    const png = await chattyPicture();
    const header = pngChunk('tEXt', Buffer.from('a\0b'));
    const headless = Buffer.concat([png.subarray(0, 8), header, png.subarray(33)]);
    for (const bytes of [png.subarray(0, 20), png.subarray(0, -1), headless, await picture('jpeg'), Buffer.alloc(0)]) {
      expect(writeSettings(bytes, 'a fox')).toBe(bytes);
      expect(stripText(bytes)).toBe(bytes);
    }
  });
});
