import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkInput } from '#media/check-input.ts';
import { jpegSegments, pngChunks, webpChunks } from '#media/chunks.ts';
import { defaultInputLimits } from '#media/input.ts';
import { picture, pngChunk, pngHeader } from '../support/http/pictures.ts';

const limits = { ...defaultInputLimits, picture: null };
const megabyte = 1_048_576;

function* counted<T>(parts: Iterable<T>, count: { parts: number }): Generator<T> {
  for (const part of parts) {
    count.parts += 1;
    yield part;
  }
}

function numberOf(parts: Iterable<unknown>): number {
  const count = { parts: 0 };
  for (const _ of counted(parts, count));
  return count.parts;
}

/** A valid JPEG whose head is full of segments without content. */
async function jpegOf(marker: number, bytes: number): Promise<Buffer> {
  const jpeg = await picture('jpeg', 48, 48);
  const segment = Buffer.from([0xff, marker, 0, 2]);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.alloc(bytes, segment), jpeg.subarray(2)]);
}

/** A valid WebP that goes on with chunks without content. */
async function webpOf(bytes: number): Promise<Buffer> {
  const webp = await picture('webp', 48, 48);
  const whole = Buffer.concat([webp, Buffer.alloc(bytes, Buffer.from('EXIF\0\0\0\0', 'latin1'))]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

/** A valid PNG with chunks without content before its picture data. */
async function pngOf(bytes: number): Promise<Buffer> {
  const png = await picture('png', 48, 48);
  const empty = pngChunk('tEXt', Buffer.alloc(0));
  return Buffer.concat([png.subarray(0, 33), Buffer.alloc(bytes - (bytes % empty.length), empty), png.subarray(33)]);
}

/** A JPEG whose one scan is repeated. */
async function jpegOfScans(count: number): Promise<Buffer> {
  const jpeg = await picture('jpeg', 64, 64);
  const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]));
  const scans = Array.from({ length: count }, () => jpeg.subarray(scan, -2));
  return Buffer.concat([jpeg.subarray(0, scan), ...scans, jpeg.subarray(-2)]);
}

describe('a picture made to keep Easel busy', () => {
  it.each([
    ['a JPEG of 2.6 million empty comments', () => jpegOf(0xfe, 10 * megabyte - 2000)],
    ['a JPEG of 2.6 million empty notes', () => jpegOf(0xe1, 10 * megabyte - 2000)],
    ['a JPEG of a thousand scans', () => jpegOfScans(1000)],
    ['a WebP of 1.3 million empty chunks', () => webpOf(10 * megabyte - 2000)],
    ['a PNG of 800,000 empty chunks', () => pngOf(10 * megabyte - 2000)],
  ])('is refused as broken: %s', async (_title, make) => {
    const bytes = await make();
    expect(bytes.length).toBeLessThanOrEqual(10 * megabyte);
    await expect(checkInput(bytes, limits)).rejects.toMatchObject({
      code: 'refused.image',
      facts: { reason: 'broken' },
    });
  });

  it('is walked a bounded number of steps, whatever it is made of', async () => {
    expect(numberOf(jpegSegments(await jpegOf(0xfe, megabyte)))).toBe(5_000);
    expect(numberOf(jpegSegments(await jpegOfScans(1000)))).toBeLessThan(200);
    expect(numberOf(webpChunks(await webpOf(megabyte)))).toBe(5_000);
    expect(numberOf(pngChunks(await pngOf(megabyte)))).toBe(50_000);
    expect(numberOf(jpegSegments(Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(megabyte, 0xff)])))).toBe(0);
  });

  it('is told from one with all that cameras and editors write', async () => {
    const jpeg = await jpegOf(0xe1, 4 * 400);
    expect(await checkInput(jpeg, limits)).toMatchObject({ format: 'jpeg', widthPx: 48, isOriginal: false });
    const progressive = await sharp(await picture('png', 600, 400))
      .jpeg({ progressive: true, mozjpeg: true })
      .toBuffer();
    expect(await checkInput(progressive, limits)).toMatchObject({ isOriginal: true });
    // An encoder that writes its data in very small pieces.
    const noise = sharp(Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, at) => (at * 7919) % 251)), {
      raw: { width: 300, height: 300, channels: 3 },
    });
    const png = await noise.png({ compressionLevel: 0 }).toBuffer();
    const data = [...pngChunks(png)].filter(({ type }) => type === 'IDAT');
    const packed = Buffer.concat(data.map(({ dataAt, dataBytes }) => png.subarray(dataAt, dataAt + dataBytes)));
    const pieces = Array.from({ length: Math.ceil(packed.length / 16) }, (_, at) =>
      pngChunk('IDAT', packed.subarray(at * 16, at * 16 + 16)),
    );
    const small = Buffer.concat([pngHeader(300, 300), ...pieces, pngChunk('IEND', Buffer.alloc(0))]);
    expect(pieces.length).toBeGreaterThan(10_000);
    expect(await checkInput(small, limits)).toMatchObject({ widthPx: 300, heightPx: 300 });
  });
});
