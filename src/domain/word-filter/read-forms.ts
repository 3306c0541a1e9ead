import { boldLookAlike, latinLookAlike, leetReadings } from './look-alikes.ts';
import type { Glyph } from './read-glyphs.ts';

/** One way to read a word: its letters, glyph by glyph. */
export interface Form {
  readonly letters: readonly string[];
  readonly text: string;
  /** {@link text} with every run of one letter shortened to a single one. */
  readonly squeezed: string;
}

/** Every way to read a word. */
export interface Forms {
  /** In its own script, digits as digits. */
  readonly plain: Form;
  /** As Latin: the same as {@link plain} for a word without look-alikes. */
  readonly latin: Form;
  /** Digits and signs as letters; none, one or two. */
  readonly leet: readonly Form[];
  /** {@link plain}, {@link latin} and {@link leet} without doubles. */
  readonly all: readonly Form[];
  /** How a word of a list is kept: Latin when it mixes scripts, else in its own. */
  readonly canonical: Form;
}

const minLeetLetters = 2;

/** Shortens every run of one letter to a single one. */
export function squeeze(text: string): string {
  return hasRun(text) ? text.replace(/(.)\1+/gsu, '$1') : text;
}

function hasRun(text: string): boolean {
  for (let at = 1; at < text.length; at += 1) if (text.charCodeAt(at) === text.charCodeAt(at - 1)) return true;
  return false;
}

/** Reads one word, of one glyph or more, in every way. */
export function readForms(glyphs: readonly Glyph[]): Forms {
  const plain = formOf(glyphs.map((glyph) => glyph.plain));
  const isAscii = !/[^\0-\u007f]/.test(plain.text);
  const isMixed = !isAscii && /[a-z]/.test(plain.text);
  const latin = isAscii ? plain : readLatin(glyphs, isMixed);
  const leet = readLeet(glyphs, latin);
  const own = plain.text === latin.text ? [plain] : [plain, latin];
  return { plain, latin, leet, all: [...own, ...leet], canonical: isMixed ? latin : plain };
}

function readLatin(glyphs: readonly Glyph[], isMixed: boolean): Form {
  const lookAlike = isMixed ? boldLookAlike : latinLookAlike;
  return formOf(glyphs.map((glyph) => (isLetter(glyph) ? lookAlike(glyph.drawn) : glyph.plain)));
}

/** `p0rn` is a word in disguise; `455` and `a55` are a number and a model's name: two letters or signs make a word. */
function readLeet(glyphs: readonly Glyph[], latin: Form): readonly Form[] {
  const letters = glyphs.filter(isLetter).length;
  if (letters === 0 || letters === glyphs.length) return [];
  const digits = glyphs.filter((glyph) => glyph.kind === 'digit').length;
  if (glyphs.length - digits < minLeetLetters) return [];
  const first = formOf(latin.letters.map((letter) => leetReadings(letter)?.[0] ?? letter));
  const second = formOf(latin.letters.map((letter) => leetReadings(letter)?.[1] ?? letter));
  const forms = first.text === second.text ? [first] : [first, second];
  return forms.filter((form) => form.text !== latin.text);
}

function isLetter(glyph: Glyph): boolean {
  return glyph.kind === 'letter';
}

function formOf(letters: readonly string[]): Form {
  const text = letters.join('');
  return { letters, text, squeezed: squeeze(text) };
}
