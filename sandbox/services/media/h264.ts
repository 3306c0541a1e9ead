import type { PixelSize } from '../picture-size.ts';
import { BitWriter } from './bit-writer.ts';

/** A colour as videos have it, each part 16 to 235. */
export type Yuv = readonly [luma: number, blue: number, red: number];

/** The colour of one square of 16 by 16 pixels; null continues what is to its left. The first square of a row has one. */
export type SquareColour = (column: number, row: number) => Yuv | null;

/** A stream of pictures, each whole in itself, and what a player has to know before. */
export interface H264 {
  readonly sequence: Buffer;
  readonly picture: Buffer;
  readonly frames: readonly Buffer[];
}

const squarePx = 16;
const baseline = 66;
/** Level 5.1 holds 4096 by 2304. */
const level = 51;

/**
 * Encodes flat squares without loss: those that have a colour as plain samples, the others by what is to their left. Any player
 * opens it, and a picture of 1280 by 720 takes about 18 kB.
 *
 * @see ITU-T H.264, sections 7.3 and 9.2
 */
export function encodeH264(size: PixelSize, frames: readonly SquareColour[]): H264 {
  const columns = Math.ceil(size.widthPx / squarePx);
  const rows = Math.ceil(size.heightPx / squarePx);
  return {
    sequence: unit(7, sequenceOf(size, columns, rows)),
    picture: unit(8, pictureSet()),
    frames: frames.map((colourOf, index) => unit(5, sliceOf({ columns, rows, colourOf, index }))),
  };
}

function sequenceOf({ widthPx, heightPx }: PixelSize, columns: number, rows: number): Buffer {
  const [right, below] = [(columns * squarePx - widthPx) / 2, (rows * squarePx - heightPx) / 2];
  const bits = new BitWriter().bits(8, baseline).bits(8, 0xc0).bits(8, level);
  // Ids, the length of frame numbers, the order of output, one reference, no gaps.
  bits.unsigned(0).unsigned(0).unsigned(2).unsigned(1).bits(1, 0);
  bits
    .unsigned(columns - 1)
    .unsigned(rows - 1)
    .bits(1, 1)
    .bits(1, 1);
  if (right > 0 || below > 0)
    bits.bits(1, 1).unsigned(0).unsigned(Math.floor(right)).unsigned(0).unsigned(Math.floor(below));
  else bits.bits(1, 0);
  return bits.bits(1, 0).finish();
}

function pictureSet(): Buffer {
  const bits = new BitWriter().unsigned(0).unsigned(0).bits(2, 0).unsigned(0).unsigned(0).unsigned(0).bits(3, 0);
  return bits.unsigned(0).unsigned(0).unsigned(0).bits(3, 0b100).finish();
}

interface Slice {
  readonly columns: number;
  readonly rows: number;
  readonly colourOf: SquareColour;
  readonly index: number;
}

function sliceOf({ columns, rows, colourOf, index }: Slice): Buffer {
  const bits = new BitWriter()
    .unsigned(0)
    .unsigned(7)
    .unsigned(0)
    .bits(4, 0)
    .unsigned(index % 2)
    .bits(2, 0);
  bits.unsigned(0).unsigned(1);
  // A plain square counts as one with all sixteen coefficients where its neighbours are read.
  let above: readonly number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const counts: number[] = [];
    for (let column = 0; column < columns; column += 1) {
      const colour = colourOf(column, row);
      if (colour === null) writeLikeLeft(bits, meanOf(counts.at(-1), above[column]));
      else writePlain(bits, colour);
      counts.push(colour === null ? 0 : 16);
    }
    above = counts;
  }
  return bits.finish();
}

function meanOf(left: number | undefined, above: number | undefined): number {
  if (left === undefined || above === undefined) return left ?? above ?? 0;
  return (left + above + 1) >> 1;
}

function writePlain(bits: BitWriter, [luma, blue, red]: Yuv): void {
  bits.unsigned(25).align();
  bits.raw(Buffer.alloc(256, luma)).raw(Buffer.alloc(64, blue)).raw(Buffer.alloc(64, red));
}

/** Predicted from the left, in luma and in chroma, and nothing added. */
function writeLikeLeft(bits: BitWriter, neighbours: number): void {
  bits.unsigned(2).unsigned(1).unsigned(0);
  if (neighbours < 2) bits.bits(1, 1);
  else if (neighbours < 4) bits.bits(2, 0b11);
  else if (neighbours < 8) bits.bits(4, 0b1111);
  else bits.bits(6, 0b000011);
}

/** A unit of the stream: its kind, and its bytes without anything that looks like a start code. */
function unit(type: number, bytes: Buffer): Buffer {
  const escaped: number[] = [(3 << 5) | type];
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros >= 2 && byte <= 3) {
      escaped.push(3);
      zeros = 0;
    }
    escaped.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(escaped);
}
