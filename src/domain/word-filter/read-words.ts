import { type Forms, readForms } from './read-forms.ts';
import { type Glyph, type GlyphKind, hasInvisible, type Invisible, readGlyphs } from './read-glyphs.ts';
import { coverOf, type Span } from './span.ts';

/** A word of the text and where it stands in the original. */
export interface Word extends Span {
  readonly kind: 'word' | 'number' | 'dense' | 'emoji';
  readonly glyphs: readonly Glyph[];
  readonly forms: Forms;
}

/** A text read in every way that matters. */
export interface Reading {
  readonly text: string;
  /** The text word by word, in order: digits and signs as borders, then (where it differs) as letters; and both again with invisible characters as borders. */
  readonly lines: readonly (readonly Word[])[];
  /** Every different word of {@link lines}, those of the first line first and in order. */
  readonly words: readonly Word[];
  /** Three or more single letters in a row (`n u d e`), as one word each. */
  readonly spelled: readonly Word[];
}

/** How glyphs become words: `loose` with digits and signs inside words, `strict` without. */
export type Joining = 'strict' | 'loose';

/** Fewer single letters in a row are initials or an article. */
export const minSpelledLetters = 3;

/** Reads a text. Linear in its length. */
export function readText(text: string): Reading {
  const ways: Invisible[] = hasInvisible(text) ? ['removed', 'gap'] : ['removed'];
  const lines = ways.flatMap((invisible) => readLines(readGlyphs(text, invisible)));
  return { text, lines, words: distinct(lines.flat()), spelled: distinct(lines.flatMap(spelledWords)) };
}

/** Without the words that were read the same at the same place before. */
function distinct(words: readonly Word[]): Word[] {
  const keyed = words.map((word) => [`${word.start} ${word.end} ${word.forms.plain.text}`, word] as const);
  return [...new Map(keyed).values()];
}

function readLines(glyphs: readonly Glyph[]): Word[][] {
  const hasLeet = glyphs.some((glyph) => glyph.kind === 'digit' || glyph.kind === 'sign' || glyph.kind === 'inner');
  const strict = readWords(glyphs, 'strict');
  return hasLeet ? [strict, readWords(glyphs, 'loose')] : [strict];
}

/** Cuts glyphs into words. */
export function readWords(glyphs: readonly Glyph[], joining: Joining): Word[] {
  const words: Word[] = [];
  let open: Glyph[] = [];
  const close = () => {
    if (open.length > 0) words.push(wordOf(open));
    open = [];
  };
  glyphs.forEach((glyph, at) => {
    const kind = effectiveKind(glyph.kind, { before: glyphs[at - 1], after: glyphs[at + 1], joining });
    if (kind === 'gap' || !continues(open.at(-1), glyph, joining)) close();
    if (kind !== 'gap') open.push(glyph);
  });
  close();
  return words;
}

interface Surroundings {
  readonly before: Glyph | undefined;
  readonly after: Glyph | undefined;
  readonly joining: Joining;
}

function effectiveKind(kind: GlyphKind, { before, after, joining }: Surroundings): GlyphKind {
  if (kind !== 'inner' && kind !== 'sign') return kind;
  if (joining === 'strict') return 'gap';
  return kind === 'sign' || (isReadable(before) && isReadable(after)) ? kind : 'gap';
}

function isReadable(glyph: Glyph | undefined): boolean {
  return glyph?.kind === 'letter' || glyph?.kind === 'digit' || glyph?.kind === 'sign';
}

function isWordLike(glyph: Glyph | undefined): boolean {
  return isReadable(glyph) || glyph?.kind === 'inner';
}

/** Dense characters and emoji stand alone; digits join letters in the loose way only. */
function continues(last: Glyph | undefined, glyph: Glyph, joining: Joining): boolean {
  if (!isWordLike(last) || !isWordLike(glyph)) return last === undefined;
  return joining === 'loose' || (last?.kind === 'digit') === (glyph.kind === 'digit');
}

function wordOf(glyphs: readonly Glyph[]): Word {
  return { kind: kindOf(glyphs), glyphs, forms: readForms(glyphs), ...coverOf(glyphs) };
}

function kindOf(glyphs: readonly Glyph[]): Word['kind'] {
  if (isNumber(glyphs)) return 'number';
  const alone = glyphs.find((glyph) => glyph.kind === 'dense' || glyph.kind === 'emoji');
  if (alone === undefined) return 'word';
  return alone.kind === 'dense' ? 'dense' : 'emoji';
}

function isNumber(glyphs: readonly Glyph[]): boolean {
  return glyphs.every((glyph) => glyph.kind === 'digit');
}

/** Runs of single letters, whatever stands between them; emoji do not end a run. */
function spelledWords(words: readonly Word[]): Word[] {
  const spelled: Word[] = [];
  let run: Glyph[] = [];
  const close = () => {
    if (run.length >= minSpelledLetters && !isNumber(run)) spelled.push(wordOf(run));
    run = [];
  };
  for (const word of words) {
    if (word.kind === 'emoji') continue;
    if (word.kind === 'dense' || word.glyphs.length > 1) close();
    else run.push(...word.glyphs);
  }
  close();
  return spelled;
}
