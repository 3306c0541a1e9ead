import { asBotError, BotError } from '../domain/errors.ts';
import type { JobId } from '../domain/ids.ts';
import type { ParkedRequest } from '../domain/moderation.ts';
import { ownReason } from '../domain/own-reason.ts';
import type { GenerationRequest } from '../domain/request.ts';
import type { ApprovalParts, Decision, DecisionOutcome, OpenApprovalParts } from './approvals.ts';
import { noMoney } from './end.ts';
import type { Flow } from './flow.ts';
import { generate } from './generate.ts';
import { persist } from './persist.ts';
import { grantIdOf, reclaim } from './reclaim.ts';

/** @see Approvals.approve */
export async function approve(parts: OpenApprovalParts, id: JobId, by: Decision): Promise<DecisionOutcome> {
  const decided = await decide(parts, id, by, 'approved');
  if (typeof decided === 'string') return decided;
  await carryOut(parts, decided, by);
  await parts.notices.showDecision(decided);
  return 'done';
}

/** @see Approvals.resumeApproved */
export async function resumeApproved(parts: OpenApprovalParts): Promise<number> {
  const { parked, flow, running } = parts;
  let count = 0;
  for (const decided of await parked.approvedOpen()) {
    const { id, request, decidedBy, decisionReason } = decided;
    const isBegun = (await flow.jobs.find(id)) !== null;
    if (running.has(id)) continue;
    if (decidedBy === null || isBegun) {
      await parked.close(id);
      continue;
    }
    count += 1;
    const by = { guildId: request.guildId, byUserId: decidedBy, reason: decisionReason };
    await carryOut(parts, decided, by).catch((error: unknown) => {
      flow.log.warn({ job: id, detail: asBotError(error).message }, 'an approved request could not be carried out');
    });
  }
  return count;
}

/**
 * Begins it, unless this process has begun it already: the claim is made before anything is awaited, so that an approver
 * and a sweep at the same moment pay for one picture.
 *
 * @throws {@link BotError} where it cannot begin; the member has been told
 */
async function carryOut(parts: OpenApprovalParts, decided: ParkedRequest, by: Decision): Promise<void> {
  const { running } = parts;
  if (running.has(decided.id)) return;
  const beginning = begin(parts, decided, by);
  const ended = beginning.then(
    ({ story }) => story,
    () => undefined,
  );
  running.set(
    decided.id,
    ended.finally(() => running.delete(decided.id)),
  );
  await beginning;
}

/** Every step before the story is harmless when it is done again. */
async function begin(
  parts: OpenApprovalParts,
  decided: ParkedRequest,
  by: Decision,
): Promise<{ readonly story: Promise<void> }> {
  const flow = atMost(decided.credits, parts.flow);
  try {
    await record(parts, decided, by);
    await grantMissing(decided.request, by, flow);
    return { story: run(decided.request, { ...parts, flow }) };
  } catch (error) {
    await takeBack(decided.request, flow);
    const failed: ParkedRequest = { ...decided, state: 'declined', decisionReason: whyNot(asBotError(error)) };
    await show(parts, failed);
    await parts.parked.close(decided.id);
    throw error;
  }
}

/** @see Approvals.decline */
export async function decline(parts: ApprovalParts, id: JobId, by: Decision): Promise<DecisionOutcome> {
  const decided = await decide(parts, id, by, 'declined');
  if (typeof decided === 'string') return decided;
  try {
    await record(parts, decided, by);
  } finally {
    await show(parts, decided);
  }
  return 'done';
}

/** The clock of a decided request starts afresh: its interaction is a new one, or over. */
export function anew(request: GenerationRequest, { clock }: Flow): GenerationRequest {
  return { ...request, askedAtMs: clock.now() };
}

