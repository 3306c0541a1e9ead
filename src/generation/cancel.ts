import { asBotError, BotError } from '#core/errors.ts';
import type { GuildId, JobId, UserId } from '#core/ids.ts';
import { type Job, openStates } from '#jobs/job.ts';
import type { CancelOutcome, Ticket } from '#providers/provider.ts';
import type { Flow } from './flow.ts';
import { type ActiveJob, stopOf } from './flow.ts';
import { saveJob } from './save-job.ts';

/** Who asks to stop a job. */
export interface Canceller {
  readonly guildId: GuildId;
  readonly userId: UserId;
  readonly isModerator: boolean;
}

/**
 * `cancelled` stopped, nothing is charged; `asked` the provider was asked and has not said yet, or of several pictures some
 * go on; `too_late` it goes on and will be delivered; `over` it had ended before.
 */
export type CancelAnswer = 'cancelled' | 'asked' | 'too_late' | 'over' | 'not_found' | 'not_yours';

/**
 * Stops a job of the asker's own, or any job of the guild for a moderator. A job of another guild does not exist.
 *
 * @throws {@link BotError} `store.unavailable`
 */
export async function cancel(id: JobId, by: Canceller, flow: Flow): Promise<CancelAnswer> {
  const active = flow.active.find(id);
  if (active !== null) return objectionTo(active, by) ?? stop(active, roleOf(active, by), flow);
  const job = await flow.jobs.find(id);
  if (job === null) return 'not_found';
  return objectionTo(job, by) ?? pastStopping(job) ?? mark(id, roleOf(job, by), flow);
}

/** Stops a job of this process that somebody wants stopped elsewhere. Does nothing for another one, or where it was asked before. @throws {@link BotError} `store.unavailable` */
export async function carryOutStop(id: JobId, by: Role, flow: Flow): Promise<void> {
  const active = flow.active.find(id);
  if (active?.job?.cancelledBy === null) await stop(active, by, flow);
}

type Role = 'user' | 'moderator';
type Owner = Pick<Job, 'guildId' | 'userId'>;

function objectionTo(owner: Owner, by: Canceller): CancelAnswer | null {
  if (owner.guildId !== by.guildId) return 'not_found';
  return owner.userId === by.userId || by.isModerator ? null : 'not_yours';
}

function roleOf({ userId }: Owner, by: Canceller): Role {
  return userId === by.userId ? 'user' : 'moderator';
}

function pastStopping({ state }: Job): CancelAnswer | null {
  if (!openStates.has(state)) return 'over';
  return state === 'delivering' ? 'too_late' : null;
}

/** No process follows the job at the moment; the one that takes it up finds the mark, unless it read the job before. */
async function mark(id: JobId, by: Role, flow: Flow): Promise<CancelAnswer> {
  const job = await flow.jobs.markCancelled(id, by);
  const active = flow.active.find(id);
  if (active !== null) return stop(active, by, flow);
  flow.sharing?.askToStop(id, by);
  if (job === null) return 'not_found';
  return pastStopping(job) ?? (flow.sharing === null ? 'asked' : outcomeElsewhere(id, flow));
}

/** How long somebody who stops a job waits for the process that has it, and how often the job is looked at meanwhile. */
const elsewhereForMs = 1_200;
const elsewhereEveryMs = 100;

/** What has come of a mark that another process was told of. */
async function outcomeElsewhere(id: JobId, { jobs, clock }: Flow): Promise<CancelAnswer> {
  const untilMs = clock.monotonic() + elsewhereForMs;
  while (clock.monotonic() < untilMs) {
    await clock.wait(elsewhereEveryMs, neverAborted);
    // The mark is written down already: with the store away the job is stopped all the same.
    const job = await jobs.find(id).catch(() => undefined);
    if (job === null) return 'over';
    if (job !== undefined && !openStates.has(job.state)) return job.state === 'cancelled' ? 'cancelled' : 'over';
  }
  return 'asked';
}

const neverAborted = new AbortController().signal;

async function stop(active: ActiveJob, by: Role, flow: Flow): Promise<CancelAnswer> {
  if (active.job === null) return stopNow(active, by);
  const answer = pastStopping(active.job);
  if (answer !== null) return answer;
  const job = await saveJob(active, { cancelledBy: by }, flow);
  if (job.state === 'opened') return stopNow(active, by);
  // The write may have waited for another one, which ended the job.
  return pastStopping(job) ?? stopSent(active, job, by, flow);
}

/** Every remote job is asked to stop. Those that do not go on by themselves: their pictures are delivered and charged. */
async function stopSent(active: ActiveJob, job: Job, by: Role, flow: Flow): Promise<CancelAnswer> {
  const outcomes = await Promise.all(stoppable(active, job).map((ticket) => stopTicket(active, ticket, by, flow)));
  const isAll = (outcome: CancelOutcome) => outcomes.length > 0 && outcomes.every((each) => each === outcome);
  if (isAll('cancelled')) return stopNow(active, by);
  if (isAll('too_late')) {
    await saveJob(active, { cancelledBy: null }, flow);
    return 'too_late';
  }
  active.progress = { kind: 'cancelling' };
  flow.poller.wake(active.id);
  return 'asked';
}

/** A submit that is under way cannot be stopped; its ticket comes with a cancel mark on the job, which is then for all. */
function stoppable(active: ActiveJob, { state, tickets }: Job): readonly Ticket[] {
  return state === 'sending' ? [] : tickets.filter((ticket) => !stopOf(active, ticket).signal.aborted);
}

async function stopTicket(active: ActiveJob, ticket: Ticket, by: Role, flow: Flow): Promise<CancelOutcome> {
  const { provider } = ticket;
  try {
    const asked = flow.providerOf(provider).cancel(ticket, active.stop.signal);
    const outcome = await flow.observe(provider, 'cancel', asked);
    if (outcome === 'cancelled') stopOf(active, ticket).abort(stopped(by));
    return outcome;
  } catch (error) {
    flow.log.warn({ job: active.id, detail: asBotError(error).message }, 'a cancel could not be sent');
    return 'unknown';
  }
}

function stopNow(active: ActiveJob, by: Role): CancelAnswer {
  active.stop.abort(stopped(by));
  return 'cancelled';
}

function stopped(by: Role): BotError {
  return new BotError(`cancelled.${by}`, 'stopped', { endKnown: true });
}
