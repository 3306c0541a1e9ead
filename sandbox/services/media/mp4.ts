import type { PixelSize } from '../picture-size.ts';
import { encodeH264, type SquareColour } from './h264.ts';

/** Pictures a second: enough to see that it moves. */
export const framesPerSecond = 4;
const timeScale = 1000;

/** A video of these pictures that a player opens. @see ISO/IEC 14496-12 and 14496-15 */
export function makeMp4(size: PixelSize, frames: readonly SquareColour[]): Buffer {
  const stream = encodeH264(size, frames);
  const samples = stream.frames.map((unit) => Buffer.concat([long(unit.length), unit]));
  const duration = Math.round((samples.length / framesPerSecond) * timeScale);
  const head = box('ftyp', Buffer.from('isom'), long(512), Buffer.from('isomavc1mp41'));
  const describe = (offset: number) => movie(size, { ...stream, samples, duration, offset });
  // The index comes first, so that a player can begin before the end: its own length does not depend on the offset.
  const offset = head.length + describe(0).length + 8;
  return Buffer.concat([head, describe(offset), box('mdat', ...samples)]);
}

interface Track {
  readonly sequence: Buffer;
  readonly picture: Buffer;
  readonly samples: readonly Buffer[];
  readonly duration: number;
  readonly offset: number;
}

function movie(size: PixelSize, track: Track): Buffer {
  const { duration } = track;
  const header = box(
    'mvhd',
    long(0, 0, 0, timeScale, duration, 0x0001_0000),
    short(0x0100, 0),
    long(0, 0),
    matrix,
    long(0, 0, 0, 0, 0, 0, 2),
  );
  const trackHeader = box(
    'tkhd',
    ...[long(3, 0, 0, 1, 0, duration, 0, 0), short(0, 0, 0, 0), matrix],
    long(size.widthPx * 0x1_0000, size.heightPx * 0x1_0000),
  );
  const mediaHeader = box('mdhd', long(0, 0, 0, timeScale, duration), short(0x55c4, 0));
  const handler = box('hdlr', long(0, 0), Buffer.from('vide'), long(0, 0, 0), Buffer.from('Easel\0'));
  const source = box('dinf', box('dref', long(0, 1), box('url ', long(1))));
  const information = box('minf', box('vmhd', long(1, 0, 0)), source, sampleTable(size, track));
  return box('moov', header, box('trak', trackHeader, box('mdia', mediaHeader, handler, information)));
}

function sampleTable({ widthPx, heightPx }: PixelSize, { sequence, picture, samples, offset }: Track): Buffer {
  const configuration = box(
    'avcC',
    Buffer.from([1, sequence[1] ?? 0, sequence[2] ?? 0, sequence[3] ?? 0, 0xff, 0xe1]),
    ...[short(sequence.length), sequence, Buffer.from([1]), short(picture.length), picture],
  );
  const entry = box(
    'avc1',
    ...[long(0), short(0, 1), long(0, 0, 0, 0), short(widthPx, heightPx), long(0x0048_0000, 0x0048_0000, 0)],
    ...[short(1), Buffer.alloc(32), short(24, 0xffff), configuration],
  );
  return box(
    'stbl',
    box('stsd', long(0, 1), entry),
    box('stts', long(0, 1, samples.length, timeScale / framesPerSecond)),
    box('stsc', long(0, 1, 1, samples.length, 1)),
    box('stsz', long(0, 0, samples.length, ...samples.map(({ length }) => length))),
    box('stco', long(0, 1, offset)),
  );
}

const matrix = long(0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000);

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([long(content.length + 8), Buffer.from(type, 'latin1'), content]);
}

function long(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4);
  return bytes;
}

function short(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
}
