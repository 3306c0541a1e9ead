import type { GenerationRequest } from '#catalog/request.ts';
import { type Clock, isFarAhead } from '#core/clock.ts';
import { asBotError, type BotError } from '#core/errors.ts';
import type { GuildId, JobId, UserId } from '#core/ids.ts';
import type { KeyedMutex } from '#core/lock.ts';
import { retryStoreWrite } from '#core/retry.ts';
import { type SystemReason, systemReason } from '#core/system-reason.ts';
import type { Flow } from '#generation/flow.ts';
import { generate, isPassing } from '#generation/generate.ts';
import type { GuildSettingsStore } from '#guilds/settings-store.ts';
import type { Reply } from '#jobs/job.ts';
import type { Audit, Notices } from '#moderation/notices.ts';
import {
  type PendingRequest,
  type PendingRequests,
  type PendingStep,
  pendingSteps,
} from '#moderation/pending-requests.ts';

/** Whether it is going to run, or runs. */
export function toRun({ todo }: PendingRequest): boolean {
  return todo.includes('run');
}

/** The clock of a decided request starts again: its interaction is a new one, or over. */
export function asNow(request: GenerationRequest, { clock }: Flow): GenerationRequest {
  return { ...request, askedAtMs: clock.now() };
}

/**
 * Does what a decision leads to, but for running it: `only` these steps. It waits for what is done about the request right
 * now, and then does what is still to be done. Every step is harmless when it is done again; what does not work out now
 * stays to be done. Never throws.
 */
export async function finish(
  deps: ApprovalDeps,
  { id, state }: PendingRequest,
  only: readonly PendingStep[] = pendingSteps,
): Promise<void> {
  if (state === 'waiting') return;
  const { pending, flow, withLock } = deps;
  try {
    await withLock(id, async () => {
      const decided = await retryStoreWrite(() => pending.find(id), flow.clock);
      if (decided !== null) await finishNow(deps, decided, only);
    });
  } catch (error) {
    flow.log.warn({ job: id, detail: asBotError(error).message }, 'a decision is told later');
  }
}

async function finishNow(deps: ApprovalDeps, decided: PendingRequest, only: readonly PendingStep[]): Promise<void> {
  const { pending, notices, flow } = deps;
  const todo = decided.todo.filter((step) => only.includes(step));
  const done: PendingStep[] = [];
  if (todo.includes('record')) {
    await record(deps, decided);
    done.push('record');
  }
  if (todo.includes('show') && (await show(deps, decided))) done.push('show');
  if (todo.includes('tell') && (await notices.tellMember(decided))) done.push('tell');
  if (done.length > 0) await retryStoreWrite(() => pending.done(decided.id, done), flow.clock);
}

/**
 * A process that ended as it asked the approvers has left a message whose id it did not keep: asking once more finds it by
 * its buttons or, soon afterwards, by its nonce. Where it cannot be posted there is nothing to show. False where that is worth another try later.
 */
async function show({ notices, pending, settings }: ApprovalDeps, decided: PendingRequest): Promise<boolean> {
  const { channelId } = (await settings.get(decided.request.guildId)).approvals;
  if (decided.notice !== null || channelId === null) return notices.showDecision(decided);
  try {
    const found = await notices.findNotice(decided, channelId);
    // One that has ended by itself is not asked about again, only to be closed.
    if (found === null && decided.decidedBy === null) return true;
    const notice = { channelId, messageId: found ?? (await notices.askApprovers(decided, channelId)) };
    await pending.setNotice(decided.id, notice);
    return await notices.showDecision({ ...decided, notice });
  } catch (error) {
    return !isPassing(asBotError(error));
  }
}

async function record({ flow, audit }: ApprovalDeps, decided: PendingRequest): Promise<void> {
  const { id, state, decidedBy: byUserId, decisionReason: reason, request, credits } = decided;
  const { guildId, userId, guildLocale } = request;
  const kind = state === 'approved' ? 'approve' : 'decline';
  await retryStoreWrite(
    () => flow.ledger.note({ id: `${kind}:${id}`, guildId, kind, byUserId, userId, reason }),
    flow.clock,
  );
  audit.write({ kind: 'act', act: { guildId, what: kind, byUserId, userId, credits, reason, guildLocale } });
}

/**
 * Runs it, unless this process runs it already. Resolves once it has begun; with false where it waits: for its turn in line, or
 * for the store or Discord, and then for the next sweep.
 *
 * @throws {@link BotError} where it cannot begin; the member has been told
 */
export async function carryOut(deps: ApprovalDeps, decided: PendingRequest): Promise<boolean> {
  const { running } = deps;
  const { id } = decided;
  if (running.has(id)) return true;
  return new Promise((resolve, reject) => {
    const ended = run(deps, decided, resolve).then(resolve, reject);
    running.set(
      id,
      ended.finally(() => running.delete(id)),
    );
  });
}

