import type { BotError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';

/** Requests that may be sent with one API key. No provider publishes a number; the answers' own refusals set the pace below this. */
const requestsPerSecond = 20;
const firstPauseMs = 2_000;
const longestPauseMs = 60_000;

/** The request budget of one API key. */
export interface Budget {
  /** Resolves when the next request may be sent; in order of asking, a pause starts the order afresh. Rejects with the signal's reason. */
  turn(signal: AbortSignal): Promise<void>;
  /** The provider said "too many": everybody with this key waits, twice as long each time, at least `retryAfterMs`. */
  pushBack(retryAfterMs?: number): void;
  /** The provider answered: the next refusal starts with a short pause again. */
  relax(): void;
}

/** A budget that starts full. Invariant: no turn is handed out during a pause, `nextTurnAtMs` never moves back. */
export function createBudget(clock: Clock): Budget {
  let nextTurnAtMs = 0;
  let pausedUntilMs = 0;
  let pauseMs = 0;
  return {
    async turn(signal) {
      do {
        signal.throwIfAborted();
        const turnAtMs = Math.max(nextTurnAtMs, pausedUntilMs, clock.now());
        nextTurnAtMs = turnAtMs + 1000 / requestsPerSecond;
        const delayMs = turnAtMs - clock.now();
        if (delayMs > 0) await clock.wait(delayMs, signal);
        // A pause that began while waiting for the turn holds for this turn too.
      } while (clock.now() < pausedUntilMs);
    },
    pushBack(retryAfterMs = 0) {
      // Refusals of requests that were sent before the pause are part of it.
      const isPausing = clock.now() < pausedUntilMs;
      if (!isPausing) pauseMs = Math.min(longestPauseMs, Math.max(firstPauseMs, pauseMs * 2));
      pausedUntilMs = Math.max(pausedUntilMs, clock.now() + Math.max(pauseMs, retryAfterMs));
    },
    relax() {
      pauseMs = 0;
    },
  };
}

/** The provider takes nothing more for the moment: it named a pause, or answered 429 without one. */
export function isTooMany({ facts }: BotError): boolean {
  return facts.retryAfterMs !== undefined || facts.httpStatus === 429;
}