/** What somebody has said yes to is the most that is charged, whatever the price has become. */
export function atMost(credits: number, flow: Flow): Flow {
  return {
    ...flow,
    admit: async (request) => {
      const admission = await flow.admit(request);
      return { ...admission, plan: { ...admission.plan, credits: Math.min(admission.plan.credits, credits) } };
    },
  };
}

/** Whether its time is over, also where nobody has ended it yet. */
export function isOverdue({ expiresAtMs }: ParkedRequest, { clock }: Flow): boolean {
  return expiresAtMs <= clock.now();
}

/** A price is its member's own business: for approvers such a request does not exist. */
async function decide(
  { parked, flow }: ApprovalParts,
  id: JobId,
  by: Decision,
  state: 'approved' | 'declined',
): Promise<ParkedRequest | DecisionOutcome> {
  const found = await parked.find(id);
  if (found?.request.guildId !== by.guildId || found.reason === 'price') return 'gone';
  if (isOverdue(found, flow)) return 'decided';
  return (await parked.decide(id, { state, decidedBy: by.byUserId, decisionReason: by.reason })) ?? 'decided';
}

async function record({ flow, audit }: ApprovalParts, decided: ParkedRequest, by: Decision): Promise<void> {
  const { guildId, byUserId, reason } = by;
  const { userId, guildLocale } = decided.request;
  const kind = decided.state === 'approved' ? 'approve' : 'decline';
  await persist(
    () => flow.ledger.note({ id: `${kind}:${decided.id}`, guildId, kind, byUserId, userId, reason }),
    flow.clock,
  );
  const { credits } = decided;
  audit.write({ kind: 'act', act: { guildId, what: kind, byUserId, userId, credits, reason, guildLocale } });
}

async function show({ notices }: ApprovalParts, decided: ParkedRequest): Promise<void> {
  await notices.showDecision(decided);
  await notices.tellMember(decided);
}

function whyNot({ code }: BotError): string {
  if (code === 'refused.quota') return ownReason('poolTooSmall');
  return code.startsWith('refused.') ? ownReason('refusedNow') : ownReason('notStarted');
}

/**
 * What the member lacks comes out of the pool, in the approver's name. Nothing is moved where that would not be enough:
 * the allowance's part comes out of the same pool.
 */
async function grantMissing(request: GenerationRequest, by: Decision, { admit, ledger }: Flow): Promise<void> {
  const { guildId, userId, id } = request;
  const { plan, terms } = await admit(request);
  const { spendable, allowanceLeft, pool } = await ledger.balance(guildId, userId, terms);
  const credits = plan.credits - spendable;
  if (credits <= 0) return;
  const left = pool === 'unlimited' ? credits : pool - allowanceLeft;
  if (credits > left) throw new BotError('refused.quota', 'the pool is too small', { price: credits, left });
  const reason = by.reason === '' ? ownReason('approved') : by.reason;
  await ledger.grant({ id: grantIdOf(id), guildId, userId, byUserId: by.byUserId, credits, reason, terms });
}

/** The story, in a new message. Never throws: where it does not begin, the grant goes back and the member is told. */
async function run(request: GenerationRequest, { flow, notices, parked }: ApprovalParts): Promise<void> {
  const reply = notices.replyInChannel(request);
  try {
    await generate(anew(request, flow), reply, flow);
  } catch (thrown) {
    const error = asBotError(thrown);
    flow.log.info({ job: request.id, code: error.code }, 'an approved request was refused after all');
    await takeBack(request, flow);
    await reply.fail(error, noMoney);
  }
  await parked.close(request.id).catch((error: unknown) => {
    flow.log.warn({ job: request.id, detail: asBotError(error).message }, 'an approved request is closed later');
  });
}

/** Where no job was opened that would do it at its end. */
async function takeBack(request: GenerationRequest, flow: Flow): Promise<void> {
  try {
    await persist(() => reclaim(request, 0, flow), flow.clock);
  } catch (error) {
    flow.log.error({ job: request.id, detail: asBotError(error).message }, 'a grant for an approved request may stay');
  }
}