/** A request that ends with the process is begun again by the next one, as long as nothing was sent. */
async function run(
  deps: ApprovalDeps,
  decided: PendingRequest,
  onBegun: (isRunning: boolean) => void,
): Promise<boolean> {
  const { flow, pending } = deps;
  const { request, credits, reason, decidedBy, decisionReason } = decided;
  const word = decisionReason === '' ? systemReason('approved') : decisionReason;
  const isApproved = reason !== 'price' && decidedBy !== null;
  const approval = isApproved ? { byUserId: decidedBy, reason: word } : null;
  try {
    const options = { maxCredits: credits, approval, isPatient: true, onBegun };
    await generate(asNow(request, flow), replyFor(deps, decided), flow, options);
  } catch (thrown) {
    const error = asBotError(thrown);
    flow.log.info({ job: request.id, code: error.code }, 'a decided request could not be begun');
    if (isPassing(error)) return false;
    await refuse(deps, decided, error);
    throw error;
  }
  try {
    if ((await flow.jobs.find(request.id))?.state !== 'opened') await pending.done(request.id, ['run']);
  } catch (error) {
    flow.log.warn({ job: request.id, detail: asBotError(error).message }, 'a decided request is closed later');
  }
  return true;
}

function replyFor({ notices }: ApprovalDeps, { request, reason, replyTo }: PendingRequest): Reply {
  const isPrivate = reason === 'price' && request.isPrivate && replyTo !== null;
  return isPrivate ? notices.replyInPrivate(request, replyTo) : notices.replyInChannel(request);
}

/** What cannot begin any more is declined, with the reason, once the approval is shown: that step is not the refusal's. */
async function refuse(deps: ApprovalDeps, decided: PendingRequest, error: BotError): Promise<void> {
  const { id, request, reason, state } = decided;
  const isQuiet = reason === 'price' && request.isPrivate;
  const steps: readonly PendingStep[] = reason === 'price' ? ['tell'] : ['show', 'tell'];
  await finish(deps, decided, ['record']);
  const refusal = { state: 'declined', decisionReason: whyNot(error), todo: isQuiet ? [] : steps } as const;
  const refused = await deps.withLock(id, () => deps.pending.amend(id, state, refusal));
  if (refused !== null) await finish(deps, refused);
}

function whyNot({ code, facts }: BotError): string {
  if (code === 'refused.quota') return systemReason(shortOf(facts.rule));
  return code.startsWith('refused.') ? systemReason('refusedNow') : systemReason('notStarted');
}

/** The operator's limit of the day goes before the pool of the server. */
function shortOf(rule: string | undefined): SystemReason {
  if (rule === undefined) return 'poolTooSmall';
  return rule === 'operator' ? 'dayLimit' : 'dayLimitServer';
}

/** How long a member may think about a price. */
export const priceForMs = 15 * 60_000;
/** How long approvers have. */
export const approvalForMs = 24 * 60 * 60_000;

/** Whether its time is over. One that a wrong clock has given a far later end is over too. */
export function isOverdue({ expiresAtMs }: PendingRequest, { clock }: { readonly clock: Clock }): boolean {
  const nowMs = clock.now();
  return expiresAtMs <= nowMs || isFarAhead(expiresAtMs, nowMs + approvalForMs);
}

/** What approvals need, with what this process is doing about the requests. */
export interface ApprovalDeps {
  readonly flow: Flow;
  readonly pending: PendingRequests;
  readonly settings: Pick<GuildSettingsStore, 'get'>;
  readonly notices: Notices;
  readonly audit: Audit;
  /** Requests that this process runs, by id. */
  readonly running: Map<JobId, Promise<void>>;
  /** Puts to the approvers, shows and tells one after the other for each request. What waits reads the request again. */
  readonly withLock: KeyedMutex;
}

/** An approver's or a member's word. A request of another guild does not exist for them. */
export interface Decision {
  readonly guildId: GuildId;
  readonly byUserId: UserId;
  readonly reason: string;
}

/** `decided` it was decided before, or it is over; `gone` there is no such request here. */
export type DecisionOutcome = 'done' | 'decided' | 'gone' | 'not_yours';
/** `threshold` it costs more than a member may say yes to: nothing is decided. */
export type PriceOutcome = DecisionOutcome | 'threshold';
/** `waits` it begins when there is room for it. */
export type ApprovalOutcome = DecisionOutcome | 'waits';

/** A member decides about the price of their own request; what waits for an approval is not theirs to decide. */
export async function own(
  id: JobId,
  by: Decision,
  { pending, flow }: Pick<ApprovalDeps, 'pending' | 'flow'>,
): Promise<PendingRequest | DecisionOutcome> {
  const found = await pending.find(id);
  if (found?.request.guildId !== by.guildId) return 'gone';
  if (found.request.userId !== by.byUserId) return 'not_yours';
  const isOpen = found.state === 'waiting' && found.reason === 'price';
  return isOpen && !isOverdue(found, flow) ? found : 'decided';
}
