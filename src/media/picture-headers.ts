import { type Chunk, endOfImage, jpegSegments, pngChunks, startOfScan, webpBytes, webpChunks } from './chunks.ts';
import type { StillImage } from './media.ts';

/** What a picture says of itself, read without decoding it. */
export interface PictureHeader {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly isAnimated: boolean;
  /** It has picture data, and goes on to its own end. */
  readonly isWhole: boolean;
}

type Size = Pick<PictureHeader, 'widthPx' | 'heightPx'>;

/** Reads the header of a picture that begins as this format does; null where it has none. Never throws. */
export function readHeader(bytes: Uint8Array, format: StillImage['format']): PictureHeader | null {
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

/** C0 to CF begin a frame, except these: tables (C4), an extension (C8), arithmetic coding (CC). */
const noFrames: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc]);

function readJpeg(buffer: Buffer): PictureHeader | null {
  let size: Size | null = null;
  let hasScan = false;
  let hasEnd = false;
  for (const { marker, startsAt } of jpegSegments(buffer)) {
    size ??= isFrame(marker) ? frameSize(buffer, startsAt) : null;
    hasScan ||= marker === startOfScan;
    hasEnd = marker === endOfImage;
  }
  return size && { ...size, isAnimated: false, isWhole: hasScan && hasEnd };
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !noFrames.has(marker);
}

function frameSize(buffer: Buffer, at: number): Size | null {
  if (at + 9 > buffer.length) return null;
  return { widthPx: buffer.readUInt16BE(at + 7), heightPx: buffer.readUInt16BE(at + 5) };
}

const animationFlag = 0x02;
/** Enough to hold the size in each of the three chunks that have one. */
const sizeBytes = 10;

function readWebp(buffer: Buffer): PictureHeader | null {
  let size: Size | null = null;
  let isAnimated = false;
  let hasData = false;
  let endsAt = 0;
  for (const chunk of webpChunks(buffer)) {
    endsAt = chunk.endsAt;
    size ??= webpSize(buffer, chunk);
    isAnimated ||= isMoving(buffer, chunk);
    hasData ||= chunk.type === 'VP8 ' || chunk.type === 'VP8L';
  }
  // What lies beyond the last chunk that was seen could not be stripped.
  const isSeen = endsAt >= webpBytes(buffer);
  return size && { ...size, isAnimated, isWhole: hasData && isSeen && webpBytes(buffer) <= buffer.length };
}

function isMoving(buffer: Buffer, { type, dataAt }: Chunk): boolean {
  return type === 'ANIM' || type === 'ANMF' || (type === 'VP8X' && ((buffer[dataAt] ?? 0) & animationFlag) !== 0);
}

function webpSize(buffer: Buffer, { type, dataAt }: Chunk): Size | null {
  if (dataAt + sizeBytes > buffer.length) return null;
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
