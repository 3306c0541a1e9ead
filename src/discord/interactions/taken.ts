import type { Clock } from '#core/clock.ts';
import { isSnowflake } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Arrival } from '../gateway/gateway-guard.ts';
import { describeError } from '../messages/failures.ts';
import { isPlausible } from './lateness.ts';

/** @see createTaken */
export interface TakenDeps {
  /** The newest interaction that an earlier process has taken; null where there was none. */
  readonly newestBefore: string | null;
  /** Interactions whose jobs an earlier process has opened. */
  readonly openBefore?: readonly string[];
  /** Keeps the newest interaction for the next process. */
  readonly saveNewest: (id: string) => Promise<void>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** Ids that are kept; Discord repeats an event within seconds, and a token ends after 15 minutes. */
const mostKept = 20_000;

/**
 * Every interaction once: a copy of one does nothing. Within the process each id is kept, the oldest make room. Across a restart the newest id is enough for what
 * Discord sends at once: its ids grow with time. What it replays is older than the newest and was missed all the same, by this shard; there
 * the sequence of the session, which was written down after each event, has left out whatever had arrived.
 */
export function createTaken(deps: TakenDeps) {
  const { newestBefore, openBefore = [], saveNewest, clock, log } = deps;
  // A made up id must not lock out what comes after it.
  const isMade = (id: string) => isPlausible(id, clock.now());
  const barrier =
    newestBefore !== null && isSnowflake(newestBefore) && isMade(newestBefore) ? BigInt(newestBefore) : 0n;
  const kept = new Set<string>(openBefore);
  let newest = barrier;
  let saved = barrier;
  let saving: Promise<void> | null = null;

  const save = async (): Promise<void> => {
    while (saved < newest) {
      saved = newest;
      await saveNewest(String(saved)).catch((error: unknown) => {
        log.warn({ error: describeError(error) }, 'the newest interaction could not be written down');
      });
    }
    saving = null;
  };

  return {
    /** True the first time that an interaction arrives, false for every copy, also after a restart. */
    take(id: string, { isReplayed }: Arrival): boolean {
      if (kept.has(id) || (!isReplayed && BigInt(id) <= barrier)) return false;
      keep(kept, id);
      if (isMade(id) && BigInt(id) > newest) newest = BigInt(id);
      return true;
    },
    /** Writes the newest one down, soon: no answer has to wait for it. */
    keepNewest(): void {
      if (saved < newest) saving ??= save();
    },
    /** Resolves when the newest interaction is written down. */
    async idle(): Promise<void> {
      await saving;
    },
  };
}

function keep(kept: Set<string>, id: string): void {
  kept.add(id);
  const [oldest] = kept;
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
}
