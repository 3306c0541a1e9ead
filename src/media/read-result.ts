import { webpBytes } from './chunks.ts';
import type { ImageFile } from './media.ts';
import { readHeader } from './picture-headers.ts';
import { decode, fileKindOf, openPicture, readImage } from './read-image.ts';

/** 100 megapixels: a picture that claims more is not decoded. */
const limits = { maxPixels: 100_000_000, maxSeconds: 30 } as const;
const mostTrailingBytes = 64;
const gifTrailer = 0x3b;

/**
 * Reads a picture that a service has made, by its bytes. What Discord shows stays as it is, moving pictures too; AVIF and TIFF become
 * PNG (of a moving AVIF the first picture). Null where it is no whole picture that can be shown.
 */
export async function readResult(bytes: Uint8Array): Promise<ImageFile | null> {
  const kind = fileKindOf(bytes);
  switch (kind) {
    case 'png':
    case 'webp':
      return readHeader(bytes, kind)?.isAnimated ? readMoving(bytes, kind) : readImage(bytes);
    case 'jpeg':
      return readImage(bytes);
    case 'gif':
      return readMoving(bytes, kind);
    // An AVIF may say that it is a HEIF in general.
    case 'avif':
    case 'heic':
    case 'tiff':
      return asPng(bytes);
    default:
      return null;
  }
}

/** Only the first picture is decoded: all of them may be more than the memory holds. */
async function readMoving(bytes: Uint8Array, format: 'png' | 'webp' | 'gif'): Promise<ImageFile | null> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = isWhole(buffer, format) ? await decode(bytes, limits, 'first') : null;
  return first && { bytes, format, widthPx: first.widthPx, heightPx: first.heightPx };
}

/** It goes on to its own end, behind which little may follow. */
function isWhole(buffer: Buffer, format: 'png' | 'webp' | 'gif'): boolean {
  if (format === 'webp') return webpBytes(buffer) <= buffer.length;
  const endAt = format === 'png' ? buffer.lastIndexOf('IEND') : buffer.lastIndexOf(gifTrailer);
  return endAt >= 0 && buffer.length - endAt <= mostTrailingBytes;
}

async function asPng(bytes: Uint8Array): Promise<ImageFile | null> {
  try {
    const picture = openPicture(bytes, limits).autoOrient().toColourspace('srgb').png();
    const { data, info } = await picture.toBuffer({ resolveWithObject: true });
    return { bytes: data, format: 'png', widthPx: info.width, heightPx: info.height };
  } catch {
    // sharp throws for whatever it cannot decode; to the caller that is an answer, not a failure.
    return null;
  }
}
