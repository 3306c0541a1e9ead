import { crc32 } from 'node:zlib';
import sharp from 'sharp';

const square = (widthPx: number, heightPx = widthPx) => ({
  create: { width: widthPx, height: heightPx, channels: 3 as const, background: { r: 40, g: 90, b: 160 } },
});

/** A still picture in one of the three formats, 48 x 32 unless said otherwise. */
export async function picture(
  format: 'png' | 'jpeg' | 'webp' | 'gif' | 'tiff',
  widthPx = 48,
  heightPx = 32,
): Promise<Buffer> {
  return sharp(square(widthPx, heightPx)).toFormat(format).toBuffer();
}

/** A WebP of two frames. */
export async function animatedWebp(): Promise<Buffer> {
  const frames = [await picture('png'), await sharp(square(48, 32)).negate().png().toBuffer()];
  return sharp(frames, { join: { animated: true } })
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer();
}

/** A PNG with a chunk of this name put in before its picture data. */
export async function pngWithChunk(type: string, content: string): Promise<Buffer> {
  const png = await picture('png');
  const headerEnd = 8 + 25;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const chunk = Buffer.concat([length, Buffer.from(type + content, 'latin1'), Buffer.alloc(4)]);
  return Buffer.concat([png.subarray(0, headerEnd), chunk, png.subarray(headerEnd)]);
}

/** A PNG that is nothing but its signature and a header, of as many pixels as you like. */
export function pngHeader(widthPx: number, heightPx: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), pngChunk('IHDR', header)]);
}

/** One chunk, with its checksum. */
export function pngChunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.byteLength, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A picture that is displayed 48 px wide and 32 px high, stored as EXIF has it in its `orientation`. */
export async function lyingPicture(format: 'png' | 'jpeg' | 'webp', orientation: number): Promise<Buffer> {
  const isTurned = orientation > 4;
  const stored = sharp({
    create: { width: isTurned ? 32 : 48, height: isTurned ? 48 : 32, channels: 3, background: { r: 200, g: 0, b: 0 } },
  });
  return stored.withMetadata({ orientation }).toFormat(format).toBuffer();
}
