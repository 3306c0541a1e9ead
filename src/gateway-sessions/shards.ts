/** Which shards of the gateway one process serves: `first` to `last`, both included and counted from 0, of `of` altogether. */
export interface Shards {
  readonly first: number;
  readonly last: number;
  readonly of: number;
}

/** The numbers of the shards, in order. */
export function idsOf({ first, last }: Shards): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
