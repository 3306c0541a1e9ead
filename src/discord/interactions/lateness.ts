import type { Clock } from '#core/clock.ts';
import { bornAtMs } from '#core/ids.ts';
import { pace } from '../messages/limits.ts';

/** How far Discord's clock may be ahead of ours; an id from beyond is made up, and says nothing about time. */
const skewMs = 10 * 60_000;
/** How much one of the clocks may gain on the other, per millisecond. */
const drift = 1 / 1000;
/** Where all have been late for so long, a clock has jumped: what waited for a frozen process is read within moments. */
const believedForMs = 10_000;

/** Whether Discord can have made the id by now. */
export function isPlausible(id: string, nowMs: number): boolean {
  return bornAtMs(id) <= nowMs + skewMs;
}

/** From an interaction's birth by Discord's clock to its arrival by ours, which has another zero: only differences mean something. */
interface Way {
  readonly ms: number;
  /** When it was measured; monotonic. */
  readonly atMs: number;
}

/**
 * How many milliseconds later than the promptest interaction so far each one arrives. Neither clock has to be right: what counts is how
 * the time between them changes. 0 for the first, and for an id that nobody made.
 */
export function createLateness({ now, monotonic }: Pick<Clock, 'now' | 'monotonic'>): (id: string) => number {
  let promptest: Way | null = null;
  /** Of those that were late, without a prompt one in between: when the first came, and the promptest of them. */
  let late: { readonly sinceMs: number; readonly least: Way } | null = null;

  return (id) => {
    if (!isPlausible(id, now())) return 0;
    const atMs = monotonic();
    const way = { ms: atMs - bornAtMs(id), atMs };
    promptest = prompter(way, promptest);
    if (way.ms - promptest.ms <= pace.latestMs) late = null;
    else late = { sinceMs: late?.sinceMs ?? atMs, least: prompter(way, late?.least ?? null) };
    if (late !== null && atMs - late.sinceMs >= believedForMs) {
      promptest = late.least;
      late = null;
    }
    return way.ms - promptest.ms;
  };
}

/** The shorter of two ways, as of the newer one. */
function prompter(newer: Way, older: Way | null): Way {
  if (older === null) return newer;
  return { ms: Math.min(newer.ms, older.ms + (newer.atMs - older.atMs) * drift), atMs: newer.atMs };
}
