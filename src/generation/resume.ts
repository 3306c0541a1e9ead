import { hasPassed, isFarAhead } from '#core/clock.ts';
import { asBotError, BotError, type ErrorFacts } from '#core/errors.ts';
import type { JobId } from '#core/ids.ts';
import { retryStoreWrite } from '#core/retry.ts';
import type { Reservation } from '#credits/credits.ts';
import { costOf } from '#jobs/actual-cost.ts';
import { isOpenJob, type Job, openStates } from '#jobs/job.ts';
import { closeDelivered, deliver } from './deliver.ts';
import { asBilled, end, markTold, noMoney, settleUp, unsureHoldMs } from './end.ts';
import { type ActiveJob, type Flow, leave } from './flow.ts';
import { follow } from './follow.ts';
import { saveJob } from './save-job.ts';

/** A hold without a job is left alone this long: its request may be on the way to be written down. */
const orphanAfterMs = 10 * 60_000;

/**
 * Takes up every open job that this process doesn't follow: at start, and now and then afterwards. Resolves when all
 * of them are under way; they go on in the background, and `settled` resolves when they have ended. Of the requests that are
 * `unbegun` nothing was sent: approvals begin them again.
 *
 * @throws {@link BotError} `store.unavailable`
 */
export async function resume(
  flow: Flow,
  unbegun: ReadonlySet<JobId> = new Set(),
): Promise<{ count: number; settled: Promise<unknown> }> {
  const isLeft = ({ id, state }: Job) => flow.active.find(id) === null && !(state === 'opened' && unbegun.has(id));
  const open = flow.sharing ? await flow.sharing.listLeft() : await flow.jobs.listOpen();
  const jobs = open.filter(isLeft);
  const settled = Promise.all(
    jobs.map((job) =>
      takeUp(job, flow).catch((error: unknown) => {
        flow.log.error({ job: job.id, detail: asBotError(error).message }, 'an open job could not be taken up');
      }),
    ),
  );
  return { count: jobs.length, settled };
}

/** Takes up one job, and resolves when it has ended; at once where this process, or another one, works on it already. @throws {@link BotError} `store.unavailable` */
export async function takeUp(listed: Job, flow: Flow): Promise<void> {
  if (flow.active.find(listed.id) !== null) return;
  if (flow.sharing !== null && !(await flow.sharing.claim(listed.id))) return;
  const active = flow.active.enter(listed, null);
  active.job = listed;
  try {
    // The job may have ended between the list and this moment; from here on nothing else changes it.
    const job = await flow.jobs.find(listed.id);
    if (job === null || !isOpenJob(job)) return;
    active.job = job;
    if (flow.sharing !== null) flow.spending.note(job, costOf(job));
    if (job.isUntold === true) await tell(active, job, flow);
    if (job.state === 'unsure') return await returnUnsure(active, job, flow);
    if (openStates.has(job.state)) await goOn(active, job, flow);
  } finally {
    await leave(active, flow);
  }
}

async function goOn(active: ActiveJob, job: Job, flow: Flow): Promise<void> {
  const reply = flow.replyAt(job.replyTo, job);
  try {
    if (job.tickets.length === 0) throw lostInRestart(job);
    // The process ended between the post and its writing down; the service may have the result no more.
    if (job.state === 'delivering' && (await flow.isPosted(job))) return await closeDelivered(active, null, flow);
    // A further remote job may have been on its way: what is known goes on.
    if (job.state === 'sending') await saveJob(active, { state: 'submitted' }, flow, { isFact: true });
    const results = await flow.traced('follow', job.id, follow(active, reply, flow));
    await flow.traced('deliver', job.id, deliver(active, results, reply, flow));
  } catch (thrown) {
    await end(active, asBotError(thrown), reply, flow);
  }
}

/** Without a ticket the service can't be asked. Only a job that was never sent is certain not to exist. */
function lostInRestart(job: Job): BotError {
  if (job.state === 'opened') {
    return new BotError('provider.unavailable', 'stopped before it was sent', {
      nothingStarted: true,
      reason: 'restart',
    });
  }
  return new BotError('provider.unsure', 'stopped while it was sent', { provider: job.provider });
}

/** The process ended between the end of the job and the telling. */
async function tell(active: ActiveJob, job: Job, flow: Flow): Promise<void> {
  const { id, guildId, state, credits, endedAtMs, openedAtMs } = job;
  const isHeld = state === 'unsure';
  const held = { held: credits, heldUntilMs: (endedAtMs ?? openedAtMs) + unsureHoldMs };
  const money = isHeld ? held : await retryStoreWrite(() => flow.ledger.release(guildId, id), flow.clock);
  const error = asBilled(errorOf(job, { endKnown: !isHeld }), job.charged ?? 0);
  await flow.replyAt(job.replyTo, job).fail(error, { ...noMoney, ...money });
  await markTold(active, flow);
}

/** What ended a job, as far as it was written down. */
function errorOf({ error }: Job, facts: ErrorFacts): BotError {
  return new BotError(error ?? 'provider.unsure', 'ended before', facts);
}

/** After an hour the doubt is the operator's, not the member's: the credits go back. */
async function returnUnsure(active: ActiveJob, job: Job, flow: Flow): Promise<void> {
  if (!hasPassed(job.endedAtMs ?? job.openedAtMs, unsureHoldMs, flow.clock.now())) return;
  const money = await retryStoreWrite(() => settleUp(job, 'refund', flow), flow.clock);
  const ended = await saveJob(active, { state: 'failed', charged: money.charged, isUntold: true }, flow);
  const error = errorOf(job, { endKnown: true });
  flow.onEnded(active, ended, error);
  await flow.replyAt(job.replyTo, job).fail(error, money);
  await markTold(active, flow);
}

/**
 * Gives back the holds that no job stands behind: the process ended between the two writes. A job that is under way keeps its
 * hold, however long ago it was made. `startedAtMs`: no request of this process belongs to an earlier hold.
 * Resolves with their number.
 *
 * @throws {@link BotError} `store.unavailable`
 */
export async function sweepHolds(flow: Flow, startedAtMs = 0): Promise<number> {
  let count = 0;
  for (const hold of await flow.ledger.holds()) {
    if (!(await isOrphan(hold, startedAtMs, flow))) continue;
    await flow.ledger.release(hold.guildId, hold.id);
    count += 1;
    flow.log.warn({ job: hold.id, credits: hold.credits }, 'a hold without a job was given back');
  }
  return count;
}

/** A job whose row cannot be read is there all the same: its hold waits for its own end and doesn't stop the sweep. */
async function isOrphan(hold: Reservation, startedAtMs: number, { jobs, active, log, clock }: Flow): Promise<boolean> {
  const { id, heldAtMs, expiresAtMs } = hold;
  const nowMs = clock.now();
  const isOver = expiresAtMs <= nowMs;
  try {
    const job = await jobs.find(id);
    // Looked at last, with nothing awaited before the release: a request that began meanwhile is found.
    if (active.find(id) !== null) return false;
    if (job !== null) return isOver && !isOpenJob(job);
    return isOver || heldAtMs < startedAtMs || nowMs - heldAtMs > orphanAfterMs || isFarAhead(heldAtMs, nowMs);
  } catch (error) {
    log.error({ job: id, detail: asBotError(error).message }, 'the job of a hold could not be read');
    return isOver && active.find(id) === null;
  }
}
