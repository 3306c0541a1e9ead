import { z } from 'zod';
import type { StatedPrices } from '../price-book.ts';

/** One input of a listed model, as far as Easel looks at it. Absent bounds are null. */
export const listedInputSchema = z.object({
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
});

/** One model of RunComfy's own catalogue. */
export const listedModelSchema = z.object({
  /** The path of a submit: the `endpoint` of a route. */
  modelId: z.string(),
  title: z.string(),
  categories: z.array(z.string()),
  /** Per picture; null where the catalogue states no such price. */
  priceUsd: z.number().positive().nullable(),
  /** Null where no schema is told, or none that can be read. */
  inputs: z.array(listedInputSchema).nullable(),
});

/** @see listedInputSchema */
export type ListedInput = Readonly<z.output<typeof listedInputSchema>>;
/** @see listedModelSchema */
export type ListedModel = Readonly<z.output<typeof listedModelSchema>>;

/** What RunComfy's catalogue said when it was last read. */
export interface Listing {
  readonly prices: StatedPrices;
  readonly models: readonly ListedModel[];
  /** Unix milliseconds; 0 where it was never read. */
  readonly readAtMs: number;
}

/** The listing of this moment. What is current never changes itself; it is replaced as a whole. */
export interface ListingBook {
  current(): Listing;
}

/** Nothing is listed: Easel's own rows hold. */
export const emptyListing: Listing = { prices: new Map(), models: [], readAtMs: 0 };
/** @see emptyListing */
export const emptyListingBook: ListingBook = { current: () => emptyListing };

/** Inputs by their key. */
export type Inputs = ReadonlyMap<string, ListedInput>;

/** @see Inputs */
export function byName(inputs: readonly ListedInput[]): Inputs {
  return new Map(inputs.map((input) => [input.name, input]));
}
