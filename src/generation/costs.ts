import { creditsForSome } from '#catalog/fit-route.ts';
import { creditsOf, sumOf } from '#jobs/actual-cost.ts';
import type { Job } from '#jobs/job.ts';
import type { Ticket } from '#providers/provider.ts';
import type { ActiveJob } from './active-jobs.ts';
import { jobOf } from './flow.ts';

/** What the job has cost so far, for its row; nothing where the provider has told nothing since this process follows it. */
export function knownCosts({ costs }: ActiveJob): Pick<Job, 'costs'> {
  return costs.size === 0 ? {} : { costs: sumOf(costs.values()) };
}

/**
 * The part of a job's price that a member pays who stopped it: the provider takes money for these remote jobs all the same. 0
 * where it takes none, or does not say. A remote job that failed by itself, or whose picture was lost, is not among them.
 */
export function billedCredits(active: ActiveJob): number {
  const { tickets, credits, picturesPerTicket, settings } = jobOf(active);
  const billed = tickets.filter((ticket) => active.stopped.has(ticket.remoteId) && isBilled(active, ticket)).length;
  return billed === 0 ? 0 : Math.max(1, creditsForSome(credits, billed * picturesPerTicket, settings.count));
}

/** Whether the provider says that it took something for the remote job. */
export function isBilled({ costs }: ActiveJob, { remoteId }: Ticket): boolean {
  return [...costs].some(([key, { amount }]) => key.startsWith(`${remoteId} `) && amount > 0);
}

/** What a service took, beside what the price list says of the same pictures; both in credits of the price list. */
export interface ComparedCost {
  readonly actual: number;
  readonly listed: number;
}

/**
 * Compares the remote jobs of which the provider has told an amount of money: those that brought pictures by these, those that it
 * took money for by the pictures that they were asked for. Null where it has told none since this process follows the job.
 */
export function comparedCost({ costs, brought }: ActiveJob, job: Job): ComparedCost | null {
  const actual = creditsOf([...costs.values()]);
  if (actual === null) return null;
  const { tickets, picturesPerTicket, listCredits, credits, settings } = job;
  const picturesOf = ({ remoteId }: Ticket) => {
    const money = [...costs].filter(([key, { currency }]) => key.startsWith(`${remoteId} `) && currency !== 'coins');
    if (money.length === 0) return 0;
    return brought.get(remoteId) ?? (money.some(([, { amount }]) => amount > 0) ? picturesPerTicket : 0);
  };
  const pictures = tickets.reduce((sum, ticket) => sum + picturesOf(ticket), 0);
  return { actual, listed: creditsForSome(listCredits ?? credits, pictures, settings.count) };
}
