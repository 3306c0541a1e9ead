import { type IIdentifyThrottler, SimpleIdentifyThrottler } from '@discordjs/ws';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import type { SessionStore } from '#gateway-sessions/session-store.ts';
import { describeError } from '../messages/failures.ts';

interface IdentifyOptions {
  /** How many sessions Discord lets a bot open in five seconds: one for each bucket. */
  readonly concurrency: number;
  readonly store: Pick<SessionStore, 'isAlone' | 'takeIdentifySlot'> | null;
  readonly clock: Pick<Clock, 'wait'>;
  readonly log: Log;
}

/**
 * Makes a shard wait for its turn to open a session. Processes that share a store take turns there; a process that is alone, or cannot
 * reach the store, takes them by itself.
 */
export function createIdentifyThrottler({ concurrency, store, clock, log }: IdentifyOptions): IIdentifyThrottler {
  const ownTurns = new SimpleIdentifyThrottler(concurrency);
  if (store === null || store.isAlone) return ownTurns;
  return {
    async waitForIdentify(shardId, signal) {
      try {
        await clock.wait(await store.takeIdentifySlot(shardId % concurrency), signal);
      } catch (error) {
        signal.throwIfAborted();
        log.warn({ shard: shardId, error: describeError(error) }, 'no turn for a session could be had from the store');
        await ownTurns.waitForIdentify(shardId, signal);
      }
    },
  };
}
