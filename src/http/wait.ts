import type { Clock } from '../domain/ports.ts';

/** What Node's timers can hold: 24.8 days. A longer wait would fire at once. */
const longestWaitMs = 2_147_483_647;

/**
 * Resolves after `ms`; neither timer nor listener outlives it.
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
      Math.min(ms, longestWaitMs),
    );
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** The real clock. Node's timers, like `monotonic`, do not follow when the machine's time is set. */
export function createSystemClock(sources: Pick<Clock, 'now' | 'monotonic'>): Clock {
  return { ...sources, wait };
}
