import type { StillImage } from './job.ts';

/** Picture inputs of an endpoint. */
export interface ImageRule {
  /** One key that takes a list of addresses, or one key for each picture in its order. */
  readonly keys: ImageKeys;
  /** RunningHub's node-keyed spelling, one key for each picture; null where there is none. */
  readonly nodeKeys: readonly string[] | null;
  /** Pictures at most, 1 or more. */
  readonly most: number;
  /** What one picture may weigh. */
  readonly maxBytes: number;
  /** The kinds that the endpoint lists; all three where left out. A picture of another kind is written as one of these. */
  readonly formats?: readonly StillImage['format'][] | undefined;
  /** True where the endpoint edits and makes nothing from words alone. */
  readonly isRequired: boolean;
}

/** @see ImageRule.keys */
export type ImageKeys =
  | { readonly kind: 'list'; readonly key: string }
  | { readonly kind: 'each'; readonly keys: readonly string[] };
