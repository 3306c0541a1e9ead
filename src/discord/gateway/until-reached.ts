import type { Log } from '#core/log.ts';
import { describeError, failureOf, mayPass } from '../messages/failures.ts';
import type { RetryDeps } from '../messages/retry.ts';

const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** @see untilReached */
export interface ReachDeps {
  readonly retryDeps: RetryDeps;
  readonly log: Log;
}

/**
 * Repeats `attempt` for as long as Discord is down, ever more slowly.
 *
 * @throws what `attempt` throws for any other reason; the signal's reason
 */
export async function untilReached<T>(
  { retryDeps, log }: ReachDeps,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      signal.throwIfAborted();
      return await attempt();
    } catch (error) {
      if (!mayPass(failureOf(error))) throw error;
      log.warn({ error: describeError(error), pauseMs }, 'discord cannot be reached, trying again');
      await retryDeps.clock.wait(pauseMs * (0.5 + retryDeps.random() / 2), signal);
    }
  }
}
