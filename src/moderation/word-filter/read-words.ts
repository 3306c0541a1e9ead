import { type GlyphLine, lineOf } from './glyph-line.ts';
import { createFormReader, type FormReader, type Forms } from './read-forms.ts';
import { type Glyph, hasInvisible, readGlyphs } from './read-glyphs.ts';
import { type View, viewOf, writtenOut } from './read-view.ts';
import { firstStart, lastEnd, type Span } from './span.ts';

/** A word of the text and where it stands in the original. */
export interface Word extends Span {
  readonly kind: 'word' | 'number' | 'dense' | 'emoji';
  /** Its glyphs are those of `line` from `from` to `to`, exclusive. */
  readonly line: GlyphLine;
  readonly from: number;
  readonly to: number;
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
  /** The forms of all these words, each once, by {@link Forms.id}: what depends on the letters alone is found out once for each. */
  readonly forms: readonly Forms[];
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
  const lines = readings.flatMap((glyphs) => readLines(lineOf(glyphs), forms));
  return {
    text,
    lines: [...lines, ...readWrittenOut(text, view, forms), ...readJoined(drawn, forms)],
    words: distinct(text, lines),
    spelled: distinct(
      text,
      lines.map((line) => spelledWords(line, forms)),
    ),
    forms: forms.all,
  };
}

function readWrittenOut(text: string, view: View | null, forms: FormReader): Word[][] {
  const written = writtenOut(text, view);
  return written ? readLines(lineOf(readGlyphs(text, 'removed', written)), forms) : [];
}

/** The pieces of words put together, in the text as it is drawn. */
function readJoined(drawn: readonly Glyph[], forms: FormReader): Word[][] {
  const joined = joinPieces(drawn);
  return joined ? [readWords(lineOf(joined), 'loose', forms)] : [];
}

/** Without the words that were read the same at the same place before. */
function distinct(text: string, lines: readonly (readonly Word[])[]): readonly Word[] {
  const [first = [], ...others] = lines;
  if (others.length === 0) return first;
  const places = new Places(text.length);
  for (const word of first) places.add(word);
  for (const line of others) {
    for (const word of line) {
      if (places.find(word)?.forms.plain.text !== word.forms.plain.text) places.add(word);
    }
  }
  return places.words;
}

/** Words by their place. Arrays instead of a map, which would leave much behind in every check. */
class Places {
  readonly words: Word[] = [];
  /** By start: one more than the number of the word that was added last; 0 where there is none. */
  readonly #last: Uint32Array;
  /** By number: as {@link #last}, for the word that was added before at the same start. */
  readonly #before: number[] = [];

  constructor(length: number) {
    this.#last = new Uint32Array(length);
  }

  add(word: Word): void {
    this.#before.push(Number(this.#last[word.start]));
    this.#last[word.start] = this.words.push(word);
  }

