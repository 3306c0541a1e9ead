import {
  boldLookAlike,
  latinLookAlike,
  leetReadings,
  nativeLeet,
  nativeLookAlike,
  nativeScripts,
} from './look-alikes.ts';
import type { Glyph } from './read-glyphs.ts';

/** One way to read a word. */
export interface Form {
  readonly text: string;
  /** {@link text} with every run of one letter shortened to a single one. */
  readonly squeezed: string;
  /** The letters, glyph by glyph; null where each is one UTF-16 unit of {@link text}. */
  readonly parts: readonly string[] | null;
}

/** Every way to read a word. */
export interface Forms {
  /** In its own script, digits as digits. */
  readonly plain: Form;
  /** As Latin: the same as {@link plain} for a word without look-alikes. */
  readonly latin: Form;
  /** Digits and signs as letters; none, one or two. */
  readonly leet: readonly Form[];
  /** {@link plain}, {@link latin} and {@link leet} without doubles; a mixed word also in the scripts that it borrows from. */
  readonly all: readonly Form[];
  /** How a word of a list is kept: Latin when it mixes scripts, else in its own. */
  readonly canonical: Form;
}

/** Reads the words of one text; what is read once is remembered. */
export type FormReader = (glyphs: readonly Glyph[]) => Forms;

const minLeetLetters = 2;
const nothing: readonly Form[] = [];
const surrogate = /[\ud800-\udfff]/;

/** Shortens every run of one letter to a single one. */
export function squeeze(text: string): string {
  if (!hasRun(text)) return text;
  if (surrogate.test(text)) return text.replace(/(.)\1+/gsu, '$1');
  let squeezed = '';
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) !== text.charCodeAt(at - 1)) squeezed += text.charAt(at);
  }
  return squeezed;
}

function hasRun(text: string): boolean {
  for (let at = 1; at < text.length; at += 1) if (text.charCodeAt(at) === text.charCodeAt(at - 1)) return true;
  return false;
}

/** The letters of a form, one per glyph. */
export function lettersOf({ parts, text }: Form): readonly string[] {
  return parts ?? text.split('');
}

/** @see FormReader */
export function createFormReader(): FormReader {
  const known = new Map<string, Forms>();
  return (glyphs) => {
    const text = textOf(glyphs);
    const isForeign = /[^\0-\u007f]/.test(text);
    const key = isForeign ? `${text} ${drawnOf(glyphs)}` : text;
    const before = known.get(key);
    if (before) return before;
    const forms = isForeign ? readForeign(glyphs) : readAscii(glyphs, text);
    known.set(key, forms);
    return forms;
  };
}

function textOf(glyphs: readonly Glyph[]): string {
  let text = '';
  for (const glyph of glyphs) text += glyph.plain;
  return text;
}

function drawnOf(glyphs: readonly Glyph[]): string {
  let text = '';
  for (const glyph of glyphs) text += glyph.drawn;
  return text;
}

function readAscii(glyphs: readonly Glyph[], text: string): Forms {
  const plain: Form = { text, squeezed: squeeze(text), parts: null };
  const leet = readLeet(glyphs, plain);
  return { plain, latin: plain, leet, all: leet === nothing ? [plain] : [plain, ...leet], canonical: plain };
}

function readForeign(glyphs: readonly Glyph[]): Forms {
  const plain = formOf(glyphs.map((glyph) => glyph.plain));
  const isMixed = /[a-z]/.test(plain.text);
  const latin = readLatin(glyphs, isMixed);
  const leet = readLeet(glyphs, latin);
  const own = plain.text === latin.text ? [plain] : [plain, latin];
  return {
    plain,
    latin,
    leet,
    all: [...own, ...leet, ...readNative(glyphs, plain)],
    canonical: isMixed ? latin : plain,
  };
}

function readLatin(glyphs: readonly Glyph[], isMixed: boolean): Form {
  const lookAlike = isMixed ? boldLookAlike : latinLookAlike;
  return formOf(glyphs.map((glyph) => (isLetter(glyph) ? lookAlike(glyph.drawn) : glyph.plain)));
}

/** A Russian or Greek word with letters or digits of elsewhere in it, as if all were its own. */
function readNative(glyphs: readonly Glyph[], plain: Form): Form[] {
  const hasLeet = glyphs.some(({ kind, drawn }) => kind === 'digit' || kind === 'sign' || drawn === 'b');
  const ways = hasLeet ? [nativeLookAlike, nativeLeet] : [nativeLookAlike];
  return nativeScripts
    .filter((script) => script.letter.test(plain.text))
    .flatMap((script) => ways.map((way) => formOf(glyphs.map((glyph) => way(script, glyph)))))
    .filter((form) => form.text !== plain.text);
}

/** `p0rn` is a word in disguise; `455` and `a55` are a number and a model's name: two letters or signs make a word. */
function readLeet(glyphs: readonly Glyph[], latin: Form): readonly Form[] {
  let plainLetters = 0;
  let digits = 0;
  for (const { kind } of glyphs) {
    if (kind === 'letter') plainLetters += 1;
    else if (kind === 'digit') digits += 1;
  }
  if (plainLetters === 0 || plainLetters === glyphs.length || glyphs.length - digits < minLeetLetters) return nothing;
  const letters = lettersOf(latin);
  const unsure = letters.filter(hasTwoReadings).length;
  const ways = unsure === 0 ? [allFirst] : unsure === 2 ? [allFirst, allSecond, 1, 2] : [allFirst, allSecond];
  return ways.map((way) => leetOf(latin, letters, way)).filter((form) => form.text !== latin.text);
}

function hasTwoReadings(letter: string): boolean {
  const readings = leetReadings(letter);
  return readings !== null && readings[0] !== readings[1];
}

/** Bit by bit, which reading the signs with two readings have, in order. */
const allFirst = 0;
const allSecond = -1;

function leetOf({ parts }: Form, letters: readonly string[], way: number): Form {
  let rest = way;
  const read = letters.map((letter) => {
    const readings = leetReadings(letter);
    if (readings === null) return letter;
    const reading = readings[rest & 1 ? 1 : 0];
    if (readings[0] !== readings[1]) rest >>= 1;
    return reading;
  });
  const text = read.join('');
  return { text, squeezed: squeeze(text), parts: parts && read };
}

function isLetter(glyph: Glyph): boolean {
  return glyph.kind === 'letter';
}

function formOf(parts: readonly string[]): Form {
  const text = parts.join('');
  return { parts, text, squeezed: squeeze(text) };
}
