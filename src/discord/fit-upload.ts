import sharp from 'sharp';
import { BotError } from '../domain/errors.ts';
import type { ImageFile } from '../domain/job.ts';

/** What is tried in turn, from the least visible loss to the last resort. */
const ladder = [
  { quality: 90, scale: 1 },
  { quality: 80, scale: 1 },
  { quality: 65, scale: 1 },
  { quality: 80, scale: 0.7 },
  { quality: 75, scale: 0.5 },
  { quality: 70, scale: 0.3 },
  { quality: 60, scale: 0.15 },
] as const;

/**
 * The picture as Discord takes it here: untouched where it fits, else as WebP of falling quality, then size.
 *
 * @throws {@link BotError} `delivery.too_large` when nothing gets it under `maxBytes`
 */
export async function fitUpload(image: ImageFile, maxBytes: number): Promise<ImageFile> {
  if (image.bytes.byteLength <= maxBytes) return image;
  for (const { quality, scale } of ladder) {
    const smaller = await encode(image, quality, scale);
    if (smaller.bytes.byteLength <= maxBytes) return smaller;
  }
  throw new BotError('delivery.too_large', `${image.bytes.byteLength} bytes do not fit ${maxBytes}`);
}

/** The same picture in other bytes, for a file that Discord does not take as it is. @throws {@link BotError} `delivery.too_large` */
export async function recode(image: ImageFile): Promise<ImageFile> {
  return encode(image, 90, image.format === 'webp' ? 0.9 : 1);
}

async function encode(image: ImageFile, quality: number, scale: number): Promise<ImageFile> {
  const widthPx = Math.max(1, Math.round(image.widthPx * scale));
  try {
    // What moves goes on moving.
    const whole = sharp(image.bytes, { animated: true });
    const scaled = scale === 1 ? whole : whole.resize({ width: widthPx });
    const { data, info } = await scaled.webp({ quality }).toBuffer({ resolveWithObject: true });
    return { bytes: data, format: 'webp', widthPx: info.width, heightPx: info.height };
  } catch (cause) {
    throw new BotError('delivery.too_large', 'too large, and could not be encoded again', {}, cause);
  }
}
