import { parseListedSize } from '../size.ts';

/** A name that services give to a ratio, as `landscape_16_9`; null for anything else. */
export function ratioOfWord(word: string): string | null {
  if (/^square(?:_hd)?$/u.test(word)) return '1:1';
  const [, way, first = '', second = ''] = /^(portrait|landscape)_(\d{1,2})_(\d{1,2})$/u.exec(word) ?? [];
  if (way === undefined) return null;
  const [shorter = 0, longer = 0] = [Number(first), Number(second)].sort((one, other) => one - other);
  if (shorter === 0) return null;
  return way === 'portrait' ? `${shorter}:${longer}` : `${longer}:${shorter}`;
}

/** Each ratio with the word that stands for it, the largest square for 1:1. Empty where no word names a ratio. */
export function ratioWordsIn(words: readonly string[]): Readonly<Record<string, string>> {
  const named: Record<string, string> = {};
  for (const word of words) {
    const ratio = ratioOfWord(word);
    if (ratio !== null && (named[ratio] === undefined || word === 'square_hd')) named[ratio] = word;
  }
  return named;
}

/** Those of the words that are ratios such as `16:9`. */
export function ratiosIn(words: readonly string[]): readonly string[] {
  return words.filter((word) => parseListedSize(word)?.kind === 'ratio');
}

/** Sizes such as `1024x768`, whatever is written between the sides. */
export interface ListedSizes {
  /** Each `1024x768`. */
  readonly sizes: readonly string[];
  readonly separator: string;
}

/** The sizes among the words that are written like the first of them; null where there is none. */
export function sizesIn(words: readonly string[], wanted: string | null = null): ListedSizes | null {
  const found = words.flatMap((word) => {
    const [, widthPx, separator, heightPx] = /^([1-9]\d{1,4})([x*×_])([1-9]\d{1,4})$/u.exec(word) ?? [];
    return separator === undefined ? [] : [{ separator, size: `${widthPx}x${heightPx}` }];
  });
  const separator = wanted ?? found[0]?.separator;
  const sizes = found.filter((each) => each.separator === separator).map(({ size }) => size);
  return separator === undefined || sizes.length === 0 ? null : { sizes, separator };
}
