import sharp from 'sharp';
import { BotError } from '#core/errors.ts';
import type { ImageFile } from './media.ts';

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
 * The picture as Discord takes it here: untouched where it fits, else as WebP of falling quality, then size. Of an animation
 * that fits in no size the first frame is left.
 *
 * @throws {@link BotError} `delivery.too_large` when nothing gets it under `maxBytes`
 */
export async function fitUpload(image: ImageFile, maxBytes: number): Promise<ImageFile> {
  if (image.bytes.byteLength <= maxBytes) return image;
  const fitted = (await climbDown(image, maxBytes)) ?? (await firstFrame(image, maxBytes));
  if (fitted !== null) return fitted;
  throw new BotError('delivery.too_large', `${image.bytes.byteLength} bytes do not fit ${maxBytes}`);
}

async function climbDown(image: ImageFile, maxBytes: number): Promise<ImageFile | null> {
  for (const { quality, scale } of ladder) {
    const smaller = await encode(image, quality, scale);
    if (smaller.bytes.byteLength <= maxBytes) return smaller;
  }
  return null;
}

/** Null for a picture that does not move, and where even one frame does not fit. */
async function firstFrame(image: ImageFile, maxBytes: number): Promise<ImageFile | null> {
  const { pages = 1 } = await sharp(image.bytes).metadata();
  if (pages === 1) return null;
  const bytes = await sharp(image.bytes).png().toBuffer();
  return climbDown({ ...image, bytes, format: 'png', isFirstFrame: true }, maxBytes);
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
    const { isFirstFrame = false } = image;
    const still = isFirstFrame ? { isFirstFrame } : {};
    return { bytes: data, format: 'webp', widthPx: info.width, heightPx: info.pageHeight ?? info.height, ...still };
  } catch (cause) {
    throw new BotError('delivery.too_large', 'too large, and could not be encoded again', {}, cause);
  }
}
