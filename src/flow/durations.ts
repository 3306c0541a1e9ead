/** Weight of the newest run: half of the estimate is made by the last two or three runs. */
const newestWeight = 0.3;

/** How long a route takes from the start of a run to its end, learnt from the runs seen. */
export interface Durations {
  /** Milliseconds, or null before the first run. */
  expectedMs(routeKey: string): number | null;
  learn(routeKey: string, tookMs: number): void;
}

/** An exponentially weighted mean per route. */
export function createDurations(): Durations {
  const means = new Map<string, number>();
  return {
    expectedMs: (routeKey) => means.get(routeKey) ?? null,
    learn(routeKey, tookMs) {
      const mean = means.get(routeKey);
      means.set(routeKey, mean === undefined ? tookMs : mean + newestWeight * (tookMs - mean));
    },
  };
}

/** One route's name in {@link Durations} and in the metrics. */
export function routeKey(route: { readonly provider: string; readonly endpoint: string }): string {
  return `${route.provider}/${route.endpoint}`;
}
