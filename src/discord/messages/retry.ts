import { type Clock, endWait } from '#core/clock.ts';
import { DeadlineError, type Failure, failureOf, mayPass } from './failures.ts';

/** Time and chance for retries with back-off. */
export interface RetryDeps {
  readonly clock: Clock;
  /** 0 up to 1, as `Math.random`. */
  readonly random: () => number;
}

/**
 * Runs `work` and gives it up after `budgetMs`: its signal is aborted, and its result is not awaited even where it ignores the
 * signal (discord.js's timeout does not cover an answer's body, nor its wait after a 429).
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
    endWait(over);
    for (const loser of [working, late]) loser.catch(() => undefined);
  }
}

/** Pauses between tries; they double, up to the longest. */
interface Backoff {
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** Ends the pauses. */
  readonly signal: AbortSignal;
  /** Whether to try again after this error and a pause of `pauseMs`. */
  readonly isWorthRepeating: (error: unknown, pauseMs: number) => boolean;
}

/** Repeats `attempt` with jittered pauses. @throws what the last try threw; the signal's reason */
export async function withBackoff<T>(
  { clock, random }: RetryDeps,
  { firstPauseMs, longestPauseMs, signal, isWorthRepeating }: Backoff,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let fullMs = firstPauseMs; ; fullMs = Math.min(fullMs * 2, longestPauseMs)) {
    try {
      return await attempt();
    } catch (error) {
      const pauseMs = fullMs * (0.5 + random() / 2);
      if (!isWorthRepeating(error, pauseMs)) throw error;
      await clock.wait(pauseMs, signal);
    }
  }
}

/**
 * Repeats a harmless call until it succeeds, fails for good, or `budgetMs` have passed. For edits, for creates that carry a
 * nonce, and where a copy does little harm; `isPassing` narrows the failures after which it is repeated.
 *
 * @throws what the last try threw
 */
export function withRetries<T>(
  deps: RetryDeps,
  budgetMs: number,
  attempt: (signal: AbortSignal) => Promise<T>,
  isPassing: (failure: Failure) => boolean = mayPass,
): Promise<T> {
  const { clock } = deps;
  const endsAtMs = clock.monotonic() + budgetMs;
  const backoff = {
    firstPauseMs: 250,
    longestPauseMs: 8000,
    signal: new AbortController().signal,
    isWorthRepeating: (error: unknown, pauseMs: number) =>
      isPassing(failureOf(error)) && clock.monotonic() + pauseMs < endsAtMs,
  };
  return withBackoff(deps, backoff, () => withTimeout(clock, Math.max(1, endsAtMs - clock.monotonic()), attempt));
}
