import type { ImageFile } from '../domain/job.ts';
import { isWordy, pngChunks } from '../domain/png-chunks.ts';
import { endOfImage, jpegSegments } from './jpeg-segments.ts';
import { webpBytes, webpChunks, webpHeaderBytes } from './webp-chunks.ts';

/** A stretch of bytes; `to` is behind the last one. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * A whole picture without what it tells besides: a phone's photo says where it was taken and may carry a film behind its
 * end. Pixels, colour profile and all that belongs to decoding stay, byte for byte.
 */
export function stripPicture({ bytes, format }: Pick<ImageFile, 'bytes' | 'format'>): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (format) {
    case 'png':
      return without(buffer, wordsOfPng(buffer));
    case 'jpeg':
      return without(buffer, wordsOfJpeg(buffer));
    case 'webp':
      return stripWebp(buffer);
  }
}

function wordsOfPng(buffer: Buffer): Stretch[] {
  return [...pngChunks(buffer)].flatMap(({ type, startsAt, endsAt }) => [
    ...(isWordy(type) ? [{ from: startsAt, to: endsAt }] : []),
    ...(type === 'IEND' ? [{ from: endsAt, to: buffer.length }] : []),
  ]);
}

/** APP1 (EXIF, XMP), APP13 (IPTC) and comments. Colours need APP2 (ICC) and APP14 (Adobe). */
const wordyMarkers: ReadonlySet<number> = new Set([0xe1, 0xed, 0xfe]);

function wordsOfJpeg(buffer: Buffer): Stretch[] {
  return [...jpegSegments(buffer)].flatMap(({ marker, startsAt, endsAt }) => [
    ...(wordyMarkers.has(marker) ? [{ from: startsAt, to: endsAt }] : []),
    ...(marker === endOfImage ? [{ from: endsAt, to: buffer.length }] : []),
  ]);
}

const wordyChunks: ReadonlySet<string> = new Set(['EXIF', 'XMP ']);
/** In the first byte of `VP8X`: there is EXIF (08), there is XMP (04). */
const wordyFlags = 0x0c;

function stripWebp(buffer: Buffer): Uint8Array {
  const chunks = [...webpChunks(buffer)];
  const words = chunks.filter(({ type }) => wordyChunks.has(type));
  const end = { from: webpBytes(buffer), to: buffer.length };
  const stripped = without(buffer, [...words.map(({ startsAt: from, endsAt: to }) => ({ from, to })), end]);
  if (stripped === buffer) return buffer;
  stripped.writeUInt32LE(stripped.length - 8, 4);
  // The header chunk is always the first.
  const [first] = chunks;
  if (first?.type === 'VP8X') stripped[webpHeaderBytes + 8] = (buffer[first.dataAt] ?? 0) & ~wordyFlags;
  return stripped;
}

/** A copy without these, which are in order; the buffer itself where they are empty. */
function without(buffer: Buffer, stretches: readonly Stretch[]): Buffer {
  const cuts = stretches.filter(({ from, to }) => to > from);
  if (cuts.length === 0) return buffer;
  const begins = [0, ...cuts.map(({ to }) => to)];
  return Buffer.concat(begins.map((begin, index) => buffer.subarray(begin, cuts[index]?.from)));
}
