import { asBotError, BotError } from '../domain/errors.ts';
import type { JobId } from '../domain/ids.ts';
import { type Job, openStates } from '../domain/job.ts';
import { bornAtMs } from '../domain/snowflake.ts';
import type { ActiveJob } from './active-jobs.ts';
import { end, settleUp, unsureHoldMs } from './end.ts';
import type { Flow } from './flow.ts';
import { follow } from './follow.ts';
import { saveJob } from './persist.ts';
import { letGo } from './reclaim.ts';

/** A hold without a job is left alone this long: its request may be on the way to be written down. */
const orphanAfterMs = 10 * 60_000;

/**
 * Takes up every open job that nobody in this process follows: at start, and now and then afterwards. Resolves when all
 * of them are under way; they go on in the background, and `settled` resolves when they have ended.
 *
 * @throws {@link BotError} `store.unavailable`
 */
export async function resume(flow: Flow): Promise<{ count: number; settled: Promise<unknown> }> {
  const jobs = (await flow.jobs.listOpen()).filter((job) => flow.active.find(job.id) === null);
  const settled = Promise.all(
    jobs.map((job) =>
      takeUp(job, flow).catch((error: unknown) => {
        flow.log.error({ job: job.id, detail: asBotError(error).message }, 'an open job could not be taken up');
      }),
    ),
  );
  return { count: jobs.length, settled };
}

async function takeUp(listed: Job, flow: Flow): Promise<void> {
  const active = flow.active.enter(listed, null);
  active.job = listed;
  try {
    // The job may have ended between the list and this moment; from here on nobody else touches it.
    const job = await flow.jobs.find(listed.id);
    if (job === null || !openStates.has(job.state)) return;
    active.job = job;
    if (job.state === 'unsure') return await returnUnsure(active, job, flow);
    await goOn(active, job, flow);
  } finally {
    flow.active.leave(listed.id);
  }
}

async function goOn(active: ActiveJob, job: Job, flow: Flow): Promise<void> {
  const reply = flow.replyAt(job.replyTo, job);
  try {
    if (job.tickets.length === 0) throw lostInRestart(job);
    // A further remote job may have been on its way: what is known goes on.
    if (job.state === 'sending') await saveJob(active, { state: 'submitted' }, flow);
    await follow(active, reply, flow);
  } catch (thrown) {
    await end(active, asBotError(thrown), reply, flow);
  }
}

/** Without a ticket nobody can ask for the job. Only one that was never sent is certain not to exist. */
function lostInRestart(job: Job): BotError {
  if (job.state === 'opened') {
    return new BotError('provider.unavailable', 'stopped before it was sent', {
      nothingStarted: true,
      reason: 'restart',
    });
  }
  return new BotError('provider.unsure', 'stopped while it was sent', { provider: job.provider });
}

/** After an hour the doubt is the operator's, not the member's: the credits go back. */
async function returnUnsure(active: ActiveJob, job: Job, flow: Flow): Promise<void> {
  if (flow.clock.now() < (job.endedAtMs ?? job.openedAtMs) + unsureHoldMs) return;
  const money = await settleUp(job, 'refund', flow);
  const replyTo = { ...job.replyTo, sealedToken: null };
  const ended = await saveJob(active, { state: 'failed', charged: money.charged, replyTo }, flow);
  const error = new BotError(job.error ?? 'provider.unsure', 'no answer came', { endKnown: true });
  flow.onEnded(active, ended, error);
  await flow.replyAt(job.replyTo, job).fail(error, money);
}

/**
 * Gives back the holds that no job stands behind: the process ended between the two writes, or the hold has expired.
 * Resolves with their number.
 *
 * @throws {@link BotError} `store.unavailable`
 */
export async function sweepHolds(flow: Flow): Promise<number> {
  const nowMs = flow.clock.now();
  let count = 0;
  for (const hold of await flow.ledger.holds()) {
    if (hold.expiresAtMs > nowMs && !(await isOrphan(hold.id, nowMs, flow))) continue;
    await letGo(hold, flow);
    count += 1;
    flow.log.warn({ job: hold.id, credits: hold.credits }, 'a hold without a job was given back');
  }
  return count;
}

/** A job whose row cannot be read is there all the same: its hold waits for its own end, and keeps nobody else's. */
async function isOrphan(id: JobId, nowMs: number, { jobs, active, log }: Flow): Promise<boolean> {
  if (active.find(id) !== null || nowMs - bornAtMs(id) <= orphanAfterMs) return false;
  try {
    return (await jobs.find(id)) === null;
  } catch (error) {
    log.error({ job: id, detail: asBotError(error).message }, 'the job of a hold could not be read');
    return false;
  }
}
