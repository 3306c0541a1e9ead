import { asBotError, BotError } from '../domain/errors.ts';
import type { GuildId, JobId, UserId } from '../domain/ids.ts';
import { type CancelOutcome, openStates } from '../domain/job.ts';
import type { ActiveJob } from './active-jobs.ts';
import type { Flow } from './flow.ts';
import { saveJob } from './persist.ts';

/** Who asks to stop a job. */
export interface Canceller {
  readonly guildId: GuildId;
  readonly userId: UserId;
  readonly isModerator: boolean;
}

/**
 * `cancelled` stopped, nothing is charged; `asked` the provider was asked and has not said yet; `too_late` it goes on and
 * will be delivered; `over` it had ended before.
 */
export type CancelAnswer = 'cancelled' | 'asked' | 'too_late' | 'over' | 'not_found' | 'not_yours';

/**
 * Stops a job of the asker's own, or any job of the guild for a moderator. A job of another guild does not exist.
 *
 * @throws {@link BotError} `store.unavailable`
 */
export async function cancel(id: JobId, by: Canceller, flow: Flow): Promise<CancelAnswer> {
  const active = flow.active.find(id);
  const job = active?.job ?? (await flow.jobs.find(id));
  if (job === null || job.guildId !== by.guildId) return 'not_found';
  if (job.userId !== by.userId && !by.isModerator) return 'not_yours';
  if (active === null) return openStates.has(job.state) ? 'asked' : 'over';
  if (job.state === 'delivering') return 'too_late';
  return stop(active, job.userId === by.userId ? 'user' : 'moderator', flow);
}

async function stop(active: ActiveJob, by: 'user' | 'moderator', flow: Flow): Promise<CancelAnswer> {
  const job = await saveJob(active, { cancelledBy: by }, flow);
  if (job.state === 'opened') return stopNow(active, by);
  const outcome = await askProvider(active, flow);
  if (outcome === 'cancelled') return stopNow(active, by);
  if (outcome === 'too_late') {
    await saveJob(active, { cancelledBy: null }, flow);
    return 'too_late';
  }
  active.progress = { kind: 'cancelling' };
  flow.poller.wake(active.id);
  return 'asked';
}

function stopNow(active: ActiveJob, by: 'user' | 'moderator'): CancelAnswer {
  active.stop.abort(new BotError(`cancelled.${by}`, 'stopped', { endKnown: true }));
  return 'cancelled';
}

/** A submit that is under way cannot be stopped; its ticket comes with a cancel mark on the job. */
async function askProvider(active: ActiveJob, flow: Flow): Promise<CancelOutcome> {
  const ticket = active.job?.ticket ?? null;
  if (ticket === null) return 'unknown';
  try {
    return await flow.providerOf(ticket.provider).cancel(ticket, active.stop.signal);
  } catch (error) {
    flow.log.warn({ job: active.id, detail: asBotError(error).message }, 'a cancel could not be sent');
    return 'unknown';
  }
}
