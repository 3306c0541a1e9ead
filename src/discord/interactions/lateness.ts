import type { Clock } from '#core/clock.ts';
import { bornAtMs } from '#core/ids.ts';

/** How far Discord's clock may be ahead of ours; an id from beyond is made up, and says nothing about time. */
const skewMs = 10 * 60_000;
/** How much one of the clocks may gain on the other, per millisecond. */
const drift = 1 / 1000;

/** Whether Discord can have made the id by now. */
export function isPlausible(id: string, nowMs: number): boolean {
  return bornAtMs(id) <= nowMs + skewMs;
}

/**
 * How many milliseconds later than the promptest interaction so far each one arrives. Neither clock has to be right: what counts is how
 * the time between them changes. 0 for the first, and for an id that nobody made.
 */
export function createLateness({ now, monotonic }: Pick<Clock, 'now' | 'monotonic'>): (id: string) => number {
  let promptest: { readonly wayMs: number; readonly atMs: number } | null = null;
  return (id) => {
    if (!isPlausible(id, now())) return 0;
    const atMs = monotonic();
    const wayMs = atMs - bornAtMs(id);
    const expectedMs = promptest === null ? wayMs : promptest.wayMs + (atMs - promptest.atMs) * drift;
    promptest = { wayMs: Math.min(wayMs, expectedMs), atMs };
    return wayMs - promptest.wayMs;
  };
}
