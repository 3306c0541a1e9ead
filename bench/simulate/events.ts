import type { Clock } from '#core/clock.ts';

/** A clock that jumps from one event to the next, and what is to happen when. */
export interface Simulation {
  /** Both of its times begin at 0. */
  readonly clock: Clock;
  /** Of several at the same moment the one that was planned first happens first. What lies in the past happens now. */
  at(atMs: number, act: () => void): void;
  /** Lets everything happen up to that moment, that moment included, and what follows from each event before the next one. */
  run(untilMs: number): Promise<void>;
  /** Events that have happened. */
  happened(): number;
}

interface Event {
  readonly atMs: number;
  readonly order: number;
  readonly act: () => void;
}

/** @see Simulation */
export function createSimulation(): Simulation {
  const events = createHeap();
  let nowMs = 0;
  let planned = 0;
  let count = 0;

  const at = (atMs: number, act: () => void): void => {
    events.push({ atMs: Math.max(nowMs, atMs), order: planned, act });
    planned += 1;
  };
  const wait = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      at(nowMs + ms, () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      });
    });
  const run = async (untilMs: number): Promise<void> => {
    await settled();
    for (let next = events.first(); next !== undefined && next.atMs <= untilMs; next = events.first()) {
      events.pop();
      nowMs = next.atMs;
      count += 1;
      next.act();
      await settled();
    }
    nowMs = untilMs;
  };
  return { clock: { now: () => nowMs, monotonic: () => nowMs, wait }, at, run, happened: () => count };
}

/** Every promise that is ready has run when the event loop comes round. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A binary heap: no event is before the one above it. */
function createHeap() {
  const events: Event[] = [];
  const isBefore = (one: number, other: number): boolean => {
    const [first, second] = [events[one], events[other]];
    if (first === undefined || second === undefined) return first !== undefined;
    return first.atMs < second.atMs || (first.atMs === second.atMs && first.order < second.order);
  };
  const swap = (one: number, other: number): void => {
    const [first, second] = [events[one], events[other]];
    if (first === undefined || second === undefined) return;
    events[one] = second;
    events[other] = first;
  };
  const rise = (from: number): void => {
    for (let at = from; at > 0 && isBefore(at, (at - 1) >> 1); at = (at - 1) >> 1) swap(at, (at - 1) >> 1);
  };
  const sink = (from: number): void => {
    for (let at = from; ; ) {
      const below = isBefore(2 * at + 2, 2 * at + 1) ? 2 * at + 2 : 2 * at + 1;
      if (!isBefore(below, at)) return;
      swap(at, below);
      at = below;
    }
  };
  return {
    first: () => events[0],
    push(event: Event): void {
      events.push(event);
      rise(events.length - 1);
    },
    pop(): void {
      const last = events.pop();
      if (last === undefined || events.length === 0) return;
      events[0] = last;
      sink(0);
    },
  };
}
