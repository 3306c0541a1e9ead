import { asBotError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { Clock } from '../domain/ports.ts';
import type { ActiveJob } from './active-jobs.ts';
import { type Flow, jobOf } from './flow.ts';

/** Waits between tries: a store that is locked for a moment must not cost anybody a picture. */
const waitsMs = [200, 1_000, 5_000];

/** Tries a write of the store a few times. Every write of ours is harmless when repeated. @throws {@link BotError} `store.unavailable` */
export async function persist<T>(write: () => Promise<T>, clock: Clock): Promise<T> {
  for (const waitMs of waitsMs) {
    try {
      return await write();
    } catch (error) {
      if (asBotError(error).code !== 'store.unavailable') throw error;
      await clock.wait(waitMs, new AbortController().signal);
    }
  }
  return write();
}

/** Changes the job in the store, then in memory, one change after the other: what is not written down has not happened. */
export function saveJob(active: ActiveJob, change: Partial<Job>, { jobs, clock }: Flow): Promise<Job> {
  const write = async (): Promise<Job> => {
    const changed: Job = { ...jobOf(active), ...change };
    await persist(() => jobs.save(changed), clock);
    active.job = changed;
    return changed;
  };
  const saved = active.saving.then(write, write);
  active.saving = saved;
  return saved;
}

/** Like {@link saveJob}, for what has happened anyway: where it cannot be written down, this process still goes by it. */
export async function saveFact(active: ActiveJob, change: Partial<Job>, flow: Flow): Promise<Job> {
  try {
    return await saveJob(active, change, flow);
  } catch (error) {
    const known: Job = { ...jobOf(active), ...change };
    active.job = known;
    const facts = { job: known.id, tickets: known.tickets, state: known.state, detail: asBotError(error).message };
    flow.log.error(facts, 'what happened to a job could not be stored');
    return known;
  }
}
