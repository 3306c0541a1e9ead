import { asBotError } from '#core/errors.ts';
import { retryStoreWrite } from '#core/retry.ts';
import type { Settlement, SettleOrder } from '#credits/credits.ts';
import type { Bookings, Job } from '#jobs/job.ts';
import { type ActiveJob, type Flow, jobOf } from './flow.ts';

/** Between further rounds of tries, once the store is known to be away. */
const awayMs = 30_000;

/** As long as a provider keeps pictures. */
const insistForMs = 24 * 60 * 60_000;

/**
 * Like {@link retryStoreWrite}, and goes on for a day until the store is back: what a provider has been paid for must not end because
 * a disk is full. `onAway` is called once, before the long wait.
 *
 * @throws {@link BotError} `store.unavailable` after a day; the reason of the job's stop
 */
export async function insist<T>(
  write: () => Promise<T>,
  { id, stop }: ActiveJob,
  { clock, log }: Pick<Flow, 'clock' | 'log'>,
  onAway?: () => Promise<void>,
): Promise<T> {
  const endsAtMs = clock.now() + insistForMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await retryStoreWrite(write, clock);
    } catch (thrown) {
      const error = asBotError(thrown);
      if (error.code !== 'store.unavailable' || clock.now() >= endsAtMs) throw error;
      log.error({ job: id, tries, detail: error.message }, 'the store is away, the job waits for it');
      if (tries === 1) await onAway?.();
      await clock.wait(awayMs, stop.signal);
    }
  }
}

/** How a change of a job is written down. */
export interface SaveOptions {
  /** Waits for the store as {@link insist} does. */
  readonly isPatient?: boolean;
  /** @see insist */
  readonly onAway?: () => Promise<void>;
  /** It has happened anyway: where it cannot be written down, this process goes by it, and writes it down once the store is back. */
  readonly isFact?: boolean;
}

/**
 * Changes the job in the store, then in memory, one change after the other: what is not written down has not happened.
 *
 * @throws {@link BotError} `store.unavailable`, except for a fact
 */
export async function saveJob(
  active: ActiveJob,
  change: Partial<Job>,
  flow: Flow,
  { isPatient, onAway, isFact }: SaveOptions = {},
): Promise<Job> {
  const write = () =>
    inOrder(active, async () => {
      const changed: Job = { ...jobOf(active), ...change };
      await retryStoreWrite(() => flow.jobs.save(changed), flow.clock);
      active.job = changed;
      active.isBehind = false;
      return changed;
    });
  try {
    return await (isPatient ? insist(write, active, flow, onAway) : write());
  } catch (error) {
    if (!isFact) throw error;
    const known: Job = { ...jobOf(active), ...change };
    active.job = known;
    active.isBehind = true;
    const facts = { job: known.id, tickets: known.tickets, state: known.state, detail: asBotError(error).message };
    flow.log.error(facts, 'what happened to a job could not be stored');
    if (!isPatient) void saveJob(active, {}, flow, { isPatient: true }).catch(() => undefined);
    return known;
  }
}

function inOrder<T>(active: ActiveJob, write: () => Promise<T>): Promise<T> {
  const written = active.saving.then(write, write);
  active.saving = written;
  return written;
}

/**
 * Settles, and changes the job in the same step where `changeOf` says how; in its order among the changes of {@link saveJob}.
 * Waits for the store as {@link insist} does.
 */
export function insistOnSettling(
  active: ActiveJob,
  order: SettleOrder,
  flow: Flow,
  changeOf: (settlement: Settlement) => Partial<Job> | null,
): ReturnType<Bookings['settle']> {
  const jobAfter = (settlement: Settlement) => {
    const change = changeOf(settlement);
    return change && { ...jobOf(active), ...change };
  };
  const write = async () => {
    const settled = await retryStoreWrite(() => flow.bookings.settle(order, jobAfter), flow.clock);
    active.job = settled.job ?? jobOf(active);
    return settled;
  };
  return insist(() => inOrder(active, write), active, flow);
}
