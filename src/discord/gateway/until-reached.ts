import type { Log } from '#core/log.ts';
import { describeError, failureOf, mayPass } from '../messages/failures.ts';
import type { Patience } from '../messages/persist.ts';

const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** @see untilReached */
export interface ReachParts {
  readonly patience: Patience;
  readonly log: Log;
}

/**
 * Repeats `attempt` for as long as Discord is down, ever more slowly.
 *
 * @throws what `attempt` throws for any other reason; the signal's reason
 */
export async function untilReached<T>(
  { patience, log }: ReachParts,
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
      await patience.clock.wait(pauseMs * (0.5 + patience.random() / 2), signal);
    }
  }
}
