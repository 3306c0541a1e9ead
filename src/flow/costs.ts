import { sumOf } from '../domain/actual-cost.ts';
import type { Job, Ticket } from '../domain/job.ts';
import { creditsForSome } from '../domain/picture-count.ts';
import type { ActiveJob } from './active-jobs.ts';
import { jobOf } from './flow.ts';

/** What the job has cost so far, for its row; nothing where the provider has told nothing since this process follows it. */
export function knownCosts({ costs }: ActiveJob): Pick<Job, 'costs'> {
  return costs.size === 0 ? {} : { costs: sumOf(costs.values()) };
}

/**
 * The part of a job's price that a member pays who stopped it: what the provider takes money for all the same. 0 where it takes
 * none, or does not say.
 */
export function billedCredits(active: ActiveJob): number {
  const { tickets, credits } = jobOf(active);
  const billed = tickets.filter((ticket) => isBilled(active, ticket)).length;
  return billed === 0 ? 0 : Math.max(1, creditsForSome(credits, billed, tickets.length));
}

/** Whether the provider says that it took something for the remote job. */
export function isBilled({ costs }: ActiveJob, { remoteId }: Ticket): boolean {
  return [...costs].some(([key, { amount }]) => key.startsWith(`${remoteId} `) && amount > 0);
}
