import type { Clock } from '../domain/ports.ts';

/** Requests that may be sent with one API key. No provider publishes a number; the answers' own refusals set the pace below this. */
const requestsPerSecond = 20;
const firstPauseMs = 2_000;
const longestPauseMs = 60_000;

/** The request budget of one API key. */
export interface Budget {
  /** Resolves when the next request may be sent; in order of asking. Rejects with the signal's reason. */
  turn(signal: AbortSignal): Promise<void>;
  /** The provider said "too many": everybody with this key waits, twice as long each time, at least `retryAfterMs`. */
  pushBack(retryAfterMs?: number): void;
  /** The provider answered: the next refusal starts with a short pause again. */
  relax(): void;
}

/** A budget that starts full. Invariant: turns are handed out in order, `nextTurnAtMs` never moves back. */
export function createBudget(clock: Clock): Budget {
  let nextTurnAtMs = 0;
  let pauseMs = 0;
  return {
    async turn(signal) {
      const turnAtMs = Math.max(nextTurnAtMs, clock.now());
      nextTurnAtMs = turnAtMs + 1000 / requestsPerSecond;
      const delayMs = turnAtMs - clock.now();
      if (delayMs > 0) await clock.wait(delayMs, signal);
      else signal.throwIfAborted();
    },
    pushBack(retryAfterMs = 0) {
      const isPausing = nextTurnAtMs > clock.now() + pauseMs / 2;
      if (!isPausing) pauseMs = Math.min(longestPauseMs, Math.max(firstPauseMs, pauseMs * 2));
      nextTurnAtMs = Math.max(nextTurnAtMs, clock.now() + Math.max(pauseMs, retryAfterMs));
    },
    relax() {
      pauseMs = 0;
    },
  };
}
