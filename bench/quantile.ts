/** The value below which `fraction` (0..1) of the values lie, by the nearest rank. 0 without values. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)] ?? 0;
}

/** The one in the middle; of an even number the lower of the two. 0 without values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
