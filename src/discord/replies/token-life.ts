import type { Clock } from '#core/clock.ts';
import { bornAtMs, type JobId } from '#core/ids.ts';
import type { ReplyAddress } from '#jobs/job.ts';
import { limits, pace } from '../messages/limits.ts';

/** Which interaction tokens still write, however often the machine's clock is set. */
export interface TokenLives {
  /** A token that arrived at `arrivedAtMs` of the monotonic clock. */
  arrived(token: string, arrivedAtMs: number): void;
  /**
   * Whether the token of a job's reply has ended. One of an earlier process is judged by the wall clock, which may be wrong: it
   * has ended only when it is over for more than a day. Discord refuses one that has ended before, which costs one call.
   */
  isOver(token: string, id: JobId, address: Pick<ReplyAddress, 'tokenExpiresAtMs'>): boolean;
}

/** @see TokenLives */
export function createTokenLives(clock: Pick<Clock, 'now' | 'monotonic'>): TokenLives {
  /** By token, in the order of their arrival. */
  const endsAtMs = new Map<string, number>();
  return {
    arrived(token, arrivedAtMs) {
      for (const [known, endMs] of endsAtMs) {
        // An end that is forgotten is judged like one of an earlier process: it has to be over by then.
        if (endMs + forgottenAfterMs > clock.monotonic()) break;
        endsAtMs.delete(known);
      }
      endsAtMs.set(token, arrivedAtMs + limits.tokenLifeMs);
    },
    isOver(token, id, { tokenExpiresAtMs }) {
      const endMs = endsAtMs.get(token);
      if (endMs !== undefined) return clock.monotonic() >= endMs - pace.tokenMarginMs;
      return clock.now() - Math.max(tokenExpiresAtMs, bornAtMs(id) + limits.tokenLifeMs) > dayMs;
    },
  };
}

const dayMs = 24 * 60 * 60_000;
const forgottenAfterMs = 25 * 60 * 60_000;
