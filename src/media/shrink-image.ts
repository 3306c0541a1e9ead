import sharp from 'sharp';
import type { ImageFile } from './media.ts';

/** The longest side and the most bytes of a small picture. */
interface SmallBounds {
  readonly sidePx: number;
  readonly bytes: number;
}

/** What is tried in turn. The last one of 256 px is a few kB, whatever the picture shows. */
const ladder = [
  { quality: 80, scale: 1 },
  { quality: 60, scale: 1 },
  { quality: 50, scale: 0.75 },
  { quality: 40, scale: 0.5 },
  { quality: 30, scale: 0.25 },
] as const;

/**
 * The picture as a small WebP, turned as the camera held it and without what the camera wrote (place, time, owner).
 * Null where nothing gets it under the bounds, or it cannot be decoded.
 */
export async function shrinkImage({ bytes }: ImageFile, bounds: SmallBounds): Promise<Uint8Array | null> {
  for (const { quality, scale } of ladder) {
    const side = Math.max(1, Math.round(bounds.sidePx * scale));
    const small = await sharp(bytes)
      .rotate()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .webp({ quality })
      .toBuffer()
      // Read before and found whole; should it fail all the same, that is an answer, not a failure.
      .catch(() => null);
    if (small === null || small.byteLength <= bounds.bytes) return small;
  }
  return null;
}

/** A drawing as a PNG, as few bytes as can be. */
export function drawPng(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg)).png({ compressionLevel: 9 }).toBuffer();
}
