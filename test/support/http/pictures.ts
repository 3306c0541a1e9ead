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
