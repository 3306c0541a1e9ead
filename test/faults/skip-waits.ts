import { vi } from 'vitest';

/** Real time, whatever the timers of the process do. */
const realSetTimeout = globalThis.setTimeout;
const realNow = performance.now.bind(performance);
const pause = (ms: number) => new Promise<void>((resolve) => void realSetTimeout(resolve, ms));

/** How a test waits for what happens in this process. */
export interface Waits {
  /** Something has happened: nothing is skipped for a moment. */
  noteActivity(): void;
  /** Resolves as soon as `isOver` holds. @throws Error after {@link patienceMs}, with what `describe` says */
  until(isOver: () => boolean, describe: () => string): Promise<void>;
  /** Resolves when nothing has happened for longer than any pause between two tries. */
  rest(): Promise<void>;
  /** Gives the timers back. */
  end(): void;
}

const patienceMs = 30_000;
const lookEveryMs = 10;
/** Without a request, an answer, a message, a statement or a line of the log for so many looks, everything waits for a timer. */
const quietLooks = 25;
const firstSkipMs = 500;
const longestSkipMs = 20_000;
const restMs = 45_000;
const realRestMs = 1_000;

/** Takes over the timers of this process: they run with the machine's, and jump where everything only waits for one of them. */
export function skipWaits(): Waits {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'],
    shouldAdvanceTime: true,
    advanceTimeDelta: 5,
  });
  let quiet = 0;
  let skipMs = firstSkipMs;
  const until: Waits['until'] = async (isOver, describe) => {
    const endsAtMs = realNow() + patienceMs;
    while (!isOver()) {
      if (realNow() > endsAtMs) throw new Error(`nothing within ${patienceMs} ms: ${describe()}`);
      await pause(lookEveryMs);
      quiet += 1;
      if (quiet < quietLooks) continue;
      await vi.advanceTimersByTimeAsync(skipMs);
      skipMs = Math.min(skipMs * 2, longestSkipMs);
    }
  };
  return {
    noteActivity() {
      quiet = 0;
      skipMs = firstSkipMs;
    },
    until,
    async rest() {
      const endsAtMs = Date.now() + restMs;
      await until(
        () => Date.now() >= endsAtMs,
        () => 'it does not rest',
      );
    },
    end: () => void vi.useRealTimers(),
  };
}

/** The machine's own time, for what has waits that cannot be taken over: other processes, and the gateway's connection. */
export function realWaits(): Waits {
  let activeAtMs = realNow();
  return {
    noteActivity() {
      activeAtMs = realNow();
    },
    async until(isOver, describe) {
      const endsAtMs = realNow() + patienceMs;
      while (!isOver()) {
        if (realNow() > endsAtMs) throw new Error(`nothing within ${patienceMs} ms: ${describe()}`);
        await pause(lookEveryMs);
      }
    },
    async rest() {
      while (realNow() - activeAtMs < realRestMs) await pause(lookEveryMs);
    },
    end: () => undefined,
  };
}
