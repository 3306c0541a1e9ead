/** Time, so that tests can hold it still. */
export interface Clock {
  /** Unix milliseconds: for what is written down and for dates. It may be set forward or back at any moment. */
  now(): number;
  /** Milliseconds since some moment of this process, never set: for every pause, deadline and measured time. Not comparable with `now`. */
  monotonic(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** A day in milliseconds. */
export const dayMs = 24 * 60 * 60_000;

/** The first millisecond of the UTC day that holds this one; both Unix milliseconds. */
export function startOfDay(atMs: number): number {
  return Math.floor(atMs / dayMs) * dayMs;
}

/** Easel is younger than this. A clock before it has not been set yet, and says nothing about a stored moment. */
const earliestMs = Date.UTC(2026, 0, 1);

/**
 * A stored moment after this one was written by a clock that was wrong: no clock that is put right goes back by more than a day.
 * No moment is late enough while the clock itself has not been set.
 */
export function farAheadFromMs(nowMs: number): number {
  return nowMs < earliestMs ? Number.MAX_SAFE_INTEGER : nowMs + dayMs;
}

/** Whether a stored moment is after {@link farAheadFromMs}. */
export function isFarAhead(atMs: number, nowMs: number): boolean {
  return atMs > farAheadFromMs(nowMs);
}

/** Whether `forMs` have passed since a stored moment. A moment that a wrong clock has written has passed: nothing waits for it. */
export function hasPassed(sinceMs: number, forMs: number, nowMs: number): boolean {
  return nowMs - sinceMs >= forMs || isFarAhead(sinceMs, nowMs);
}

/** What Node's timers can hold: 24.8 days. A longer wait would fire at once. */
const longestWaitMs = 2_147_483_647;

/**
 * Resolves after `ms`, in a moment where that is over already; neither timer nor listener outlives it.
 *
 * @throws the signal's reason, at once
 */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', stop);
        resolve();
      },
      // Newer versions of Node warn of what is below nothing.
      Math.max(0, Math.min(ms, longestWaitMs)),
    );
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Why a wait was ended that nobody needs any more. An error that is made at each abort would hold a trace of its calls. */
const needless = new Error('nobody waits any more');

/** Ends what listens to the signal, where nobody reads the reason. */
export function endWait(wait: AbortController | undefined): void {
  wait?.abort(needless);
}

/** The real clock. Node's timers, like `monotonic`, do not follow when the machine's time is set. */
export function createSystemClock(sources: Pick<Clock, 'now' | 'monotonic'>): Clock {
  return { ...sources, wait };
}
