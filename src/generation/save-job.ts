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

/** Changes the job in the store, then in memory, one change after the other: what is not written down has not happened. */
export function saveJob(active: ActiveJob, change: Partial<Job>, { jobs, clock }: Flow): Promise<Job> {
  const write = async (): Promise<Job> => {
    const changed: Job = { ...jobOf(active), ...change };
    await retryStoreWrite(() => jobs.save(changed), clock);
    active.job = changed;
    return changed;
  };
  const saved = active.saving.then(write, write);
  active.saving = saved;
  return saved;
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
  const write = async () => {
    const settled = await retryStoreWrite(
      () =>
        flow.bookings.settle(order, (settlement) => {
          const change = changeOf(settlement);
          return change && { ...jobOf(active), ...change };
        }),
      flow.clock,
    );
    active.job = settled.job ?? jobOf(active);
    return settled;
  };
  const settle = async () => {
    const settled = active.saving.then(write, write);
    active.saving = settled;
    return settled;
  };
  return insist(settle, active, flow);
}

/** Like {@link saveJob}, and waits for the store as {@link insist} does. */
export function insistOnJob(
  active: ActiveJob,
  change: Partial<Job>,
  flow: Flow,
  onAway?: () => Promise<void>,
): Promise<Job> {
  return insist(() => saveJob(active, change, flow), active, flow, onAway);
}

/**
 * Like {@link saveJob}, for what has happened anyway: where it cannot be written down, this process still goes by it, and
 * writes it down as soon as the store is back.
 */
export async function saveFact(active: ActiveJob, change: Partial<Job>, flow: Flow): Promise<Job> {
  try {
    return await saveJob(active, change, flow);
  } catch (error) {
    const known = goBy(active, change, asBotError(error).message, flow);
    void insistOnJob(active, {}, flow).catch(() => undefined);
    return known;
  }
}

/** Like {@link saveFact}, and waits for the store first. */
export async function insistOnFact(active: ActiveJob, change: Partial<Job>, flow: Flow): Promise<Job> {
  try {
    return await insistOnJob(active, change, flow);
  } catch (error) {
    return goBy(active, change, asBotError(error).message, flow);
  }
}

function goBy(active: ActiveJob, change: Partial<Job>, detail: string, { log }: Flow): Job {
  const known: Job = { ...jobOf(active), ...change };
  active.job = known;
  const facts = { job: known.id, tickets: known.tickets, state: known.state, detail };
  log.error(facts, 'what happened to a job could not be stored');
  return known;
}
