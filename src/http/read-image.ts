import sharp from 'sharp';
import type { ImageFile } from '../domain/job.ts';

/** 100 megapixels: a picture that claims more is not decoded. */
const maxPixels = 100_000_000;

type Format = ImageFile['format'];

/**
 * Reads a picture's type and size from its bytes and decodes it to the last row, so that neither a page of HTML nor half
 * a picture passes. Null where it is not a whole, still PNG, JPEG or WebP.
 */
export async function readImage(bytes: Uint8Array): Promise<ImageFile | null> {
  const format = formatOf(bytes);
  if (format === null || isAnimatedPng(bytes, format)) return null;
  try {
    const { width, height, pages = 1 } = await open(bytes).metadata();
    if (pages > 1) return null;
    // Decoders work from top to bottom: whoever gives the last row has read all the others.
    await open(bytes)
      .extract({ left: 0, top: height - 1, width, height: 1 })
      .raw()
      .toBuffer();
    return { bytes, format, widthPx: width, heightPx: height };
  } catch {
    // sharp throws for whatever it cannot decode; to the caller that is an answer, not a failure.
    return null;
  }
}

function open(bytes: Uint8Array) {
  return sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels });
}

/** By signature, so that only these three decoders ever see the bytes. */
function formatOf(bytes: Uint8Array): Format | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'webp' : null;
}

/** An animated PNG names its frames (`acTL`) before the first picture data (`IDAT`); decoders that do not know it see a still one. */
function isAnimatedPng(bytes: Uint8Array, format: Format): boolean {
  if (format !== 'png') return false;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunkOverhead = 12;
  let at = 8;
  while (at + chunkOverhead <= buffer.length) {
    const type = buffer.toString('latin1', at + 4, at + 8);
    if (type === 'acTL') return true;
    if (type === 'IDAT') return false;
    at += chunkOverhead + buffer.readUInt32BE(at);
  }
  return false;
}
