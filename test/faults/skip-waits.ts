import { vi } from 'vitest';

/** Real time, whatever the timers of the process do. */
const realSetTimeout = globalThis.setTimeout;
const realNow = performance.now.bind(performance);

const lookEveryMs = 20;
/** Without a request, an answer or a message for so long, everything waits for a timer. */
const quietMs = 300;
const firstSkipMs = 1_000;
const longestSkipMs = 20_000;

/** The timers of this process run with the machine's, and jump where everything only waits for one of them. */
export interface SkippedWaits {
  /** Something has happened: nothing is skipped for a moment. */
  noteActivity(): void;
  /**
   * Resolves as soon as `isOver` holds.
   *
   * @throws Error after `mostMs` of real time, with what `describe` says
   */
  until(isOver: () => boolean, describe: () => string, mostMs?: number): Promise<void>;
}

const pause = (ms: number) => new Promise<void>((resolve) => void realSetTimeout(resolve, ms));

/** Takes over the timers of this process, until `vi.useRealTimers`. */
export function skipWaits(): SkippedWaits {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'],
    shouldAdvanceTime: true,
    advanceTimeDelta: 5,
  });
  let activeAtMs = realNow();
  let skipMs = firstSkipMs;
  const noteActivity = () => {
    activeAtMs = realNow();
    skipMs = firstSkipMs;
  };
  return {
    noteActivity,
    async until(isOver, describe, mostMs = 45_000) {
      const endsAtMs = realNow() + mostMs;
      while (!isOver()) {
        if (realNow() > endsAtMs) throw new Error(`no rest within ${mostMs} ms: ${describe()}`);
        await pause(lookEveryMs);
        if (realNow() - activeAtMs < quietMs) continue;
        await vi.advanceTimersByTimeAsync(skipMs);
        skipMs = Math.min(skipMs * 2, longestSkipMs);
        await pause(lookEveryMs);
      }
    },
  };
}
