import type { Glyph } from './read-glyphs.ts';

/** Glyphs in a row. Their letters stand in one string, so that the letters of a word are a slice of it. */
export interface GlyphLine {
  readonly glyphs: readonly Glyph[];
  /** The plain letters of all glyphs, one after the other. */
  readonly plain: string;
  /** Where the letters of each glyph begin in {@link plain}, and their end; null where each is one UTF-16 unit. */
  readonly offsets: Uint32Array | null;
  readonly isAscii: boolean;
}

/** Up to this many glyphs, adding letter to letter is cheaper than a buffer. */
const shortLine = 32;

/** Puts glyphs in a row. Linear in their number. */
export function lineOf(glyphs: readonly Glyph[]): GlyphLine {
  const ascii = asciiOf(glyphs);
  if (ascii !== null) return { glyphs, plain: ascii, offsets: null, isAscii: true };
  // Not letter by letter: each `+=` would leave a string behind, and what a check leaves behind costs more than its work.
  const plain = glyphs.map((glyph) => glyph.plain).join('');
  const isEven = glyphs.every((glyph) => glyph.plain.length === 1);
  return { glyphs, plain, offsets: isEven ? null : offsetsOf(glyphs), isAscii: !/[^\0-\u007f]/.test(plain) };
}

/** The plain letters, where each is one unit of ASCII; else null. Most texts are, and then no list of letters is made. */
function asciiOf(glyphs: readonly Glyph[]): string | null {
  if (glyphs.length <= shortLine) return shortAsciiOf(glyphs);
  const codes = Buffer.allocUnsafe(glyphs.length);
  let at = 0;
  for (const { plain } of glyphs) {
    const code = plain.charCodeAt(0);
    if (plain.length !== 1 || code > 0x7f) return null;
    codes[at] = code;
    at += 1;
  }
  return codes.toString('latin1');
}

function shortAsciiOf(glyphs: readonly Glyph[]): string | null {
  let text = '';
  for (const { plain } of glyphs) {
    if (plain.length !== 1 || plain.charCodeAt(0) > 0x7f) return null;
    text += plain;
  }
  return text;
}

function offsetsOf(glyphs: readonly Glyph[]): Uint32Array {
  const offsets = new Uint32Array(glyphs.length + 1);
  let length = 0;
  for (const [at, glyph] of glyphs.entries()) {
    length += glyph.plain.length;
    offsets[at + 1] = length;
  }
  return offsets;
}

/** The plain letters of some glyphs; `to` is exclusive. */
export function plainIn({ plain, offsets }: GlyphLine, from: number, to: number): string {
  return offsets ? plain.slice(offsets[from], offsets[to]) : plain.slice(from, to);
}
