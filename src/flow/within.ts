import { BotError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';

/**
 * The work's result, if it comes within `ms`. Late work cannot be stopped, so when it succeeds after all, `undo` runs.
 *
 * @throws {@link BotError} `store.unavailable` when it is late; whatever the work throws in time
 */
export async function within<T>(ms: number, work: Promise<T>, clock: Clock, undo?: () => Promise<unknown>): Promise<T> {
  const done = new AbortController();
  const alarm = clock.wait(ms, done.signal).then(
    () => true,
    () => false,
  );
  const isLate = await Promise.race([alarm, work.then(returnFalse, returnFalse)]);
  done.abort();
  if (!isLate) return work;
  work.then(
    () => undo?.(),
    () => undefined,
  );
  throw new BotError('store.unavailable', `no answer within ${ms} ms`, { nothingStarted: true });
}

const returnFalse = () => false;
