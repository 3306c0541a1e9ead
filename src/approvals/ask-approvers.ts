import { asBotError, BotError } from '#core/errors.ts';
import type { ChannelId, JobId, MessageId } from '#core/ids.ts';
import { ownReason } from '#core/system-reason.ts';
import { isPassing } from '#generation/generate.ts';
import type { ParkedReason, ParkedRequest } from '#moderation/pending-requests.ts';
import { own } from './confirm-price.ts';
import type { Decision, DecisionOutcome, OpenApprovalParts } from './deps.ts';
import { approvalForMs, finish, toRun } from './steps.ts';

/** Requests of one member that may wait for approvers, or approved for their turn, at once. */
const mostWaiting = 3;

/** @see Approvals.ask */
export async function ask(parts: OpenApprovalParts, request: ParkedRequest): Promise<void> {
  const channelId = await approversOf(parts, request);
  const known = await parts.inTurn(request.id, async () => {
    await parts.parked.park(request);
    return post(parts, request, channelId);
  });
  if (known !== null) await finish(parts, known);
}

/** @see Approvals.askInstead */
export async function askInstead(
  parts: OpenApprovalParts,
  id: JobId,
  by: Decision,
  reason: Exclude<ParkedReason, 'price'>,
): Promise<DecisionOutcome> {
  const { parked, flow } = parts;
  const asked = await parts.inTurn(id, async () => {
    const found = await own(id, by, parts);
    if (typeof found === 'string') return found;
    const channelId = await approversOf(parts, found);
    const taken = await parked.amend(id, 'waiting', { reason, expiresAtMs: flow.clock.now() + approvalForMs });
    return taken === null ? 'decided' : post(parts, taken, channelId);
  });
  if (typeof asked === 'string') return asked;
  if (asked !== null) await finish(parts, asked);
  return 'done';
}

/** Asks the approvers where a process ended before it did so. A request that cannot be put to them ends. */
export async function askAgain(parts: OpenApprovalParts, { id }: ParkedRequest): Promise<void> {
  const known = await parts.inTurn(id, async () => {
    const request = await parts.parked.find(id);
    return request?.state === 'waiting' && request.notice === null ? askAgainNow(parts, request) : null;
  });
  if (known !== null) await finish(parts, known);
}

async function askAgainNow(parts: OpenApprovalParts, request: ParkedRequest): Promise<ParkedRequest | null> {
  const { approvals } = await parts.settings.get(request.request.guildId);
  try {
    const { channelId } = approvals;
    if (channelId === null) throw noApprovers();
    // The process may have ended between their message and its id.
    return await tellApprovers(parts, request, channelId, await parts.notices.findNotice(request, channelId));
  } catch (thrown) {
    return isPassing(asBotError(thrown)) ? null : notAsked(parts, request, ['tell']);
  }
}

/** Here the member reads of it in the answer to their interaction. */
async function post(
  parts: OpenApprovalParts,
  request: ParkedRequest,
  channelId: ChannelId,
): Promise<ParkedRequest | null> {
  try {
    return await tellApprovers(parts, request, channelId);
  } catch (error) {
    await notAsked(parts, request, []);
    throw error;
  }
}

/** Resolves with the request as it is when the message's id is known: somebody may have decided. Null where it was not kept. */
async function tellApprovers(
  { notices, parked, flow }: OpenApprovalParts,
  request: ParkedRequest,
  channelId: ChannelId,
  found: MessageId | null = null,
): Promise<ParkedRequest | null> {
  const messageId = found ?? (await notices.askApprovers(request, channelId));
  return parked.setNotice(request.id, { channelId, messageId }).catch((error: unknown) => {
    flow.log.warn({ job: request.id, detail: asBotError(error).message }, 'the approvers are asked once more later');
    return null;
  });
}

function notAsked({ parked }: OpenApprovalParts, { id }: ParkedRequest, todo: ParkedRequest['todo']) {
  return parked.decide(id, { state: 'dropped', decidedBy: null, decisionReason: ownReason('notAsked'), todo });
}

function noApprovers(): BotError {
  return new BotError('refused.rules', 'nobody approves here', { rule: 'approval' });
}

/** A channel is not flooded by one member. @throws {@link BotError} `refused.rules`, `refused.busy` */
async function approversOf({ parked, settings, flow }: OpenApprovalParts, asked: ParkedRequest): Promise<ChannelId> {
  const { guildId, userId } = asked.request;
  const { approvals } = await settings.get(guildId);
  if (approvals.channelId === null) throw noApprovers();
  const isRunning = ({ id }: ParkedRequest) => flow.active.find(id)?.line === null;
  const waits = (each: ParkedRequest) => each.state === 'waiting' || (toRun(each) && !isRunning(each));
  const theirs = (await parked.open()).filter(
    (each) => each.reason !== 'price' && each.request.guildId === guildId && each.request.userId === userId,
  );
  if (theirs.filter(waits).length < mostWaiting) return approvals.channelId;
  throw new BotError('refused.busy', 'too many requests wait', { rule: 'approval', limit: mostWaiting });
}
