import type { Clock } from '#core/clock.ts';
import { DeadlineError, type Failure, failureOf, mayPass } from './failures.ts';

/** Time and chance, which back-off is made of. */
export interface RetryDeps {
  readonly clock: Clock;
  /** 0 up to 1, as `Math.random`. */
  readonly random: () => number;
}

const firstPauseMs = 250;
const longestPauseMs = 8000;

/**
 * Runs `work` and gives it up after `budgetMs`: its signal is aborted, and it is not waited for even where it does not
 * listen (discord.js's timeout does not cover an answer's body, nor its wait after a 429).
 *
 * @throws DeadlineError
 */
export async function withTimeout<T>(
  clock: Clock,
  budgetMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const given = new AbortController();
  const over = new AbortController();
  const working = work(given.signal);
  const late = clock.wait(budgetMs, over.signal).then((): never => {
    const error = new DeadlineError(`no answer within ${budgetMs} ms`);
    given.abort(error);
    throw error;
  });
  try {
    return await Promise.race([working, late]);
  } finally {
    over.abort();
    for (const loser of [working, late]) loser.catch(() => undefined);
  }
}

/**
 * Repeats a harmless call until it succeeds, fails for good, or `budgetMs` have passed; pauses double and are jittered.
 * For edits and for creates that carry a nonce; `isWorthRepeating` narrows what counts as passing.
 *
 * @throws what the last try threw
 */
export async function withRetries<T>(
  { clock, random }: RetryDeps,
  budgetMs: number,
  attempt: (signal: AbortSignal) => Promise<T>,
  isWorthRepeating: (failure: Failure) => boolean = mayPass,
): Promise<T> {
  const endsAtMs = clock.monotonic() + budgetMs;
  for (let tries = 0; ; tries += 1) {
    try {
      return await withTimeout(clock, Math.max(1, endsAtMs - clock.monotonic()), attempt);
    } catch (error) {
      const pauseMs = Math.min(firstPauseMs * 2 ** tries, longestPauseMs) * (0.5 + random() / 2);
      if (!isWorthRepeating(failureOf(error)) || clock.monotonic() + pauseMs >= endsAtMs) throw error;
      await clock.wait(pauseMs, new AbortController().signal);
    }
  }
}
