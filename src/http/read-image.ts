import sharp, { type Metadata, type Sharp } from 'sharp';
import type { StillImage } from '../domain/job.ts';
import { fileKindOf } from './file-kind.ts';
import { readHeader } from './picture-headers.ts';

/** 100 megapixels: a picture that claims more is not decoded. */
const maxPixels = 100_000_000;

/** @see decode */
export interface DecodeLimits {
  readonly maxPixels: number;
  /** Whole seconds; 0 for no limit. */
  readonly maxSeconds: number;
}

/** A picture that was decoded to its last row. */
export interface Decoded {
  /** As its rows are stored. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** 1 to 8 as EXIF counts: how it has to be turned to be displayed; 1 is upright. */
  readonly orientation: number;
  /** True for 8 bits per channel in grey or sRGB, by the file's own word: what every service reads alike. */
  readonly isPlain: boolean;
}

/**
 * Reads a picture's type and size from its bytes and decodes it to the last row, so that neither a page of HTML nor half
 * a picture passes. Null where it is not a whole, still PNG, JPEG or WebP.
 */
export async function readImage(bytes: Uint8Array): Promise<StillImage | null> {
  const format = formatOf(bytes);
  if (format === null || readHeader(bytes, format)?.isAnimated) return null;
  const decoded = await decode(bytes, { maxPixels, maxSeconds: 0 });
  return decoded && { bytes, format, widthPx: decoded.widthPx, heightPx: decoded.heightPx };
}

/** By signature, so that only these three decoders ever see the bytes. */
export function formatOf(bytes: Uint8Array): StillImage['format'] | null {
  const kind = fileKindOf(bytes);
  return kind === 'png' || kind === 'jpeg' || kind === 'webp' ? kind : null;
}

/**
 * Decodes a still picture, keeping next to nothing of it. Null where it cannot be, or not within the limits.
 *
 * @param moving what is done with one that moves: null, or its first picture is decoded
 */
export async function decode(
  bytes: Uint8Array,
  limits: DecodeLimits,
  moving: 'none' | 'first' = 'none',
): Promise<Decoded | null> {
  try {
    const metadata = await openPicture(bytes, limits).metadata();
    const { width, height, pages = 1, orientation = 1 } = metadata;
    if (pages > 1 && moving === 'none') return null;
    // Decoders work from top to bottom: whoever gives the last row has read all the others.
    await openPicture(bytes, limits)
      .extract({ left: 0, top: height - 1, width, height: 1 })
      .raw()
      .toBuffer();
    return { widthPx: width, heightPx: height, orientation, isPlain: isPlain(metadata) };
  } catch {
    // sharp throws for whatever it cannot decode; to the caller that is an answer, not a failure.
    return null;
  }
}

const plainSpaces: ReadonlySet<string> = new Set(['srgb', 'b-w']);

/** A profile of another colour space (Adobe RGB, Display P3) is overlooked by services, and the colours come out wrong. */
function isPlain({ space, depth, icc }: Metadata): boolean {
  return plainSpaces.has(space) && depth === 'uchar' && (icc === undefined || isSrgbProfile(icc));
}

const srgbName = 'sRGB';

/** By its description, which is Latin-1 in old profiles and UTF-16 in new ones; a grey profile says how bright, not which colour. */
function isSrgbProfile(icc: Buffer): boolean {
  const isGrey = icc.toString('latin1', 16, 20) === 'GRAY';
  return isGrey || icc.includes(srgbName, 0, 'latin1') || icc.includes(Buffer.from(srgbName, 'utf16le').swap16());
}

/** A picture for sharp, which refuses what is broken or beyond the limits. */
export function openPicture(bytes: Uint8Array, { maxPixels: limitInputPixels, maxSeconds }: DecodeLimits): Sharp {
  return sharp(bytes, { failOn: 'error', limitInputPixels }).timeout({ seconds: maxSeconds });
}
