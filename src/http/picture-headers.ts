import type { ImageFile } from '../domain/job.ts';
import { pngChunks } from '../domain/png-chunks.ts';

/** What a picture says of itself, read without decoding it. */
export interface PictureHeader {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly isAnimated: boolean;
  /** It has picture data, and goes on to its own end. */
  readonly isWhole: boolean;
}

type Size = Pick<PictureHeader, 'widthPx' | 'heightPx'>;

/** Reads the header of a picture of this format; null where it has none. Never throws. */
export function readHeader(bytes: Uint8Array, format: ImageFile['format']): PictureHeader | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (format) {
    case 'png':
      return readPng(buffer);
    case 'jpeg':
      return readJpeg(buffer);
    case 'webp':
      return readWebp(buffer);
  }
}

const ihdrBytes = 13;

/** An animated PNG says so with `acTL`; decoders that do not know that chunk see a still picture. */
function readPng(buffer: Buffer): PictureHeader | null {
  let size: Size | null = null;
  const types = new Set<string>();
  for (const { type, dataAt, dataBytes } of pngChunks(buffer)) {
    if (size === null) {
      if (type !== 'IHDR' || dataBytes !== ihdrBytes) return null;
      size = { widthPx: buffer.readUInt32BE(dataAt), heightPx: buffer.readUInt32BE(dataAt + 4) };
    }
    types.add(type);
  }
  return size && { ...size, isAnimated: types.has('acTL'), isWhole: types.has('IDAT') && types.has('IEND') };
}

const endOfImage = 0xd9;
const startOfScan = 0xda;
/** C0 to CF begin a frame, except these: tables (C4), an extension (C8), arithmetic coding (CC). */
const noFrames: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc]);

/** Goes from marker to marker, so that a thumbnail inside a segment is not taken for the picture. */
function readJpeg(buffer: Buffer): PictureHeader | null {
  let size: Size | null = null;
  let hasScan = false;
  let hasEnd = false;
  for (const { marker, at } of jpegSegments(buffer)) {
    size ??= isFrame(marker) ? frameSize(buffer, at) : null;
    hasScan ||= marker === startOfScan;
    hasEnd = marker === endOfImage;
  }
  return size && { ...size, isAnimated: false, isWhole: hasScan && hasEnd };
}

/** Each begins at its marker; the end of the picture is the last one. */
function* jpegSegments(buffer: Buffer): Generator<{ readonly marker: number; readonly at: number }, void> {
  let at = nextMarker(buffer, 2);
  while (at !== null) {
    const marker = buffer[at + 1] ?? 0;
    yield { marker, at };
    if (marker === endOfImage || at + 4 > buffer.length) return;
    at = nextMarker(buffer, at + 2 + buffer.readUInt16BE(at + 2));
  }
}

function frameSize(buffer: Buffer, at: number): Size | null {
  if (at + 9 > buffer.length) return null;
  return { widthPx: buffer.readUInt16BE(at + 7), heightPx: buffer.readUInt16BE(at + 5) };
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !noFrames.has(marker);
}

/** The next marker that begins a segment or ends the picture; what lies in between is picture data. */
function nextMarker(buffer: Buffer, from: number): number | null {
  let at = buffer.indexOf(0xff, from);
  while (at >= 0 && at + 1 < buffer.length) {
    const marker = buffer[at + 1] ?? 0;
    const isRestart = marker >= 0xd0 && marker <= 0xd7;
    if (marker > 0x01 && marker !== 0xff && !isRestart) return at;
    at = buffer.indexOf(0xff, at + 1);
  }
  return null;
}

const animationFlag = 0x02;
/** Enough of a chunk to hold any of the three sizes. */
const sizeBytes = 10;

/** @see https://developers.google.com/speed/webp/docs/riff_container, read 2026-11 */
function readWebp(buffer: Buffer): PictureHeader | null {
  let size: Size | null = null;
  let isAnimated = false;
  let hasData = false;
  let at = 12;
  while (at + 8 + sizeBytes <= buffer.length) {
    const type = buffer.toString('latin1', at, at + 4);
    size ??= webpSize(buffer, type, at + 8);
    isAnimated ||= isMoving(buffer, type, at + 8);
    hasData ||= type === 'VP8 ' || type === 'VP8L';
    const dataBytes = buffer.readUInt32LE(at + 4);
    at += 8 + dataBytes + (dataBytes % 2);
  }
  const endsAt = buffer.length < 12 ? Number.POSITIVE_INFINITY : 8 + buffer.readUInt32LE(4);
  return size && { ...size, isAnimated, isWhole: hasData && endsAt <= buffer.length };
}

function isMoving(buffer: Buffer, type: string, dataAt: number): boolean {
  return type === 'ANIM' || type === 'ANMF' || (type === 'VP8X' && (buffer.readUInt8(dataAt) & animationFlag) !== 0);
}

function webpSize(buffer: Buffer, type: string, dataAt: number): Size | null {
  switch (type) {
    case 'VP8X':
      return { widthPx: buffer.readUIntLE(dataAt + 4, 3) + 1, heightPx: buffer.readUIntLE(dataAt + 7, 3) + 1 };
    case 'VP8 ':
      return {
        widthPx: buffer.readUInt16LE(dataAt + 6) & 0x3fff,
        heightPx: buffer.readUInt16LE(dataAt + 8) & 0x3fff,
      };
    case 'VP8L': {
      const bits = buffer.readUInt32LE(dataAt + 1);
      return { widthPx: (bits & 0x3fff) + 1, heightPx: ((bits >>> 14) & 0x3fff) + 1 };
    }
    default:
      return null;
  }
}
