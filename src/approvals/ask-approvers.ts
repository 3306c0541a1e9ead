import { asBotError, BotError } from '#core/errors.ts';
import type { ChannelId, JobId, MessageId } from '#core/ids.ts';
import { systemReason } from '#core/system-reason.ts';
import { isPassing } from '#generation/generate.ts';
import type { PendingReason, PendingRequest } from '#moderation/pending-requests.ts';
import { own } from './confirm-price.ts';
import { approvalForMs, type Decision, type DecisionOutcome, finish, type OpenApprovalDeps, toRun } from './steps.ts';

/** Requests of one member that may wait for approvers, or approved for their turn, at once. */
const mostWaiting = 3;

/** @see Approvals.ask */
export async function ask(deps: OpenApprovalDeps, request: PendingRequest): Promise<void> {
  const channelId = await approversOf(deps, request);
  const known = await deps.inTurn(request.id, async () => {
    await deps.pending.enqueue(request);
    return post(deps, request, channelId);
  });
  if (known !== null) await finish(deps, known);
}

/** @see Approvals.askInstead */
export async function askInstead(
  deps: OpenApprovalDeps,
  id: JobId,
  by: Decision,
  reason: Exclude<PendingReason, 'price'>,
): Promise<DecisionOutcome> {
  const { pending, flow } = deps;
  const asked = await deps.inTurn(id, async () => {
    const found = await own(id, by, deps);
    if (typeof found === 'string') return found;
    const channelId = await approversOf(deps, found);
    const taken = await pending.amend(id, 'waiting', { reason, expiresAtMs: flow.clock.now() + approvalForMs });
    return taken === null ? 'decided' : post(deps, taken, channelId);
  });
  if (typeof asked === 'string') return asked;
  if (asked !== null) await finish(deps, asked);
  return 'done';
}

/** Asks the approvers where a process ended before it did so. A request that cannot be put to them ends. */
export async function askAgain(deps: OpenApprovalDeps, { id }: PendingRequest): Promise<void> {
  const known = await deps.inTurn(id, async () => {
    const request = await deps.pending.find(id);
    return request?.state === 'waiting' && request.notice === null ? askAgainNow(deps, request) : null;
  });
  if (known !== null) await finish(deps, known);
}

async function askAgainNow(deps: OpenApprovalDeps, request: PendingRequest): Promise<PendingRequest | null> {
  const { approvals } = await deps.settings.get(request.request.guildId);
  try {
    const { channelId } = approvals;
    if (channelId === null) throw noApprovers();
    // The process may have ended between their message and its id.
    return await tellApprovers(deps, request, channelId, await deps.notices.findNotice(request, channelId));
  } catch (thrown) {
    return isPassing(asBotError(thrown)) ? null : notAsked(deps, request, ['tell']);
  }
}

/** Here the member reads of it in the answer to their interaction. */
async function post(
  deps: OpenApprovalDeps,
  request: PendingRequest,
  channelId: ChannelId,
): Promise<PendingRequest | null> {
  try {
    return await tellApprovers(deps, request, channelId);
  } catch (error) {
    await notAsked(deps, request, []);
    throw error;
  }
}

/** Resolves with the request as it is when the message's id is known: somebody may have decided. Null where it was not kept. */
async function tellApprovers(
  { notices, pending, flow }: OpenApprovalDeps,
  request: PendingRequest,
  channelId: ChannelId,
  found: MessageId | null = null,
): Promise<PendingRequest | null> {
  const messageId = found ?? (await notices.askApprovers(request, channelId));
  return pending.setNotice(request.id, { channelId, messageId }).catch((error: unknown) => {
    flow.log.warn({ job: request.id, detail: asBotError(error).message }, 'the approvers are asked once more later');
    return null;
  });
}

function notAsked({ pending }: OpenApprovalDeps, { id }: PendingRequest, todo: PendingRequest['todo']) {
  return pending.decide(id, { state: 'dropped', decidedBy: null, decisionReason: systemReason('notAsked'), todo });
}

function noApprovers(): BotError {
  return new BotError('refused.rules', 'nobody approves here', { rule: 'approval' });
}

/** A channel is not flooded by one member. @throws {@link BotError} `refused.rules`, `refused.busy` */
async function approversOf({ pending, settings, flow }: OpenApprovalDeps, asked: PendingRequest): Promise<ChannelId> {
  const { guildId, userId } = asked.request;
  const { approvals } = await settings.get(guildId);
  if (approvals.channelId === null) throw noApprovers();
  const isRunning = ({ id }: PendingRequest) => flow.active.find(id)?.line === null;
  const waits = (each: PendingRequest) => each.state === 'waiting' || (toRun(each) && !isRunning(each));
  const theirs = (await pending.open()).filter(
    (each) => each.reason !== 'price' && each.request.guildId === guildId && each.request.userId === userId,
  );
  if (theirs.filter(waits).length < mostWaiting) return approvals.channelId;
  throw new BotError('refused.busy', 'too many requests wait', { rule: 'approval', limit: mostWaiting });
}
