import { asBotError, BotError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { end, settleUp, unsureHoldMs } from './end.ts';
import type { Flow } from './flow.ts';
import { follow } from './follow.ts';

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

async function takeUp(job: Job, flow: Flow): Promise<void> {
  if (job.state === 'unsure') return returnUnsure(job, flow);
  const reply = flow.replyAt(job.replyTo, job);
  const active = flow.active.enter(job, null);
  active.job = job;
  try {
    if (job.ticket === null) throw lostInRestart(job);
    await follow(active, reply, flow);
  } catch (thrown) {
    await end(active, asBotError(thrown), reply, flow);
  } finally {
    flow.active.leave(job.id);
  }
}

/** Without a ticket nobody can ask for the job. Only one that was never sent is certain not to exist. */
function lostInRestart(job: Job): BotError {
  if (job.state === 'opened') {
    return new BotError('provider.unavailable', 'stopped before it was sent', { nothingStarted: true });
  }
  return new BotError('provider.unsure', 'stopped while it was sent', { provider: job.provider });
}

/** After an hour the doubt is the operator's, not the member's: the credits go back. */
async function returnUnsure(job: Job, flow: Flow): Promise<void> {
  if (flow.clock.now() < (job.endedAtMs ?? job.openedAtMs) + unsureHoldMs) return;
  const money = await settleUp(job, 'refund', flow);
  await flow.jobs.save({ ...job, state: 'failed', charged: money.charged });
  const error = new BotError(job.error ?? 'provider.unsure', 'no answer came', { endKnown: true });
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
    const job = await flow.jobs.find(hold.id);
    const isOrphan = job === null && flow.active.find(hold.id) === null && ageMs(hold.id, nowMs) > orphanAfterMs;
    if (!isOrphan && hold.expiresAtMs > nowMs) continue;
    await flow.ledger.release(hold.guildId, hold.id);
    count += 1;
    flow.log.warn({ job: hold.id, credits: hold.credits }, 'a hold without a job was given back');
  }
  return count;
}

/**
 * A job's id is a Discord snowflake, which holds its time of birth.
 *
 * @see https://discord.com/developers/docs/reference#snowflakes, read 2026-11
 */
function ageMs(id: string, nowMs: number): number {
  const discordEpochMs = 1_420_070_400_000;
  return nowMs - (Number(BigInt(id) >> 22n) + discordEpochMs);
}