  /** The word that was added last of those from the same start to the same end. */
  find({ start, end }: Span): Word | undefined {
    let number = Number(this.#last[start]);
    while (number > 0 && this.words[number - 1]?.end !== end) number = Number(this.#before[number - 1]);
    return this.words[number - 1];
  }
}

function readLines(line: GlyphLine, forms: FormReader): Word[][] {
  const hasLeet = line.glyphs.some(({ kind }) => kind === 'digit' || kind === 'sign' || kind === 'inner');
  const strict = readWords(line, 'strict', forms);
  const loose = hasLeet ? readWords(line, 'loose', forms) : strict;
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

/** The glyphs of a word. */
export function glyphsOf({ line, from, to }: Word): readonly Glyph[] {
  return line.glyphs.slice(from, to);
}

/** What a glyph is to the words of a line: two neighbours of one role are in one word, unless they stand alone. */
type Role = 'border' | 'letter' | 'digit' | 'alone';

/** Cuts a line into words. */
export function readWords(line: GlyphLine, joining: Joining, forms: FormReader): Word[] {
  const { glyphs } = line;
  const words: Word[] = [];
  let from = 0;
  let last: Role = 'border';
  for (let at = 0; at < glyphs.length; at += 1) {
    const role = joining === 'strict' ? strictRole(glyphs[at]) : looseRole(glyphs, at);
    if (role === last && role !== 'alone') continue;
    if (last !== 'border') words.push(wordOf(line, from, at, forms));
    from = at;
    last = role;
  }
  if (last !== 'border') words.push(wordOf(line, from, glyphs.length, forms));
  return words;
}

function strictRole(glyph: Glyph | undefined): Role {
  const kind = glyph?.kind;
  if (kind === 'letter' || kind === 'digit') return kind;
  return kind === 'dense' || kind === 'emoji' ? 'alone' : 'border';
}

/** `$` is a letter wherever digits and signs are, `!` only between two of them. */
function looseRole(glyphs: readonly Glyph[], at: number): Role {
  const glyph = glyphs[at];
  if (isReadable(glyph)) return 'letter';
  if (glyph?.kind === 'inner') return isReadable(glyphs[at - 1]) && isReadable(glyphs[at + 1]) ? 'letter' : 'border';
  return strictRole(glyph);
}

function isReadable(glyph: Glyph | undefined): boolean {
  return glyph?.kind === 'letter' || glyph?.kind === 'digit' || glyph?.kind === 'sign';
}

function wordOf(line: GlyphLine, from: number, to: number, forms: FormReader): Word {
  const { glyphs } = line;
  const [start, end] = [firstStart(glyphs, from, to), lastEnd(glyphs, from, to)];
  return { kind: kindOf(glyphs, from, to), line, from, to, forms: forms.read(line, from, to), start, end };
}

/** Only a word of one glyph is dense or an emoji. */
function kindOf(glyphs: readonly Glyph[], from: number, to: number): Word['kind'] {
  const kind = glyphs[from]?.kind;
  if (kind === 'dense' || kind === 'emoji') return kind;
  for (let at = from; at < to; at += 1) if (glyphs[at]?.kind !== 'digit') return 'word';
  return 'number';
}

/** Runs of single letters, whatever stands between them; emoji do not end a run. */
function spelledWords(words: readonly Word[], forms: FormReader): Word[] {
  const spelled: Word[] = [];
  let from = 0;
  words.forEach((word, at) => {
    if (word.kind !== 'dense' && word.to - word.from === 1) return;
    if (at - from >= minSpelledLetters) addSpelled(spelled, words.slice(from, at), forms);
    from = at + 1;
  });
  if (words.length - from >= minSpelledLetters) addSpelled(spelled, words.slice(from), forms);
  return spelled;
}

/** Adds the single letters as one word, where they are enough. */
function addSpelled(spelled: Word[], singles: readonly Word[], forms: FormReader): void {
  const run: Glyph[] = [];
  for (const { kind, line, from } of singles) {
    const glyph = line.glyphs[from];
    if (glyph && kind !== 'emoji') run.push(glyph);
  }
  if (run.length < minSpelledLetters || kindOf(run, 0, run.length) === 'number') return;
  spelled.push(wordOf(lineOf(run), 0, run.length, forms));
}

/** Ends a word for certain: white space, and the punctuation of scripts that need no space after it. */
const border = /[\s，、。；：！？]/u;

/**
 * The glyphs without what stands inside words (`nu-de`, `nu/de`, `nu🍎de`), and with a sign at the edge of a word as a letter
 * (`|ink`), and emoji elsewhere as gaps; null where a text has none of them. Two digits are never joined: 1.8 is not 18.
 */
export function joinPieces(glyphs: readonly Glyph[]): Glyph[] | null {
  const joined: Glyph[] = [];
  let isChanged = false;
  for (let at = 0; at < glyphs.length; at += 1) {
    const end = endOfGap(glyphs, at);
    if (end > at) isChanged = addGap(joined, glyphs, at, end) || isChanged;
    isChanged = addNext(joined, glyphs, end) || isChanged;
    at = end;
  }
  return isChanged ? joined : null;
}

/** Emoji become gaps, so that `free 🎁 nitro` is a phrase; true where there are any, or where the gap is left out. */
function addGap(joined: Glyph[], glyphs: readonly Glyph[], from: number, to: number): boolean {
  if (canJoin(glyphs[from - 1], glyphs[to])) return true;
  const gap = glyphs.slice(from, to);
  for (const glyph of gap) joined.push(glyph.kind === 'emoji' ? { ...glyph, kind: 'gap' } : glyph);
  return gap.some((glyph) => glyph.kind === 'emoji');
}

/** True where the glyph is added as a sign. */
function addNext(joined: Glyph[], glyphs: readonly Glyph[], at: number): boolean {
  const next = glyphs[at];
  if (next === undefined) return false;
  const isSign = next.kind === 'inner' && isEdge(next, glyphs[at - 1], glyphs[at + 1]);
  joined.push(isSign ? { ...next, kind: 'sign' } : next);
  return isSign;
}

/** Behind the last of the signs and emoji that stand here in a row. */
function endOfGap(glyphs: readonly Glyph[], from: number): number {
  let end = from;
  while (isGap(glyphs[end])) end += 1;
  return end;
}

function isGap(glyph: Glyph | undefined): boolean {
  return glyph?.kind === 'emoji' || (glyph?.kind === 'gap' && !border.test(glyph.drawn));
}

function canJoin(last: Glyph | undefined, next: Glyph | undefined): boolean {
  return isReadablePiece(last) && isReadablePiece(next) && !(last?.kind === 'digit' && next?.kind === 'digit');
}

/** A letter, a digit, or what reads as one. */
function isReadablePiece(glyph: Glyph | undefined): boolean {
  return glyph !== undefined && glyph.kind !== 'gap' && glyph.kind !== 'emoji';
}

/** Of `!`, `|` and `+`: a letter on one side and nothing on the other; a `!` only before a word. */
function isEdge(glyph: Glyph, before: Glyph | undefined, after: Glyph | undefined): boolean {
  const isFirst = !isReadablePiece(before) && after?.kind === 'letter';
  const isLast = !isReadablePiece(after) && before?.kind === 'letter' && glyph.drawn !== '!';
  return isFirst || isLast;
}
