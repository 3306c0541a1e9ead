import type { Clock } from '#core/clock.ts';

/** Time that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves on, and lets everything that was due run to its next wait. */
  advance(ms: number): Promise<void>;
}

/** @param startMs Unix milliseconds */
export function createFakeClock(startMs = 1_700_000_000_000): FakeClock {
  let nowMs = startMs;
  const waits = new Set<{ readonly atMs: number; readonly resolve: () => void }>();
  return {
    now: () => nowMs,
    monotonic: () => nowMs - startMs,
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const giveUp = () => {
          waits.delete(wait);
          reject(signal.reason);
        };
        const wait = {
          atMs: nowMs + ms,
          resolve: () => {
            signal.removeEventListener('abort', giveUp);
            resolve();
          },
        };
        signal.addEventListener('abort', giveUp, { once: true });
        waits.add(wait);
      }),
    async advance(ms) {
      const untilMs = nowMs + ms;
      await settle();
      for (let next = earliest(waits, untilMs); next; next = earliest(waits, untilMs)) {
        nowMs = Math.max(nowMs, next.atMs);
        waits.delete(next);
        next.resolve();
        await settle();
      }
      nowMs = untilMs;
      await settle();
    },
  };
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** The machine's own time, for tests with sockets. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const giveUp = () => {
          clearTimeout(timer);
          reject(signal.reason);
        };
        const timer = setTimeout(() => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        }, ms);
        signal.addEventListener('abort', giveUp, { once: true });
      }),
  };
}

function earliest<T extends { readonly atMs: number }>(waits: ReadonlySet<T>, untilMs: number): T | undefined {
  return [...waits].filter(({ atMs }) => atMs <= untilMs).sort((one, other) => one.atMs - other.atMs)[0];
}
