import { type GlyphLine, plainIn } from './glyph-line.ts';
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
  /** Its number among the forms of one text, from 0. */
  readonly id: number;
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
export interface FormReader {
  /** The forms of the word that begins at glyph `from` of a line; `to` is exclusive. */
  read(line: GlyphLine, from: number, to: number): Forms;
  /** Everything read so far, by {@link Forms.id}. */
  readonly all: readonly Forms[];
}

/** By the id of the forms: 1 where the question is answered with yes. It is asked once for each. */
export function idsOf(all: readonly Forms[], ask: (forms: Forms) => boolean): Uint8Array {
  const ids = new Uint8Array(all.length);
  for (const forms of all) if (ask(forms)) ids[forms.id] = 1;
  return ids;
}

const minLeetLetters = 2;
const nothing: readonly Form[] = [];
const surrogate = /[\ud800-\udfff]/;

/** Shortens every run of one letter to a single one. */
export function squeeze(text: string): string {
  if (!hasRun(text)) return text;
  if (surrogate.test(text)) return text.replace(/(.)\1+/gsu, '$1');
  let squeezed = '';
  let from = 0;
  for (let at = 1; at < text.length; at += 1) {
    if (text.charCodeAt(at) !== text.charCodeAt(at - 1)) continue;
    squeezed += text.slice(from, at);
    while (text.charCodeAt(at + 1) === text.charCodeAt(at)) at += 1;
    from = at + 1;
  }
  return squeezed + text.slice(from);
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
  /** Of words of one ASCII letter, by its code: in a text of letters and signs they are half of all words. */
  const single: (Forms | undefined)[] = Array.from({ length: 128 });
  const all: Forms[] = [];
  const readAny = (line: GlyphLine, from: number, to: number): Forms => {
    const text = plainIn(line, from, to);
    const isForeign = !line.isAscii && /[^\0-\u007f]/.test(text);
    const key = isForeign ? `${text} ${drawnOf(line.glyphs.slice(from, to))}` : text;
    const before = known.get(key);
    if (before) return before;
    const glyphs = line.glyphs.slice(from, to);
    const forms = isForeign ? readForeign(all.length, glyphs) : readAscii(all.length, glyphs, text);
    known.set(key, forms);
    all.push(forms);
    return forms;
  };
  const read = (line: GlyphLine, from: number, to: number): Forms => {
    if (to - from !== 1 || !line.isAscii || line.offsets) return readAny(line, from, to);
    const code = line.plain.charCodeAt(from);
    const forms = single[code] ?? readAny(line, from, to);
    single[code] = forms;
    return forms;
  };
  return { read, all };
}

function drawnOf(glyphs: readonly Glyph[]): string {
  let text = '';
  for (const glyph of glyphs) text += glyph.drawn;
  return text;
}

function readAscii(id: number, glyphs: readonly Glyph[], text: string): Forms {
  const plain: Form = { text, squeezed: squeeze(text), parts: null };
  const leet = readLeet(glyphs, plain);
  return { id, plain, latin: plain, leet, all: leet === nothing ? [plain] : [plain, ...leet], canonical: plain };
}

function readForeign(id: number, glyphs: readonly Glyph[]): Forms {
  const plain = formOf(glyphs.map((glyph) => glyph.plain));
  const isMixed = /[a-z]/.test(plain.text);
  const latin = readLatin(glyphs, isMixed);
  const leet = readLeet(glyphs, latin);
  const own = plain.text === latin.text ? [plain] : [plain, latin];
  return {
    id,
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
  return leetTexts(latin.text)
    .filter((text) => text !== latin.text)
    .map((text) => ({ text, squeezed: squeeze(text), parts: latin.parts && cutLike(latin.parts, text) }));
}

/** With each sign of two readings read in the first way, or each in the second; two such signs also in one way each. */
function leetTexts(text: string): string[] {
  const unsure: number[] = [];
  let first = '';
  let done = 0;
  for (let at = 0; at < text.length; at += 1) {
    const readings = leetReadings(text.charAt(at));
    if (readings === null) continue;
    first += text.slice(done, at) + readings[0];
    done = at + 1;
    if (readings[0] !== readings[1]) unsure.push(at);
  }
  first += text.slice(done);
  if (unsure.length === 0) return [first];
  const second = inSecondWay(text, first, unsure);
  if (unsure.length !== 2) return [first, second];
  const cut = Number(unsure[0]) + 1;
  return [first, second, second.slice(0, cut) + first.slice(cut), first.slice(0, cut) + second.slice(cut)];
}

/** The first reading of a text with each of these signs read in the second way. */
function inSecondWay(text: string, first: string, signs: readonly number[]): string {
  let second = '';
  let done = 0;
  for (const at of signs) {
    second += first.slice(done, at) + String(leetReadings(text.charAt(at))?.[1]);
    done = at + 1;
  }
  return second + first.slice(done);
}

/** A leet reading has as many UTF-16 units as what it reads, since every digit and sign is one unit and reads as one. */
function cutLike(parts: readonly string[], text: string): string[] {
  let end = 0;
  return parts.map((part) => {
    end += part.length;
    return text.slice(end - part.length, end);
  });
}

function isLetter(glyph: Glyph): boolean {
  return glyph.kind === 'letter';
}

function formOf(parts: readonly string[]): Form {
  const text = parts.join('');
  return { parts, text, squeezed: squeeze(text) };
}
