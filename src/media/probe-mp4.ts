import type { FileBytes } from './file-bytes.ts';
import type { MediaFormat } from './media.ts';

/** What a file of moving pictures or sound says of itself, read without decoding it. */
export interface Probe {
  readonly format: MediaFormat;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly durationMs: number | null;
}

/** A `moov` box of an hour of video has less; a larger one is not read. */
const mostIndexBytes = 32 * 1_048_576;
/** A file has a handful of boxes; fragmented ones two for each second. */
const mostBoxes = 100_000;

interface Box {
  readonly type: string;
  /** Where its content begins and ends, in bytes from the file's begin. */
  readonly dataAt: number;
  readonly endsAt: number;
}

/**
 * Reads the boxes of an MP4, MOV or M4A. Null where it is none, or not whole: every box has to end within the file, and there have
 * to be an index (`moov`) and media.
 *
 * @see ISO/IEC 14496-12, sections 4.2, 8.2 and 8.3; QuickTime File Format, 2026-11-28
 */
export async function probeMp4(file: FileBytes): Promise<Probe | null> {
  const boxes = await outerBoxes(file);
  const find = (type: string) => boxes?.find((box) => box.type === type);
  const [index, brand] = [find('moov'), find('ftyp')];
  if (index === undefined || find('mdat') === undefined || index.endsAt - index.dataAt > mostIndexBytes) return null;
  const name = brand === undefined ? 'qt  ' : (await file.read(brand.dataAt, 4)).toString('latin1');
  return readIndex(await file.read(index.dataAt, index.endsAt - index.dataAt), name);
}

/** Null where one of them has no end, or goes on behind the file's. */
async function outerBoxes(file: FileBytes): Promise<readonly Box[] | null> {
  const boxes: Box[] = [];
  for (let at = 0; at < file.size; at = boxes.at(-1)?.endsAt ?? file.size) {
    const box = boxIn(await file.read(at, 16), at, file.size);
    if (box === null || boxes.length === mostBoxes) return null;
    boxes.push(box);
  }
  return boxes;
}

/** `buffer` holds the first bytes of the box, which is at `at` of a file or of its parent. */
function boxIn(buffer: Buffer, at: number, end: number): Box | null {
  if (buffer.length < 8) return null;
  const type = buffer.toString('latin1', 4, 8);
  const length = lengthIn(buffer, end - at);
  if (length === null || at + length.bytes > end) return null;
  return { type, dataAt: at + length.headBytes, endsAt: at + length.bytes };
}

/** 0 goes on to the end, 1 has its length in the next eight bytes. Null where it is less than its own head. */
function lengthIn(buffer: Buffer, left: number): { readonly bytes: number; readonly headBytes: number } | null {
  const short = buffer.readUInt32BE(0);
  if (short === 0) return { bytes: left, headBytes: 8 };
  if (short !== 1) return short < 8 ? null : { bytes: short, headBytes: 8 };
  const long = buffer.length < 16 ? 0 : Number(buffer.readBigUInt64BE(8));
  return long < 16 ? null : { bytes: long, headBytes: 16 };
}

function* boxesIn(buffer: Buffer, from: number, to: number): Generator<Box> {
  for (let at = from; at < to; ) {
    const box = boxIn(buffer.subarray(at, to), at, to);
    if (box === null) return;
    yield box;
    at = box.endsAt;
  }
}

function readIndex(index: Buffer, brand: string): Probe | null {
  const boxes = [...boxesIn(index, 0, index.length)];
  const header = boxes.find(({ type }) => type === 'mvhd');
  const durationMs = header === undefined ? null : readDuration(index.subarray(header.dataAt, header.endsAt));
  const tracks = boxes.filter(({ type }) => type === 'trak').map((box) => readTrack(index, box));
  const video = tracks.find(({ handler }) => handler === 'vide');
  if (video !== undefined) {
    return { format: brand === 'qt  ' ? 'mov' : 'mp4', widthPx: video.widthPx, heightPx: video.heightPx, durationMs };
  }
  const hasSound = tracks.some(({ handler }) => handler === 'soun');
  return hasSound ? { format: 'm4a', widthPx: null, heightPx: null, durationMs } : null;
}

/** Of a fragmented file the index says 0: it is not known. */
function readDuration(header: Buffer): number | null {
  const isLong = header[0] === 1;
  if (header.length < (isLong ? 32 : 20)) return null;
  const scale = header.readUInt32BE(isLong ? 20 : 12);
  const duration = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  return scale === 0 || duration === 0 ? null : Math.round((duration / scale) * 1000);
}

interface Track {
  readonly handler: string | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
}

/** Width and height stand at the end of the track's header, as 16.16 fixed point. */
function readTrack(index: Buffer, track: Box): Track {
  const boxes = [...boxesIn(index, track.dataAt, track.endsAt)];
  const header = boxes.find(({ type, dataAt, endsAt }) => type === 'tkhd' && endsAt - dataAt >= 84);
  const media = boxes.find(({ type }) => type === 'mdia');
  const inner = media === undefined ? [] : [...boxesIn(index, media.dataAt, media.endsAt)];
  const handler = inner.find(({ type, dataAt, endsAt }) => type === 'hdlr' && endsAt - dataAt >= 12);
  return {
    handler: handler === undefined ? null : index.toString('latin1', handler.dataAt + 8, handler.dataAt + 12),
    widthPx: header === undefined ? null : index.readUInt32BE(header.endsAt - 8) >>> 16,
    heightPx: header === undefined ? null : index.readUInt32BE(header.endsAt - 4) >>> 16,
  };
}
