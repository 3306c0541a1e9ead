import { endOfImage, jpegSegments, pngChunks, webpBytes, webpChunks, webpHeaderBytes } from './chunks.ts';
import { type InputFile, type InputLimits, type InputProblem, refusedInput } from './input.ts';
import type { StillImage } from './media.ts';
import { type PictureHeader, readHeader } from './picture-headers.ts';
import { decode, fileKindOf, formatOf } from './read-image.ts';
import { rewrite } from './rewrite-picture.ts';

/** A picture within the limits decodes in a second or two; one that takes longer was made to. */
const maxSeconds = 10;
/**
 * Checks a picture that a member wants edited, so that what is handed on is what a service can read: first by its header
 * alone, so that a picture of a billion pixels is never decoded, then to its last row. Services overlook notes on how to display
 * a picture: one that is stored lying, in CMYK, with 16 bits or in another colour space is written upright, in 8-bit sRGB.
 * What it tells besides, such as where it was taken, is taken out.
 *
 * @throws {@link BotError} `refused.image`, and nothing else
 */
export async function checkInput(bytes: Uint8Array, limits: InputLimits): Promise<InputFile> {
  return checkPixels(checkHeader(bytes, limits), limits);
}

/**
 * The second half of {@link checkInput}: decodes what has passed {@link checkHeader}.
 *
 * @throws {@link BotError} `refused.image`, and nothing else
 */
export async function checkPixels(file: StillImage, limits: InputLimits): Promise<InputFile> {
  const { bytes } = file;
  const decoded = await decode(bytes, { maxPixels: limits.maxPixels, maxSeconds });
  if (decoded === null || decoded.widthPx !== file.widthPx || decoded.heightPx !== file.heightPx) {
    throw refusedInput('broken', limits, {}, 'cannot be decoded');
  }
  if (decoded.orientation !== 1 || !decoded.isPlain) {
    return rewrite(file, { formats: [file.format], maxBytes: limits.maxBytes, maxPixels: limits.maxPixels }, limits);
  }
  const stripped = stripPicture(file);
  return { ...file, bytes: stripped, isOriginal: stripped.byteLength === bytes.byteLength };
}

/**
 * What can be said of a picture to edit without decoding it. Width and height are as stored.
 *
 * @throws {@link BotError} `refused.image`, and nothing else
 */
export function checkHeader(bytes: Uint8Array, limits: InputLimits): StillImage {
  if (bytes.byteLength > limits.maxBytes) throw refusedInput('too_many_bytes', limits, { limit: limits.maxBytes });
  const format = formatOf(bytes);
  if (format === null) throw refusedInput('not_a_picture', limits, { value: fileKindOf(bytes) });
  const header = readHeader(bytes, format);
  if (header === null) throw refusedInput('broken', limits, {}, 'no header');
  checkSize(header, limits);
  if (header.isAnimated) throw refusedInput('animated', limits);
  if (!header.isWhole) throw refusedInput('broken', limits, {}, 'not whole');
  return { bytes, format, widthPx: header.widthPx, heightPx: header.heightPx };
}

function checkSize({ widthPx, heightPx }: PictureHeader, limits: InputLimits): void {
  const sides = [widthPx, heightPx];
  if (Math.min(...sides) === 0) throw refusedInput('broken', limits, {}, 'no size');
  const bounds: readonly (readonly [boolean, InputProblem, number])[] = [
    [Math.max(...sides) > limits.maxSidePx, 'side_too_long', limits.maxSidePx],
    [widthPx * heightPx > limits.maxPixels, 'too_many_pixels', limits.maxPixels],
    [Math.min(...sides) < limits.minSidePx, 'side_too_short', limits.minSidePx],
  ];
  const broken = bounds.find(([isBroken]) => isBroken);
  if (broken) throw refusedInput(broken[1], limits, { limit: broken[2], value: `${widthPx}×${heightPx}` });
}

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
