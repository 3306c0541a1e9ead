import { z } from 'zod';
import type { StatedPrices } from '../price.ts';
import { parseListedSize } from '../size.ts';

/** One input of a listed model, as far as Easel looks at it. Absent bounds are null. */
const remoteInputSchema = z.object({
  /** The key that is sent. */
  name: z.string(),
  /** `other` is a list, an object or something unknown. */
  kind: z.enum(['text', 'whole', 'number', 'flag', 'other']),
  isRequired: z.boolean(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  multipleOf: z.number().nullable(),
  maxLength: z.number().nullable(),
  /** The words that are taken, in the order of the list; null where any is. Never empty. */
  words: z.array(z.string()).nullable(),
  fallback: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  /** Of a list of objects: their keys with the bounds of each; null for anything else. */
  entries: z
    .object({
      most: z.number().nullable(),
      keys: z.array(z.object({ name: z.string(), minimum: z.number().nullable(), maximum: z.number().nullable() })),
    })
    .nullable()
    .default(null),
  /** Of an input that takes files: which, and how many where it is a list; null for anything else. */
  media: z
    .object({
      kind: z.enum(['image', 'video', 'audio']),
      isList: z.boolean(),
      least: z.number().nullable(),
      most: z.number().nullable(),
    })
    .nullable()
    .default(null),
  /** The numbers that are taken, where those are a few; null where any is. Never empty. */
  numbers: z.array(z.number()).nullable().default(null),
});

/** One model of RunComfy's own catalogue. */
export const remoteModelSchema = z.object({
  /** The path of a submit: the `endpoint` of a route. */
  modelId: z.string(),
  title: z.string(),
  categories: z.array(z.string()),
  /** Per picture, or whatever it makes; null where the catalogue states no such price. */
  priceUsd: z.number().positive().nullable(),
  /** Per second of what it makes; null where the catalogue states no such price. */
  priceUsdPerSecond: z.number().positive().nullable().default(null),
  /** Null where no schema is told, or none that can be read. */
  inputs: z.array(remoteInputSchema).nullable(),
});

/** @see remoteInputSchema */
export type RemoteInput = Readonly<z.output<typeof remoteInputSchema>>;
/** @see remoteModelSchema */
export type RemoteModel = Readonly<z.output<typeof remoteModelSchema>>;

/** What RunComfy's catalogue said when it was last read. */
export interface RemoteCatalogue {
  readonly prices: StatedPrices;
  readonly models: readonly RemoteModel[];
  /** Unix milliseconds; 0 where it was never read. */
  readonly readAtMs: number;
}

/** The listing of this moment. What is current never changes itself; it is replaced as a whole. */
export interface CatalogueBook {
  current(): RemoteCatalogue;
}

/** Nothing is listed: Easel's own rows hold. */
export const emptyRemoteCatalogue: RemoteCatalogue = { prices: new Map(), models: [], readAtMs: 0 };
/** @see emptyRemoteCatalogue */
export const emptyCatalogueBook: CatalogueBook = { current: () => emptyRemoteCatalogue };

/** Inputs by their key. */
export type Inputs = ReadonlyMap<string, RemoteInput>;

/** @see Inputs */
export function byName(inputs: readonly RemoteInput[]): Inputs {
  return new Map(inputs.map((input) => [input.name, input]));
}

/** A name that services give to a ratio, as `landscape_16_9`; null for anything else. */
function ratioOfWord(word: string): string | null {
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
interface RemoteSizes {
  /** Each `1024x768`. */
  readonly sizes: readonly string[];
  readonly separator: string;
}

/** The sizes among the words that are written like the first of them; null where there is none. */
export function sizesIn(words: readonly string[], wanted: string | null = null): RemoteSizes | null {
  const found = words.flatMap((word) => {
    const [, widthPx, separator, heightPx] = /^([1-9]\d{1,4})([x*×_])([1-9]\d{1,4})$/u.exec(word) ?? [];
    return separator === undefined ? [] : [{ separator, size: `${widthPx}x${heightPx}` }];
  });
  const separator = wanted ?? found[0]?.separator;
  const sizes = found.filter((each) => each.separator === separator).map(({ size }) => size);
  return separator === undefined || sizes.length === 0 ? null : { sizes, separator };
}
