import { boxedLetter, codePointOf, leetReadings, splitLigature } from './look-alikes.ts';
import { endIn, startIn, type View } from './read-view.ts';

/**
 * `dense`: a script written without spaces, so each character is a word of its own; `sign`: reads as a letter next to
 * letters (`$`), `inner`: only between two of them (`!`); `gap`: everything else.
 */
export type GlyphKind = 'letter' | 'digit' | 'sign' | 'inner' | 'dense' | 'emoji' | 'gap';

/** One character after folding: no case, no marks, no width, no style. Several may come from the same place. */
export interface Glyph {
  readonly kind: GlyphKind;
  /** A letter in lower case, still in its own script, with the marks that belong to it there. */
  readonly plain: string;
  /** The letter before its case was lost: look-alikes depend on it. */
  readonly drawn: string;
  /** Where it stood in the original, in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** What is done with characters that take no room. */
export type Invisible = 'removed' | 'gap';

const jamo = /^[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]$/;
/** Drawn as nothing or as an empty space: ignorable by the book, format and control characters, fillers. */
const unseen = '\\p{Default_Ignorable_Code_Point}\\p{Cf}\\0-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\ufffc\\u2800';
const ignorable = new RegExp(`^[${unseen}]$`, 'u');
const anyIgnorable = new RegExp(`(?!\\ufe0f)[${unseen}]`, 'u');
const mark = /^\p{M}$/u;
/** Marks that any letter can carry: accents, strokes, circles. Those of one script (vowel signs) are part of its words. */
const accent = /^[\p{Script=Inherited}\u0483-\u0489\u2de0-\u2dff]$/u;
const voicing = /^[\u3099\u309a]$/u;
const digit = /^[0-9]$/;
const letter = /^[\p{L}\p{N}]$/u;
const dense =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}々ー]$/u;
const emoji = /^\p{Extended_Pictographic}$/u;
const innerSigns: ReadonlySet<string> = new Set(['!', '¡', '|', '+']);
const hangul = /^\p{Script=Hangul}/u;
const firstRegional = 0x1f1e6;
/** Letters that one character may unfold to; `viii` is the longest Latin one, Arabic has one of eighteen. */
const maxUnfolded = 4;
/** Undefined for control characters, which are read the long way. */
const asciiPieces = Array.from({ length: 128 }, (_, code) => {
  const drawn = String.fromCharCode(code);
  return ignorable.test(drawn) ? undefined : { kind: kindOf(drawn), plain: drawn.toLowerCase(), drawn };
});

/** True where the text holds characters that take no room, so that the two ways of reading them differ. */
export function hasInvisible(text: string): boolean {
  return anyIgnorable.test(text);
}

/** Folds a text, character by character. Linear in its length. */
export function readGlyphs(typed: string, invisible: Invisible, view: View | null = null): Glyph[] {
  const text = view?.text ?? typed;
  const glyphs: Glyph[] = [];
  const known = new Map<string, readonly Piece[]>();
  for (let at = 0; at < text.length; ) {
    const ascii = asciiPieces[text.charCodeAt(at)];
    const cluster = ascii?.drawn ?? clusterAt(text, at);
    const start = startIn(view, at);
    at += cluster.length;
    const end = endIn(view, at);
    if (ascii) glyphs.push({ kind: ascii.kind, plain: ascii.plain, drawn: ascii.drawn, start, end });
    else for (const piece of remember(known, cluster)) addPiece(glyphs, { piece, start, end }, invisible);
  }
  return glyphs;
}

/** One code point, or all jamo in a row: so Hangul is the same composed or not. */
function clusterAt(text: string, start: number): string {
  let end = start;
  while (jamo.test(text.charAt(end))) end += 1;
  return end > start ? text.slice(start, end) : String.fromCodePoint(Number(text.codePointAt(start)));
}

/** A part of one character, not yet seen beside its neighbours. */
interface Piece {
  readonly role: GlyphKind | 'mark' | 'invisible';
  readonly plain: string;
  readonly drawn: string;
}

function remember(known: Map<string, readonly Piece[]>, cluster: string): readonly Piece[] {
  const pieces = known.get(cluster) ?? Array.from(foldCluster(cluster), pieceOf);
  known.set(cluster, pieces);
  return pieces;
}

/** Syllables of Hangul are composed; everything else is taken apart, so that marks can be dropped. */
function foldCluster(cluster: string): string {
  const codePoint = codePointOf(cluster);
  const boxed = codePoint < firstRegional ? boxedLetter(codePoint) : null;
  if (boxed !== null) return boxed;
  if (hangul.test(cluster)) return cluster.normalize('NFKC');
  return Array.from(cluster.normalize('NFKD'), splitLigature).slice(0, maxUnfolded).join('');
}

function pieceOf(drawn: string): Piece {
  if (ignorable.test(drawn)) return { role: 'invisible', plain: '', drawn };
  if (mark.test(drawn)) return { role: 'mark', plain: drawn, drawn };
  const boxed = boxedLetter(codePointOf(drawn));
  if (boxed !== null) return { role: 'sign', plain: boxed, drawn: boxed };
  return { role: kindOf(drawn), plain: lowerCase(drawn), drawn };
}

interface Placed {
  readonly piece: Piece;
  readonly start: number;
  readonly end: number;
}

function addPiece(glyphs: Glyph[], placed: Placed, invisible: Invisible): void {
  const { piece, start, end } = placed;
  const { role, plain, drawn } = piece;
  if (role === 'mark') addMark(glyphs, placed);
  else if (role !== 'invisible') glyphs.push({ kind: role, plain, drawn, start, end });
  else if (invisible === 'gap') glyphs.push({ kind: 'gap', plain, drawn, start, end });
}

/** A mark takes the place of its letter; most say nothing. */
function addMark(glyphs: Glyph[], { piece: { drawn }, end }: Placed): void {
  const carrier = glyphs.pop();
  if (carrier === undefined) return;
  const plain = keepsMark(carrier, drawn) ? (carrier.plain + drawn).normalize('NFC') : carrier.plain;
  glyphs.push({ ...carrier, plain, end });
}

/** A vowel sign after a letter of a script that has them; the voicing of kana. Anything on a Latin letter is ornament. */
function keepsMark(carrier: Glyph, drawn: string): boolean {
  if (carrier.kind === 'dense') return voicing.test(drawn) || !accent.test(drawn);
  return carrier.kind === 'letter' && carrier.plain > '\u007f' && !accent.test(drawn);
}

function kindOf(drawn: string): GlyphKind {
  if (digit.test(drawn)) return 'digit';
  if (dense.test(drawn)) return 'dense';
  if (letter.test(drawn)) return 'letter';
  if (leetReadings(drawn) !== null) return innerSigns.has(drawn) ? 'inner' : 'sign';
  return emoji.test(drawn) ? 'emoji' : 'gap';
}

/** The two small sigmas are one letter. */
function lowerCase(drawn: string): string {
  return drawn.toLowerCase().replace('ς', 'σ');
}
