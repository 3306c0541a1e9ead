import { parseInline } from './inline.ts';
import type { Block, ListItem } from './tree.ts';

/**
 * Reads Discord's markdown, which is not quite anybody else's: quotes and lists end with their line, `-#` is small, and HTML does
 * not exist.
 *
 * @see https://support.discord.com/hc/en-us/articles/210298617 read 2026-11-28
 */
export function parseMarkdown(text: string): readonly Block[] {
  return parseBlocks(text.replaceAll('\r\n', '\n'), true);
}

/** What is read, how long it was, and whether it stood for a whole line. */
interface Taken {
  readonly block: Block;
  readonly length: number;
}

function parseBlocks(text: string, mayQuote: boolean): readonly Block[] {
  const blocks: Block[] = [];
  let loose = '';
  const flush = () => {
    const lines = loose.replace(/\n$/u, '');
    if (lines.trim() !== '') blocks.push({ kind: 'paragraph', inner: parseInline(lines) });
    loose = '';
  };
  let at = 0;
  while (at < text.length) {
    const isLineStart = at === 0 || text[at - 1] === '\n';
    const taken = takeCode(text, at) ?? (isLineStart ? takeLines(text, at, mayQuote) : null);
    if (taken !== null) {
      flush();
      blocks.push(taken.block);
      at += taken.length;
      continue;
    }
    const next = endOfLoose(text, at);
    loose += text.slice(at, next);
    at = next;
  }
  flush();
  return blocks;
}

/** Up to the next line, or to a code block that begins before it. */
function endOfLoose(text: string, at: number): number {
  const line = text.indexOf('\n', at);
  const end = line === -1 ? text.length : line + 1;
  const fence = text.indexOf('```', at + 1);
  return fence !== -1 && fence < end ? fence : end;
}

const fence = /```(?:([\w+-]+)\n)?\n*([\s\S]*?[^\n`]|)\n*```\n?/y;

function takeCode(text: string, at: number): Taken | null {
  fence.lastIndex = at;
  const match = fence.exec(text);
  if (match === null) return null;
  const [whole, language = '', code = ''] = match;
  return { block: { kind: 'code', language, text: code }, length: whole.length };
}

function takeLines(text: string, at: number, mayQuote: boolean): Taken | null {
  return takeHeading(text, at) ?? (mayQuote ? takeQuote(text, at) : null) ?? takeList(text, at);
}

const heading = /(#{1,3}|-#)[ \t]+(\S[^\n]*)(?:\n|$)/y;

function takeHeading(text: string, at: number): Taken | null {
  heading.lastIndex = at;
  const match = heading.exec(text);
  if (match === null) return null;
  const [whole, mark = '', line = ''] = match;
  const inner = parseInline(line.trimEnd());
  if (mark === '-#') return { block: { kind: 'subtext', inner }, length: whole.length };
  const level = mark.length === 1 ? 1 : mark.length === 2 ? 2 : 3;
  return { block: { kind: 'heading', level, inner }, length: whole.length };
}

const quote = /(?:>[ \t]([^\n]*)(?:\n|$)|>(?:\n|$))+/y;
const restQuote = />>>[ \t]([\s\S]*)$/y;

function takeQuote(text: string, at: number): Taken | null {
  restQuote.lastIndex = at;
  const rest = restQuote.exec(text);
  if (rest !== null)
    return { block: { kind: 'quote', blocks: parseBlocks(rest[1] ?? '', false) }, length: rest[0].length };
  quote.lastIndex = at;
  const [whole = ''] = quote.exec(text) ?? [];
  if (whole === '') return null;
  const inner = whole.replaceAll(/^>[ \t]?/gmu, '');
  return { block: { kind: 'quote', blocks: parseBlocks(inner, false) }, length: whole.length };
}

const item = /([ \t]*)(?:[-*]|(\d{1,9})\.)[ \t]+(\S[^\n]*)(?:\n|$)/y;
const deepestList = 10;

function takeList(text: string, start: number): Taken | null {
  const items: ListItem[] = [];
  let at = start;
  for (;;) {
    item.lastIndex = at;
    const match = item.exec(text);
    if (match === null) break;
    const [whole, indent = '', digits, line = ''] = match;
    const depth = Math.min(deepestList, Math.floor(indent.replaceAll('\t', '  ').length / 2));
    items.push({ depth, number: digits === undefined ? null : Number(digits), inner: parseInline(line.trimEnd()) });
    at += whole.length;
  }
  return items.length === 0 ? null : { block: { kind: 'list', items }, length: at - start };
}
