import type { FileBytes } from './file-bytes.ts';
import type { Probe } from './probe-mp4.ts';

const headBytes = 65_536;

function sound(format: Probe['format'], durationMs: number | null): Probe {
  return { format, widthPx: null, heightPx: null, durationMs };
}

/** Reads the chunks of a WAV. Null where it is none, or its sound goes on behind the file's end. @see RIFF WAVE, Microsoft 1991, sections 2 and 3 */
export async function probeWav(file: FileBytes): Promise<Probe | null> {
  const head = await file.read(0, headBytes);
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE') return null;
  const chunks = [...riffChunks(head)];
  const format = chunks.find(({ type }) => type === 'fmt ');
  const data = chunks.find(({ type }) => type === 'data');
  if (format === undefined || data === undefined || format.dataAt + 12 > head.length) return null;
  const bytesPerSecond = head.readUInt32LE(format.dataAt + 8);
  // A stream that was written without knowing its end says 0 or the most there is.
  const isOpen = data.length === 0 || data.length === 0xff_ff_ff_ff;
  const soundBytes = isOpen ? file.size - data.dataAt : data.length;
  if (bytesPerSecond === 0 || data.dataAt + soundBytes > file.size) return null;
  return sound('wav', Math.round((soundBytes / bytesPerSecond) * 1000));
}

function* riffChunks(head: Buffer) {
  for (let at = 12; at + 8 <= head.length; ) {
    const length = head.readUInt32LE(at + 4);
    yield { type: head.toString('latin1', at, at + 4), dataAt: at + 8, length };
    at += 8 + length + (length % 2);
  }
}

/** Reads the first block of a FLAC. Null where it is none. @see RFC 9639, section 8.2 */
export async function probeFlac(file: FileBytes): Promise<Probe | null> {
  const head = await file.read(0, 42);
  if (head.length < 42 || head.toString('latin1', 0, 4) !== 'fLaC' || ((head[4] ?? 0) & 0x7f) !== 0) return null;
  const rate = head.readUIntBE(18, 3) >>> 4;
  const samples = ((head[21] ?? 0) & 0x0f) * 2 ** 32 + head.readUInt32BE(22);
  return rate === 0 ? null : sound('flac', samples === 0 ? null : Math.round((samples / rate) * 1000));
}

/** Reads the first and the last page of an Ogg. Null where it holds no Opus and no Vorbis. @see RFC 3533; RFC 7845, section 5.1 */
export async function probeOgg(file: FileBytes): Promise<Probe | null> {
  const head = await file.read(0, 512);
  if (head.toString('latin1', 0, 4) !== 'OggS') return null;
  const vorbisAt = head.indexOf('\x01vorbis', 0, 'latin1');
  const isOpus = head.includes('OpusHead', 0, 'latin1');
  if (!isOpus && (vorbisAt < 0 || vorbisAt + 16 > head.length)) return null;
  // An Opus file counts in 1/48,000 s, whatever its sound was sampled at.
  const rate = isOpus ? 48_000 : head.readUInt32LE(vorbisAt + 12);
  const tailAt = Math.max(0, file.size - headBytes);
  const tail = await file.read(tailAt, headBytes);
  const lastAt = tail.lastIndexOf('OggS', undefined, 'latin1');
  if (rate === 0 || lastAt < 0 || lastAt + 14 > tail.length) return null;
  return sound('ogg', Math.round((Number(tail.readBigUInt64LE(lastAt + 6)) / rate) * 1000));
}

/** Kilobits a second of MPEG 1 and of MPEG 2, layer III, and samples a second of MPEG 1. @see ISO/IEC 11172-3, section 2.4.2.3 */
const bitrates = {
  one: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  two: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const rates = [44_100, 48_000, 32_000] as const;
/** By the two bits of a frame's header: MPEG 2.5, none, MPEG 2, MPEG 1. */
const versions = [
  { bitrates: bitrates.two, divisor: 4, samples: 576 },
  null,
  { bitrates: bitrates.two, divisor: 2, samples: 576 },
  { bitrates: bitrates.one, divisor: 1, samples: 1152 },
] as const;

interface Frame {
  readonly bytes: number;
  readonly bitrate: number;
  readonly rate: number;
  readonly samples: number;
}

/** Null where no frame of layer III begins there. */
function frameAt(buffer: Buffer, at: number): Frame | null {
  if (at + 4 > buffer.length) return null;
  const header = buffer.readUInt32BE(at);
  const version = versions[(header >>> 19) & 3];
  const isLayer3 = ((header >>> 17) & 3) === 1;
  if (header >>> 21 !== 0x7ff || !version || !isLayer3) return null;
  const { samples } = version;
  const bitrate = version.bitrates[(header >>> 12) & 15] ?? 0;
  const rate = (rates[(header >>> 10) & 3] ?? 0) / version.divisor;
  if (bitrate === 0 || rate === 0) return null;
  return { bytes: Math.floor(((samples / 8) * bitrate * 1000) / rate) + ((header >>> 9) & 1), bitrate, rate, samples };
}

/** What may stand before the first frame besides a tag. */
const mostPadding = 4096;
/** A tag may stand behind the last frame. */
const tailBytes = 128;

/**
 * Reads the first frames of an MP3, behind an ID3 tag where it has one. The duration is counted from the number of frames where the first
 * one says it, else from the bit rate. Null where two frames in a row are not found.
 */
export async function probeMp3(file: FileBytes): Promise<Probe | null> {
  const startsAt = tagBytesIn(await file.read(0, 10));
  const head = await file.read(startsAt, headBytes);
  // Nothing but zeros may come before the first frame: in other files two bytes of one are found by chance.
  for (let at = 0; at + 4 <= Math.min(head.length, mostPadding) && (at === 0 || head[at - 1] === 0); at += 1) {
    const frame = frameAt(head, at);
    if (frame === null || !isFollowed(frame, { head, at, left: file.size - startsAt - at })) continue;
    const frames = framesIn(head.subarray(at, at + frame.bytes));
    if (frames !== null) return sound('mp3', Math.round((frames * frame.samples * 1000) / frame.rate));
    return sound('mp3', Math.round(((file.size - startsAt - at) * 8) / frame.bitrate));
  }
  return null;
}

/** @see https://id3.org/id3v2.4.0-structure, section 3.1, read 2026-11-28 */
function tagBytesIn(head: Buffer): number {
  const isTagged = head.length === 10 && head.toString('latin1', 0, 3) === 'ID3';
  return isTagged ? 10 + head.subarray(6).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0) : 0;
}

/** By another frame, or by nothing more than a tag. */
function isFollowed(frame: Frame, { head, at, left }: { head: Buffer; at: number; left: number }): boolean {
  if (frame.bytes > left) return false;
  return frame.bytes + tailBytes >= left || frameAt(head, at + frame.bytes) !== null;
}

/** The number of frames that a first frame without sound may tell; null where it doesn't. */
function framesIn(frame: Buffer): number | null {
  const at = Math.max(frame.indexOf('Xing', 0, 'latin1'), frame.indexOf('Info', 0, 'latin1'));
  const isTold = at > 0 && at + 12 <= frame.length && ((frame[at + 7] ?? 0) & 1) === 1;
  return isTold ? frame.readUInt32BE(at + 8) : null;
}
