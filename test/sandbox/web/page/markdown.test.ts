import { describe, expect, it } from 'vitest';
import { parseInline } from '../../../../sandbox/web/page/text/inline.ts';
import { parseMarkdown } from '../../../../sandbox/web/page/text/parse.ts';
import { absoluteTime, relativeTime } from '../../../../sandbox/web/page/text/time.ts';
import type { Block, Inline } from '../../../../sandbox/web/page/text/tree.ts';

/** A tree as short as it can be read: `strong(a em(b))`. */
function shown(parts: readonly Inline[]): string {
  return parts.map(shownPart).join('');
}

function shownPart(part: Inline): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'break':
      return '⏎';
    case 'code':
      return `code(${part.text})`;
    case 'link':
      return `link(${part.url} ${shown(part.inner)})`;
    case 'time':
      return `time(${part.seconds} ${part.style})`;
    case 'command':
    case 'emoji':
      return `${part.kind}(${part.name})`;
    case 'everyone':
      return `everyone(${part.text})`;
    case 'user':
    case 'role':
    case 'channel':
      return `${part.kind}(${part.id})`;
    default:
      return `${part.kind}(${shown(part.inner)})`;
  }
}

function shownBlock(block: Block): string {
  switch (block.kind) {
    case 'code':
      return `code[${block.language}](${block.text})`;
    case 'quote':
      return `quote(${block.blocks.map(shownBlock).join(' ')})`;
    case 'heading':
      return `h${block.level}(${shown(block.inner)})`;
    case 'list':
      return `list(${block.items.map(({ depth, number, inner }) => `${depth}${number === null ? '•' : `#${number}`}${shown(inner)}`).join(' ')})`;
    default:
      return `${block.kind}(${shown(block.inner)})`;
  }
}

const id = '1576324114077974533';

describe('a line', () => {
  it.each([
    ['**bold** and *slanted* or _so_', 'strong(bold) and em(slanted) or em(so)'],
    ['***both***', 'strong(em(both))'],
    ['**a *b* c**', 'strong(a em(b) c)'],
    ['__under__ ~~gone~~ ||secret||', 'underline(under) strike(gone) spoiler(secret)'],
    ['||**both**||', 'spoiler(strong(both))'],
    ['`**raw**` ``a`b``', 'code(**raw**) code(a`b)'],
    ['file_name_here and 2*3*4', 'file_name_here and 2em(3)4'],
    ['a * b * c', 'a * b * c'],
    ['not **closed', 'not **closed'],
    ['\\*not\\* \\`this\\`', '*not* `this`'],
    ['FLUX\\.2 klein', 'FLUX.2 klein'],
    ['two\nlines', 'two⏎lines'],
    [`<@${id}> <@!${id}> <@&${id}> <#${id}>`, `user(${id}) user(${id}) role(${id}) channel(${id})`],
    [`</mod grant:${id}> <:fox:${id}> <a:fox:${id}>`, 'command(mod grant) emoji(fox) emoji(fox)'],
    ['@everyone and @here, not @nobody', 'everyone(@everyone) and everyone(@here), not @nobody'],
    ['<t:1795910400:R> <t:1795910400>', 'time(1795910400 R) time(1795910400 f)'],
    ['[a **link**](https://e.example/x)', 'link(https://e.example/x a strong(link))'],
    ['see https://e.example/a_b_c.', 'see link(https://e.example/a_b_c https://e.example/a_b_c).'],
    ['<https://e.example/>', 'link(https://e.example/ https://e.example/)'],
    ['[no](javascript:alert(1))', '[no](javascript:alert(1))'],
    ['<img src=x onerror=alert(1)> &amp;', '<img src=x onerror=alert(1)> &amp;'],
  ])('%j', (text, expected) => {
    expect(shown(parseInline(text))).toBe(expected);
  });

  it('of many open marks is read in no time, and nesting has an end', () => {
    const startedAtMs = Date.now();
    parseMarkdown('**'.repeat(2000));
    parseMarkdown('*_~~||'.repeat(300));
    expect(shown(parseInline('||'.repeat(400)))).toContain('|');
    expect(Date.now() - startedAtMs).toBeLessThan(2000);
  });
});

describe('lines', () => {
  it.each([
    ['# One\n## Two\n### Three\n#### four', 'h1(One) h2(Two) h3(Three) paragraph(#### four)'],
    ['#no\n-# small', 'paragraph(#no) subtext(small)'],
    ['> a\n> b\nc', 'quote(paragraph(a⏎b)) paragraph(c)'],
    ['>>> a\nb\n\nc', 'quote(paragraph(a⏎b⏎⏎c))'],
    ['> # Title\n> - one', 'quote(h1(Title) list(0•one))'],
    ['- a\n- b\n  - c\n1. d', 'list(0•a 0•b 1•c 0#1d)'],
    ['text\n- a\nmore', 'paragraph(text) list(0•a) paragraph(more)'],
    ['```js\nlet a;\n```', 'code[js](let a;)'],
    ['```\n# a\n- b\n```after', 'code[](# a\n- b) paragraph(after)'],
    ['before ```x``` after', 'paragraph(before ) code[](x) paragraph( after)'],
    ['```never closed', 'paragraph(```never closed)'],
    ['a\n\nb', 'paragraph(a⏎⏎b)'],
  ])('%j', (text, expected) => {
    expect(parseMarkdown(text).map(shownBlock).join(' ')).toBe(expected);
  });
});

describe('a moment', () => {
  it.each([
    [0, 'now'],
    [5, 'in 5 seconds'],
    [-59, '59 seconds ago'],
    [90, 'in 1 minute'],
    [7200, 'in 2 hours'],
    [-86_400, 'yesterday'],
    [86_400 * 40, 'next month'],
  ])('%i s away is %j', (apart, expected) => {
    expect(relativeTime(1000 + apart, 1_000_000, 'en-US')).toBe(expected);
  });

  it('is told in the language of the reader', () => {
    expect(relativeTime(1005, 1_000_000, 'de')).toBe('in 5 Sekunden');
    expect(absoluteTime(0, 'D', 'de')).toMatch(/1\. Januar 1970|31\. Dezember 1969/u);
    expect(absoluteTime(8.7e12, 'f', 'en-US')).toBe('Invalid date');
  });
});
