import { type Clock, endWait } from './clock.ts';
import { asBotError, BotError } from './errors.ts';

/** Waits between tries: a store that is locked for a moment must not cost anybody a picture. */
const waitsMs = [200, 1_000, 5_000];

/** Tries a write of the store a few times. Every write of ours is harmless when repeated. @throws {@link BotError} `store.unavailable` */
export async function retryStoreWrite<T>(write: () => Promise<T>, clock: Clock): Promise<T> {
  for (const waitMs of waitsMs) {
    try {
      return await write();
    } catch (error) {
      if (asBotError(error).code !== 'store.unavailable') throw error;
      await clock.wait(waitMs, new AbortController().signal);
    }
  }
  return write();
}

/**
 * The work's result, if it comes within `ms`. Late work cannot be stopped, so when it succeeds after all, `undo` runs.
 *
 * @throws {@link BotError} `store.unavailable` when it is late; whatever the work throws in time
 */
export async function withTimeout<T>(
  ms: number,
  work: Promise<T>,
  clock: Clock,
  undo?: () => Promise<unknown>,
): Promise<T> {
  const done = new AbortController();
  const alarm = succeeds(clock.wait(ms, done.signal));
  const isLate = await Promise.race([alarm, work.then(returnFalse, returnFalse)]);
  endWait(done);
  if (!isLate) return work;
  work.then(
    () => undo?.(),
    () => undefined,
  );
  throw new BotError('store.unavailable', `no answer within ${ms} ms`, { nothingStarted: true });
}

/** Whether it resolves; its error is dropped. */
export function succeeds(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(() => true, returnFalse);
}

const returnFalse = () => false;
