import { endOfImage, jpegSegments, pngChunks, webpBytes, webpChunks, webpHeaderBytes } from './chunks.ts';
import type { StillImage } from './media.ts';

/** A stretch of bytes; `to` is behind the last one. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * A whole picture without what it tells besides: a phone's photo says where it was taken and may carry a film behind its
 * end. Pixels, colour profile and all that belongs to decoding stay, byte for byte.
 */
export function stripPicture({ bytes, format }: Pick<StillImage, 'bytes' | 'format'>): Uint8Array {
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

/** What pixels, colours and their proportions need. All else tells something: texts, places, times, `caBX` (C2PA: who made it). */
const pngTypes: ReadonlySet<string> = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'pHYs'],
  ...['cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP', 'mDCV', 'cLLI'],
]);

function wordsOfPng(buffer: Buffer): Stretch[] {
  return [...pngChunks(buffer)].flatMap(({ type, startsAt, endsAt }) => [
    ...(pngTypes.has(type) ? [] : [{ from: startsAt, to: endsAt }]),
    ...(type === 'IEND' ? [{ from: endsAt, to: buffer.length }] : []),
  ]);
}

/** What decoders read of APP0 to APP15, by how it begins. The others tell something: EXIF, XMP, IPTC, APP11 (C2PA), small copies. */
const jpegNotes: ReadonlyMap<number, string> = new Map([
  [0xe0, 'JFIF\0'],
  [0xe2, 'ICC_PROFILE\0'],
  [0xee, 'Adobe'],
]);
const comment = 0xfe;

function wordsOfJpeg(buffer: Buffer): Stretch[] {
  return [...jpegSegments(buffer)].flatMap(({ marker, startsAt, endsAt }) => [
    ...(isWordy(marker, buffer.subarray(startsAt + 4, endsAt)) ? [{ from: startsAt, to: endsAt }] : []),
    ...(marker === endOfImage ? [{ from: endsAt, to: buffer.length }] : []),
  ]);
}

function isWordy(marker: number, content: Buffer): boolean {
  if (marker === comment) return true;
  const begin = jpegNotes.get(marker);
  return (
    marker >= 0xe0 && marker <= 0xef && (begin === undefined || content.toString('latin1', 0, begin.length) !== begin)
  );
}

/** The others tell something: EXIF, XMP, C2PA. */
const webpTypes: ReadonlySet<string> = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ICCP']);
/** In the first byte of `VP8X`: there is EXIF (08), there is XMP (04). */
const wordyFlags = 0x0c;

function stripWebp(buffer: Buffer): Uint8Array {
  const chunks = [...webpChunks(buffer)];
  const words = chunks.filter(({ type }) => !webpTypes.has(type));
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
