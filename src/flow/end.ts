import type { Settlement } from '../domain/credits.ts';
import { asBotError, BotError, type MoneyRule, moneyAfter } from '../domain/errors.ts';
import type { Job, JobState } from '../domain/job.ts';
import { ownReason } from '../domain/own-reason.ts';
import type { MoneyOutcome, Reply } from '../domain/ports.ts';
import type { ActiveJob } from './active-jobs.ts';
import { type Flow, jobOf } from './flow.ts';
import { persist, saveJob } from './persist.ts';
import { reclaim } from './reclaim.ts';

/** How long credits stay held for a job that may exist at a provider but cannot be asked for. */
export const unsureHoldMs = 60 * 60_000;

/** Nothing was held and nothing was spent. */
export const noMoney: MoneyOutcome = { charged: 0, returned: 0, held: 0, heldUntilMs: null };

/**
 * The one end of every job that brings no picture: the money as the table says, the job closed, the member told. Never
 * throws; with the store away the job stays open and is taken up again later.
 */
export async function end(active: ActiveJob, thrown: BotError, reply: Reply, flow: Flow): Promise<void> {
  if (thrown.code === 'cancelled.shutdown') return;
  const before = jobOf(active);
  const error = asCancel(before, thrown);
  let money: MoneyOutcome = { ...noMoney, held: before.credits };
  if (error.code === 'store.unavailable' && before.tickets.length > 0) {
    // The picture can still be asked for: the job stays as it is written down, and a later resume delivers it.
    flow.log.error({ job: before.id, detail: error.message }, 'the store is away, the job waits for it');
    return reply.fail(error, money);
  }
  try {
    const rule = ruleFor(before, thrown);
    money = await settleUp(before, rule, flow);
    const change = { state: stateAfter(rule, error), error: error.code, charged: money.charged } as const;
    // What has ended needs no token any more; an unsure job will be told about once again.
    const replyTo = rule === 'hold' ? before.replyTo : { ...before.replyTo, sealedToken: null };
    const ended = await saveJob(active, { ...change, replyTo, endedAtMs: flow.clock.now() }, flow);
    flow.onEnded(active, ended, error);
  } catch (failure) {
    const detail = asBotError(failure).message;
    flow.log.error({ job: before.id, code: error.code, detail }, 'the end of a job could not be written down');
  }
  await reply.fail(await withStrike(before, error, flow), money);
}

/** A content filter's refusal counts against the member, who reads so. */
export async function withStrike(job: Job, error: BotError, flow: Flow): Promise<BotError> {
  if (error.facts.contentFilter !== true) return error;
  const { id, guildId, userId, replyTo } = job;
  const reason = ownReason('contentFilter');
  const told = await flow.strike({ id, guildId, userId, reason, guildLocale: replyTo.guildLocale });
  return new BotError(error.code, error.message, { ...error.facts, ...told }, error);
}

/** A job that ends as failed after somebody asked to stop it has been stopped. */
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

/** Else a restart found no picture at the service any more, whoever had asked to stop it. */
function isPostingAtFault({ code }: BotError): boolean {
  return code.startsWith('delivery.') || code === 'bug';
}

/** What an approver had granted for it goes back to the pool, and not to the member. @throws {@link BotError} `store.unavailable` */
export async function settleUp(job: Job, rule: MoneyRule, flow: Flow): Promise<MoneyOutcome> {
  const { ledger, clock } = flow;
  if (rule === 'hold') return { ...noMoney, held: job.credits, heldUntilMs: clock.now() + unsureHoldMs };
  const { charged, returned } =
    rule === 'charge'
      ? await persist(() => ledger.settle(job.guildId, job.id, job.credits), clock)
      : await giveBack(job, flow);
  const reclaimed = await persist(() => reclaim(job, charged, flow), clock);
  return { ...noMoney, charged, returned: returned - reclaimed };
}

/** Also what was settled already: the process may have ended between that and the post. */
async function giveBack({ guildId, id }: Job, { ledger, clock }: Flow): Promise<Settlement> {
  const { charged, returned } = await persist(() => ledger.release(guildId, id), clock);
  if (charged === 0) return { charged, returned };
  const refund = { guildId, jobId: id, byUserId: null, reason: ownReason('pictureGone') };
  const refunded = await persist(() => ledger.refund(refund), clock);
  return { charged: charged - refunded, returned: returned + refunded };
}

function stateAfter(rule: MoneyRule, error: BotError): JobState {
  if (rule === 'hold') return 'unsure';
  return error.code.startsWith('cancelled.') ? 'cancelled' : 'failed';
}
