/** A text as a reader sees it, with the way back to what was typed: one place in `starts` and `ends` per UTF-16 unit. */
export interface View {
  readonly text: string;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

const suspicious = /[&%<*_~|`[\]\\\u202e-]/;
/** Overridden to run from right to left, up to the end of the override or of the line. */
const reversed = /\u202e[^\u202c\n]*/g;
/** What a reader does not see: links, spoilers, emphasis, tags, escapes, hyphens at the end of a line; and encoded letters. */
const markup =
  /&[a-z0-9]{1,8};|&#(?:x[0-9a-f]{1,6}|[0-9]{1,7});?|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|(?:%[0-9a-f]{2}){1,8}|\]\([^()\s]{0,200}\)|\[(?=[^[\]\n]{0,60}\]\()|<[^<>\n]{1,100}>|[*_~|`]{2,}|[*`\\]|-\r?\n/gi;
const written = /[äöüÄÖÜ]|[aouAOU]\u0308|(?<=[a-zA-Z])β/g;
const invisibleEntities = /^&(?:shy|zwj|zwnj|lrm|rlm);$/i;
const accentedEntities = /^&([a-z])(acute|grave|circ|uml|tilde|cedil|ring|slash|caron|ogon|strok|breve|macr|dot);$/i;
const namedEntities: ReadonlyMap<string, string> = new Map([
  ['szlig', 'ß'],
  ['nbsp', ' '],
  ['ensp', ' '],
  ['emsp', ' '],
  ['thinsp', ' '],
  ['tab', ' '],
  ['newline', ' '],
  ['amp', '&'],
  ['aelig', 'æ'],
  ['oelig', 'œ'],
]);
const lastCodePoint = 0x10ffff;

/** The text without markup, decoded, and in the order in which it is drawn; null where that is the text itself. Linear. */
export function viewOf(text: string): View | null {
  if (!suspicious.test(text)) return null;
  const whole = wholeOf(text);
  const view = replaceIn(text.includes('\u202e') ? replaceIn(whole, reversed, reverse) : whole, markup, visibleOf);
  return view.text === text ? null : view;
}

/** The text, or its view, with umlauts written out and a beta inside a word as the sharp s; null where it has none. Linear. */
export function writtenOut(text: string, view: View | null): View | null {
  return (view?.text ?? text).search(written) < 0
    ? null
    : replaceIn(view ?? wholeOf(text), written, (part) =>
        part === 'β' ? 'ss' : `${part.normalize('NFD').charAt(0)}e`,
      );
}

function wholeOf(text: string): View {
  const starts = new Uint32Array(text.length);
  for (let at = 0; at < text.length; at += 1) starts[at] = at;
  return { text, starts, ends: starts.map((at) => at + 1) };
}

/** {@link View.starts} and {@link View.ends} are filled up to the length of the text. */
interface Draft {
  text: string;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** No part is replaced by more than this many times its units: an umlaut becomes two. */
const maxGrowth = 2;

/** What stands for a part; null keeps its places and turns them around. */
type Replace = (part: string) => string | null;

function replaceIn(view: View, pattern: RegExp, replace: Replace): View {
  const room = view.text.length * maxGrowth;
  const draft: Draft = { text: '', starts: new Uint32Array(room), ends: new Uint32Array(room) };
  let done = 0;
  for (const found of view.text.matchAll(pattern)) {
    copy(draft, view, done, found.index);
    done = found.index + found[0].length;
    const text = replace(found[0]);
    if (text === null) copyReversed(draft, view, found.index, done);
    else add(draft, text, view.starts[found.index], view.ends[done - 1]);
  }
  copy(draft, view, done, view.text.length);
  return draft;
}

function copy(draft: Draft, view: View, from: number, to: number): void {
  draft.starts.set(view.starts.subarray(from, to), draft.text.length);
  draft.ends.set(view.ends.subarray(from, to), draft.text.length);
  draft.text += view.text.slice(from, to);
}

function copyReversed(draft: Draft, view: View, from: number, to: number): void {
  let end = to;
  for (const character of Array.from(view.text.slice(from, to)).reverse()) {
    copy(draft, view, end - character.length, end);
    end -= character.length;
  }
}

function add(draft: Draft, text: string, start = 0, end = start): void {
  const from = draft.text.length;
  draft.text += text;
  draft.starts.fill(start, from, draft.text.length);
  draft.ends.fill(end, from, draft.text.length);
}

function reverse(): null {
  return null;
}

function visibleOf(part: string): string {
  if (part.startsWith('&')) return decodeEntity(part);
  if (part.startsWith('%')) return decodePercent(part);
  if (/^\\./.test(part)) return String.fromCharCode(Number.parseInt(part.slice(2), 16));
  return '';
}

function decodeEntity(entity: string): string {
  const [, hex, decimal] = /^&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));?$/i.exec(entity) ?? [];
  const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (codePoint <= lastCodePoint) return String.fromCodePoint(codePoint);
  if (invisibleEntities.test(entity)) return '';
  const [, letter, accent] = accentedEntities.exec(entity) ?? [];
  if (letter !== undefined) return accent === 'uml' ? `${letter}\u0308` : letter;
  return namedEntities.get(entity.slice(1, -1).toLowerCase()) ?? entity;
}

/** Bytes that are no UTF-8 stay as they are. */
function decodePercent(bytes: string): string {
  try {
    return decodeURIComponent(bytes);
  } catch {
    return bytes;
  }
}

/** Where the unit at `at` was typed. */
export function startIn(view: View | null, at: number): number {
  return view?.starts[at] ?? at;
}

/** Where the unit before `at` ended. */
export function endIn(view: View | null, at: number): number {
  return view?.ends[at - 1] ?? at;
}
