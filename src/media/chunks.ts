/** A whole chunk of a PNG or a WebP; places are bytes from the file's begin. */
export interface Chunk {
  /** Four characters: `IHDR`, `tEXt`, `VP8 `, … */
  readonly type: string;
  /** Of the length of a PNG's chunk, of the type of a WebP's. */
  readonly startsAt: number;
  readonly dataAt: number;
  readonly dataBytes: number;
  /** Behind its checksum or padding. */
  readonly endsAt: number;
}

/** What a PNG file begins with, in bytes. @see https://www.w3.org/TR/png-3/#5PNG-file-signature, read 2026-11 */
export const pngSignature: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The largest length that the format allows. */
const maxDataBytes = 0x7fff_ffff;
const typeAfter = 4;
const dataAfter = 8;
const checksumBytes = 4;
/** More than any encoder writes. A file of empty chunks would keep the one thread busy for seconds. */
const mostPngChunks = 50_000;

/** Chunks that hold words: also where a camera writes the place, and a service how its whole machinery was set up. */
const wordyTypes: ReadonlySet<string> = new Set(['tEXt', 'zTXt', 'iTXt', 'eXIf']);

/** True for a chunk that holds words, and is of no use for decoding. */
export function isWordy(type: Chunk['type']): boolean {
  return wordyTypes.has(type);
}

/**
 * The chunks of a PNG in their order, `IEND` being the last; ends before one that is not whole, and after {@link mostPngChunks}.
 * Nothing for what is no PNG.
 * Checksums are not looked at.
 */
export function* pngChunks(bytes: Uint8Array): Generator<Chunk, void> {
  if (pngSignature.some((byte, at) => bytes[at] !== byte)) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let startsAt = pngSignature.length;
  for (let count = 0; count < mostPngChunks && startsAt + dataAfter + checksumBytes <= bytes.byteLength; count += 1) {
    const dataBytes = view.getUint32(startsAt);
    const dataAt = startsAt + dataAfter;
    const endsAt = dataAt + dataBytes + checksumBytes;
    if (dataBytes > maxDataBytes || endsAt > bytes.byteLength) return;
    const type = String.fromCharCode(...bytes.subarray(startsAt + typeAfter, dataAt));
    yield { type, startsAt, dataAt, dataBytes, endsAt };
    if (type === 'IEND') return;
    startsAt = endsAt;
  }
}

/** A piece of a JPEG; places are bytes from the file's begin. */
interface JpegSegment {
  /** The byte that follows the `FF`. */
  readonly marker: number;
  /** Of the `FF`. */
  readonly startsAt: number;
  /** Behind its own content; picture data may follow up to the next segment. May lie beyond the file's end. */
  readonly endsAt: number;
}

/** The marker at the end of the picture. */
export const endOfImage = 0xd9;
/** The marker before picture data. */
export const startOfScan = 0xda;

/** A photo with all that a camera writes has some hundred; a progressive one a dozen scans, each decoded over the whole picture. */
const mostSegments = 5_000;
const mostScans = 100;

/**
 * The segments of a JPEG in their order, the end of the picture being the last; ends early where the file does. Goes from
 * marker to marker, so that a thumbnail inside a segment is not taken for the picture. Ends without an end of the picture after
 * {@link mostSegments} or {@link mostScans}.
 *
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B, read 2026-11
 */
export function* jpegSegments(buffer: Buffer): Generator<JpegSegment, void> {
  let startsAt = nextMarker(buffer, 2);
  let scans = 0;
  for (let count = 0; count < mostSegments && scans <= mostScans && startsAt !== null; count += 1) {
    const marker = buffer[startsAt + 1] ?? 0;
    if (marker === startOfScan) scans += 1;
    const contentAt = startsAt + 2;
    const isLast = marker === endOfImage || contentAt + 2 > buffer.length;
    const endsAt = isLast ? contentAt : contentAt + buffer.readUInt16BE(contentAt);
    yield { marker, startsAt, endsAt };
    startsAt = isLast ? null : nextMarker(buffer, endsAt);
  }
}

/** The next marker that begins a segment or ends the picture; what lies in between is picture data. */
function nextMarker(buffer: Buffer, from: number): number | null {
  // Byte by byte: where every second byte is FF, a search for each of them takes fifty times as long.
  for (let at = from; at + 1 < buffer.length; at += 1) {
    if (buffer[at] === 0xff && isMarker(buffer[at + 1] ?? 0)) return at;
  }
  return null;
}

/** Not stuffing, fill bytes or a restart inside picture data. */
function isMarker(code: number): boolean {
  const isRestart = code >= 0xd0 && code <= 0xd7;
  return code > 0x01 && code !== 0xff && !isRestart;
}

/** Where the first chunk of a WebP begins. */
export const webpHeaderBytes = 12;

/** A still picture has half a dozen, an animation one per frame. */
const mostWebpChunks = 5_000;

/** How long a WebP says it is, which may be more than there is. */
export function webpBytes(buffer: Buffer): number {
  return buffer.readUInt32LE(4) + 8;
}

/**
 * The chunks of a WebP in their order; ends before one that is not whole, and after {@link mostWebpChunks}.
 *
 * @see https://developers.google.com/speed/webp/docs/riff_container, read 2026-11
 */
export function* webpChunks(buffer: Buffer): Generator<Chunk, void> {
  const length = Math.min(buffer.length, webpBytes(buffer));
  let startsAt = webpHeaderBytes;
  for (let count = 0; count < mostWebpChunks && startsAt + 8 <= length; count += 1) {
    const dataAt = startsAt + 8;
    const dataBytes = buffer.readUInt32LE(startsAt + 4);
    const endsAt = dataAt + dataBytes + (dataBytes % 2);
    if (dataAt + dataBytes > length) return;
    yield { type: buffer.toString('latin1', startsAt, startsAt + 4), startsAt, dataAt, dataBytes, endsAt };
    startsAt = endsAt;
  }
}
