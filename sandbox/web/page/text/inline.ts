import type { Inline } from './tree.ts';

interface Rule {
  /** Sticky, tried where the reader is. */
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray, depth: number) => Inline;
}

const deepest = 12;

const around = (kind: 'strong' | 'em' | 'underline' | 'strike' | 'spoiler', pattern: RegExp): Rule => ({
  pattern,
  read: ([, inner = ''], depth) => ({ kind, inner: parseInline(inner, depth + 1) }),
});

/** In the order in which they are tried. */
const rules: readonly Rule[] = [
  { pattern: /\\([^\p{L}\p{N}\s])/uy, read: ([, character = '']) => ({ kind: 'text', text: character }) },
  { pattern: /\n/y, read: () => ({ kind: 'break' }) },
  {
    pattern: /(`+)(?!`)([\s\S]*?[^`])\1(?!`)/y,
    read: ([, , text = '']) => ({ kind: 'code', text: text.trim() || text }),
  },
  {
    pattern: /<t:(-?\d{1,13})(?::([tTdDfFsSR]))?>/y,
    read: ([, at, style = 'f']) => ({ kind: 'time', seconds: Number(at), style }),
  },
  { pattern: /<@!?(\d{17,20})>/y, read: ([, id = '']) => ({ kind: 'user', id }) },
  { pattern: /<@&(\d{17,20})>/y, read: ([, id = '']) => ({ kind: 'role', id }) },
  { pattern: /<#(\d{17,20})>/y, read: ([, id = '']) => ({ kind: 'channel', id }) },
  { pattern: /<\/([-_\p{L}\p{N}][-_\p{L}\p{N} ]{0,100}):\d+>/uy, read: ([, name = '']) => ({ kind: 'command', name }) },
  { pattern: /<a?:(\w{1,32}):\d+>/y, read: ([, name = '']) => ({ kind: 'emoji', name }) },
  { pattern: /@(?:everyone|here)\b/y, read: ([text]) => ({ kind: 'everyone', text }) },
  {
    pattern: /\[((?:\\.|[^\\\]\n])+)\]\(<?(https?:\/\/[^\s<>)]+)>?(?:\s+"[^"\n]*")?\)/y,
    read: ([, inner = '', url = ''], depth) => ({ kind: 'link', url, inner: parseInline(inner, depth + 1) }),
  },
  { pattern: /<(https?:\/\/[^\s<>]+)>/y, read: ([, url = '']) => bareLink(url) },
  { pattern: /https?:\/\/[^\s<>]*[^\s<>.,:;!?"'`*_~|)\]]/y, read: ([url]) => bareLink(url) },
  around('strong', /\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y),
  around('underline', /__((?:\\[\s\S]|[^\\])+?)__(?!_)/y),
  around('strike', /~~((?:\\[\s\S]|[^\\])+?)~~(?!~)/y),
  around('spoiler', /\|\|((?:\\[\s\S]|[^\\])+?)\|\|/y),
  around('em', /\*(?=[^\s*])((?:\\[\s\S]|\*\*[^*]*\*\*|[^*\\])*?[^\s*])\*(?!\*)/y),
  around('em', /_(?=[^\s_])((?:\\[\s\S]|__[^_]*__|[^_\\])*?[^\s_])_(?![_\p{L}\p{N}])/uy),
];

/** What may begin something else than text; everything before it is taken at once. */
const plain = /[^\\\n`<@[h*_~|]+/y;

/** Reads the parts of some lines. What is not closed is text, and so is everything nested too deeply. */
export function parseInline(text: string, depth = 0): readonly Inline[] {
  if (depth > deepest) return [{ kind: 'text', text }];
  const parts: Inline[] = [];
  let at = 0;
  let words = '';
  const flush = () => {
    if (words !== '') parts.push({ kind: 'text', text: words });
    words = '';
  };
  while (at < text.length) {
    const found = matchAt(text, at);
    if (found === null) {
      const taken = takePlain(text, at);
      words += taken;
      at += taken.length;
      continue;
    }
    const node = found.rule.read(found.match, depth);
    at += found.match[0].length;
    if (node.kind === 'text') words += node.text;
    else {
      flush();
      parts.push(node);
    }
  }
  flush();
  return parts;
}

function matchAt(text: string, at: number): { readonly rule: Rule; readonly match: RegExpExecArray } | null {
  // An underline within a word is a part of it, as in file_names.
  const isInWord = text[at] === '_' && at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') && text[at + 1] !== '_';
  if (isInWord) return null;
  for (const rule of rules) {
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(text);
    if (match !== null) return { rule, match };
  }
  return null;
}

function takePlain(text: string, at: number): string {
  plain.lastIndex = at;
  return plain.exec(text)?.[0] ?? text.charAt(at);
}

function bareLink(url: string): Inline {
  return { kind: 'link', url, inner: [{ kind: 'text', text: url }] };
}
