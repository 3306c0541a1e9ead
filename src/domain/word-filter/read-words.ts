import { joinPieces } from './join-pieces.ts';
import { createFormReader, type FormReader, type Forms } from './read-forms.ts';
import { type Glyph, hasInvisible, readGlyphs } from './read-glyphs.ts';
import { type View, viewOf, writtenOut } from './read-view.ts';
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
  /** Every different word of {@link lines}, those of the first line first and in order; none that was put together or written out. */
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
  const forms = createFormReader();
  const view = viewOf(text);
  const typed = readGlyphs(text, 'removed');
  const drawn = view ? readGlyphs(text, 'removed', view) : typed;
  const readings = [typed];
  if (hasInvisible(text)) readings.push(readGlyphs(text, 'gap'));
  if (view) readings.push(drawn);
  const lines = readings.flatMap((glyphs) => readLines(glyphs, forms));
  return {
    text,
    lines: [...lines, ...readWrittenOut(text, view, forms), ...readJoined(drawn, forms)],
    words: distinct(lines),
    spelled: distinct(lines.map((line) => spelledWords(line, forms))),
  };
}

function readWrittenOut(text: string, view: View | null, forms: FormReader): Word[][] {
  const written = writtenOut(text, view);
  return written ? readLines(readGlyphs(text, 'removed', written), forms) : [];
}

/** The pieces of words put together, in the text as it is drawn. */
function readJoined(drawn: readonly Glyph[], forms: FormReader): Word[][] {
  const joined = joinPieces(drawn);
  return joined ? [readWords(joined, 'loose', forms)] : [];
}

/** Without the words that were read the same at the same place before. */
function distinct(lines: readonly (readonly Word[])[]): Word[] {
  const [first = [], ...others] = lines;
  const words = [...first];
  if (others.length === 0) return words;
  const known = new Map<number, string>();
  for (const word of first) known.set(placeOf(word), word.forms.plain.text);
  for (const line of others) {
    for (const word of line) {
      const place = placeOf(word);
      if (known.get(place) === word.forms.plain.text) continue;
      known.set(place, word.forms.plain.text);
      words.push(word);
    }
  }
  return words;
}

/** A number for every place of a word. */
function placeOf({ start, end }: Span): number {
  return start * 0x4000 + end;
}

function readLines(glyphs: readonly Glyph[], forms: FormReader): Word[][] {
  const hasLeet = glyphs.some((glyph) => glyph.kind === 'digit' || glyph.kind === 'sign' || glyph.kind === 'inner');
  const strict = readWords(glyphs, 'strict', forms);
  const loose = hasLeet ? readWords(glyphs, 'loose', forms) : strict;
  return isSameLine(strict, loose) ? [strict] : [strict, loose];
}

/** Words with the same letters have the same forms. */
function isSameLine(line: readonly Word[], other: readonly Word[]): boolean {
  if (line === other) return true;
  return (
    line.length === other.length &&
    line.every(({ start, end, forms }, at) => {
      const word = other[at];
      return start === word?.start && end === word.end && forms === word.forms;
    })
  );
}

/** Cuts glyphs into words. */
export function readWords(glyphs: readonly Glyph[], joining: Joining, forms: FormReader): Word[] {
  const words: Word[] = [];
  let from = 0;
  const closeBefore = (at: number) => {
    if (at > from) words.push(wordOf(glyphs.slice(from, at), forms));
    from = at;
  };
  let at = 0;
  for (const glyph of glyphs) {
    const isGap = glyph.kind === 'gap' || (isPunctuation(glyph) && !joinsLetters(glyphs, at, joining));
    if (isGap || (at > from && !continues(glyphs[at - 1], glyph, joining))) closeBefore(at);
    if (isGap) from = at + 1;
    at += 1;
  }
  closeBefore(glyphs.length);
  return words;
}

function isPunctuation({ kind }: Glyph): boolean {
  return kind === 'inner' || kind === 'sign';
}

/** `$` is a letter wherever digits and signs are, `!` only between two of them. */
function joinsLetters(glyphs: readonly Glyph[], at: number, joining: Joining): boolean {
  if (joining === 'strict') return false;
  return glyphs[at]?.kind === 'sign' || (isReadable(glyphs[at - 1]) && isReadable(glyphs[at + 1]));
}

function isReadable(glyph: Glyph | undefined): boolean {
  return glyph?.kind === 'letter' || glyph?.kind === 'digit' || glyph?.kind === 'sign';
}

function isWordLike(glyph: Glyph | undefined): boolean {
  return isReadable(glyph) || glyph?.kind === 'inner';
}

/** Dense characters and emoji stand alone; digits join letters in the loose way only. */
function continues(last: Glyph | undefined, glyph: Glyph, joining: Joining): boolean {
  if (!isWordLike(last) || !isWordLike(glyph)) return false;
  return joining === 'loose' || (last?.kind === 'digit') === (glyph.kind === 'digit');
}

function wordOf(glyphs: readonly Glyph[], forms: FormReader): Word {
  const { start, end } = coverOf(glyphs);
  return { kind: kindOf(glyphs), glyphs, forms: forms(glyphs), start, end };
}

/** Only a word of one glyph is dense or an emoji. */
function kindOf(glyphs: readonly Glyph[]): Word['kind'] {
  if (isNumber(glyphs)) return 'number';
  const kind = glyphs[0]?.kind;
  return kind === 'dense' || kind === 'emoji' ? kind : 'word';
}

function isNumber(glyphs: readonly Glyph[]): boolean {
  return glyphs.every((glyph) => glyph.kind === 'digit');
}

/** Runs of single letters, whatever stands between them; emoji do not end a run. */
function spelledWords(words: readonly Word[], forms: FormReader): Word[] {
  const spelled: Word[] = [];
  let run: Glyph[] = [];
  const close = () => {
    if (run.length >= minSpelledLetters && !isNumber(run)) spelled.push(wordOf(run, forms));
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
