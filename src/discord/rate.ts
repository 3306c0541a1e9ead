/** How much one member may do: `burst` at once, then `perSecond`. */
export interface RateRule {
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

const mostKept = 10_000;

/** A token bucket per key. Returns true and takes one where there is one left; `nowMs` may step back without harm. */
export function createRate({ burst, perSecond }: RateRule): (key: string, nowMs: number) => boolean {
  const buckets = new Map<string, Bucket>();
  const tokensIn = ({ tokens, atMs }: Bucket, nowMs: number) =>
    Math.min(burst, tokens + (Math.max(0, nowMs - atMs) * perSecond) / 1000);
  return (key, nowMs) => {
    const tokens = tokensIn(buckets.get(key) ?? { tokens: burst, atMs: nowMs }, nowMs);
    // Last used, last in line: the first key is the one that has been quiet for longest.
    buckets.delete(key);
    const [quietest] = buckets.keys();
    if (buckets.size >= mostKept && quietest !== undefined) buckets.delete(quietest);
    const isFree = tokens >= 1;
    buckets.set(key, { tokens: isFree ? tokens - 1 : tokens, atMs: nowMs });
    return isFree;
  };
}
