import type { Clock } from '#core/clock.ts';
import { bornAtMs, isSnowflake } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import { describeError } from '../messages/failures.ts';

/** @see createTaken */
export interface TakenDeps {
  /** The newest interaction that an earlier process has taken; null where there was none. */
  readonly newestBefore: string | null;
  /** Keeps the newest interaction for the next process. */
  readonly saveNewest: (id: string) => Promise<void>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** Which interactions were taken, so that a copy of one does nothing. */
export interface TakenInteractions {
  /** True the first time that an interaction arrives, false for every copy, also after a restart. */
  take(id: string): boolean;
  /** Resolves when the newest interaction is written down. */
  idle(): Promise<void>;
}

/** Ids that are kept; Discord repeats an event within seconds, and a token ends after 15 minutes. */
const mostKept = 20_000;
/** How far Discord's clock may be ahead of ours; an id from beyond is made up, and must not lock out what comes after it. */
const skewMs = 10 * 60_000;

/**
 * Every interaction once. Within the process each id is kept, the oldest make room. Across a restart the newest id is
 * enough: Discord's ids grow with time, and what was made while no process was connected is never sent again.
 */
export function createTaken({ newestBefore, saveNewest, clock, log }: TakenDeps): TakenInteractions {
  const isPlausible = (id: string) => bornAtMs(id) <= clock.now() + skewMs;
  const barrier =
    newestBefore !== null && isSnowflake(newestBefore) && isPlausible(newestBefore) ? BigInt(newestBefore) : 0n;
  const kept = new Set<string>();
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
    take(id) {
      if (kept.has(id) || BigInt(id) <= barrier) return false;
      keep(kept, id);
      if (isPlausible(id) && BigInt(id) > newest) newest = BigInt(id);
      if (saved < newest) saving ??= save();
      return true;
    },
    async idle() {
      await saving;
    },
  };
}

function keep(kept: Set<string>, id: string): void {
  kept.add(id);
  const [oldest] = kept;
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
}
