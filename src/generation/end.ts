import { asBotError, BotError, type MoneyRule, moneyAfter } from '#core/errors.ts';
import { retryStoreWrite } from '#core/retry.ts';
import { systemReason } from '#core/system-reason.ts';
import type { Settlement } from '#credits/credits.ts';
import type { Job, JobState, MoneyOutcome, Reply } from '#jobs/job.ts';
import { type ActiveJob, billedCredits, type Flow, jobOf, knownCosts } from './flow.ts';
import { insist, saveJob } from './save-job.ts';

/** How long credits stay held for a job that may exist at a provider but cannot be asked for. */
export const unsureHoldMs = 60 * 60_000;

/** Nothing was held and nothing was spent. */
export const noMoney: MoneyOutcome = { charged: 0, returned: 0, held: 0, heldUntilMs: null };

/**
 * The one end of every job that brings no picture: the money as the table says, the job closed, the member told. It is closed
 * as one whose member does not know yet, so that a process that ends in between leaves the telling to the next one. Never
 * throws; with the store away a job that was sent waits for it, and another one stays open and is taken up again later.
 */
export async function end(active: ActiveJob, thrown: BotError, reply: Reply, flow: Flow): Promise<void> {
  if (thrown.code === 'cancelled.shutdown') return reply.rest();
  const before = jobOf(active);
  const error = asCancel(before, thrown);
  const tellHeld = () => reply.fail(error, { ...noMoney, held: before.credits });
  try {
    const { ended, money } = await close(active, { thrown, error, tellHeld }, flow);
    flow.onEnded(active, ended, error);
    await reply.fail(await withStrike(before, asBilled(error, money.charged), flow), money);
    await markTold(active, flow);
  } catch (failure) {
    const { code, message } = asBotError(failure);
    flow.log.error({ job: before.id, code: error.code, detail: message }, 'the end of a job could not be written down');
    if (code !== 'cancelled.shutdown') await tellHeld();
  }
}

/** `tellHeld` tells the member meanwhile that the store is away. */
async function close(
  active: ActiveJob,
  { thrown, error, tellHeld }: { thrown: BotError; error: BotError; tellHeld: () => Promise<void> },
  flow: Flow,
) {
  const before = jobOf(active);
  const billed = error.code.startsWith('cancelled.') ? billedCredits(active) : 0;
  const rule = billed > 0 ? 'charge' : ruleFor(before, thrown);
  const wasSent = before.tickets.length > 0;
  const settling = () => settleUp(billed > 0 ? { ...before, credits: billed } : before, rule, flow);
  const money = await (wasSent ? insist(settling, active, flow, tellHeld) : retryStoreWrite(settling, flow.clock));
  const state = stateAfter(rule, error);
  const change = {
    state,
    error: error.code,
    charged: money.charged,
    endedAtMs: flow.clock.now(),
    isUntold: true,
    ...knownCosts(active),
  };
  const ended = await (wasSent
    ? saveJob(active, change, flow, { isPatient: true, onAway: tellHeld })
    : saveJob(active, change, flow));
  return { ended, money };
}

/** What has ended needs no token any more; an unsure job will be told about once again. */
export async function markTold(active: ActiveJob, flow: Flow): Promise<void> {
  const { state, replyTo } = jobOf(active);
  const kept = state === 'unsure' ? replyTo : { ...replyTo, sealedToken: null };
  await saveJob(active, { isUntold: false, replyTo: kept }, flow, { isFact: true });
}

/** A content filter's refusal counts against the member, who reads so. */
export async function withStrike(job: Job, error: BotError, flow: Flow): Promise<BotError> {
  if (error.facts.contentFilter !== true) return error;
  const { id, guildId, userId, replyTo } = job;
  const reason = systemReason('contentFilter');
  const told = await flow.strike({ id, guildId, userId, reason, guildLocale: replyTo.guildLocale });
  return new BotError(error.code, error.message, { ...error.facts, ...told }, error);
}

/** One who stopped a job reads why it was charged all the same. */
export function asBilled(error: BotError, charged: number): BotError {
  if (charged === 0 || !error.code.startsWith('cancelled.')) return error;
  return new BotError(error.code, error.message, { ...error.facts, isBilled: true }, error);
}

/** A job that ends as failed after a cancel has been stopped. */
export function asCancel(job: Job, error: BotError): BotError {
  if (job.cancelledBy === null || error.code !== 'provider.failed') return error;
  return new BotError(`cancelled.${job.cancelledBy}`, 'the provider ended it', { endKnown: true }, error);
}

/** What was never sent costs nothing, what is settled stays settled unless the picture is lost; else the table decides. */
function ruleFor(job: Job, thrown: BotError): MoneyRule {
  if (job.state === 'opened') return 'refund';
  if (job.state !== 'delivering') return moneyAfter(thrown);
  return isPostingAtFault(thrown) ? 'charge' : 'refund';
}

/** Otherwise a restart found no picture at the service any more, cancelled or not. */
function isPostingAtFault({ code }: BotError): boolean {
  return code.startsWith('delivery.') || code === 'bug';
}

/** Resolves with what came back to the member: what an approval had added is in the pool again. @throws {@link BotError} `store.unavailable` */
export async function settleUp(job: Job, rule: MoneyRule, flow: Flow): Promise<MoneyOutcome> {
  if (rule === 'hold') return { ...noMoney, held: job.credits, heldUntilMs: flow.clock.now() + unsureHoldMs };
  if (rule === 'charge') return { ...noMoney, ...(await charge(job, flow)) };
  return { ...noMoney, ...(await giveBack(job, flow)) };
}

/** No more than the job's credits stay spent: for the pictures that a restart finds gone more may have been settled before. */
async function charge({ guildId, id, credits }: Job, { ledger }: Flow): Promise<Settlement> {
  const { charged, returned } = await ledger.settle(guildId, id, credits);
  if (charged <= credits) return { charged, returned };
  const reason = systemReason('somePictureGone');
  const refunded = await ledger.refund({ guildId, jobId: id, byUserId: null, reason, keep: credits });
  return { charged: charged - refunded, returned: returned + refunded };
}

/** Also what was settled already: the process may have ended between that and the post. */
async function giveBack({ guildId, id }: Job, { ledger }: Flow): Promise<Settlement> {
  const { charged, returned } = await ledger.release(guildId, id);
  if (charged === 0) return { charged, returned };
  const refunded = await ledger.refund({ guildId, jobId: id, byUserId: null, reason: systemReason('pictureGone') });
  return { charged: 0, returned: returned + refunded };
}

function stateAfter(rule: MoneyRule, error: BotError): JobState {
  if (rule === 'hold') return 'unsure';
  return error.code.startsWith('cancelled.') ? 'cancelled' : 'failed';
}
