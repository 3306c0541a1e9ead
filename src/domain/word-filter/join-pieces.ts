import type { Glyph } from './read-glyphs.ts';

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
  return isReadable(last) && isReadable(next) && !(last?.kind === 'digit' && next?.kind === 'digit');
}

/** A letter, a digit, or what reads as one. */
function isReadable(glyph: Glyph | undefined): boolean {
  return glyph !== undefined && glyph.kind !== 'gap' && glyph.kind !== 'emoji';
}

/** Of `!`, `|` and `+`: a letter on one side and nothing on the other; a `!` only before a word. */
function isEdge(glyph: Glyph, before: Glyph | undefined, after: Glyph | undefined): boolean {
  const isFirst = !isReadable(before) && after?.kind === 'letter';
  const isLast = !isReadable(after) && before?.kind === 'letter' && glyph.drawn !== '!';
  return isFirst || isLast;
}
