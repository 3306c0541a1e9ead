import { asBotError, BotError } from '../domain/errors.ts';
import type { ChannelId, JobId, MessageId } from '../domain/ids.ts';
import type { ParkedReason, ParkedRequest } from '../domain/moderation.ts';
import { ownReason } from '../domain/own-reason.ts';
import type { Decision, DecisionOutcome, OpenApprovalParts } from './approvals.ts';
import { own } from './confirm-price.ts';
import { isPassing } from './generate.ts';
import { finish, toRun } from './parked-steps.ts';
import { approvalForMs } from './parked-time.ts';

/** Requests of one member that may wait for approvers, or approved for their turn, at once. */
const mostWaiting = 3;

/** @see Approvals.ask */
export async function ask(parts: OpenApprovalParts, request: ParkedRequest): Promise<void> {
  const channelId = await approversOf(parts, request);
  await parts.parked.park(request);
  await post(parts, request, channelId);
}

/** @see Approvals.askInstead */
export async function askInstead(
  parts: OpenApprovalParts,
  id: JobId,
  by: Decision,
  reason: Exclude<ParkedReason, 'price'>,
): Promise<DecisionOutcome> {
  const found = await own(id, by, parts);
  if (typeof found === 'string') return found;
  const { parked, telling, flow } = parts;
  if (telling.has(id)) return 'decided';
  telling.add(id);
  try {
    const channelId = await approversOf(parts, found);
    const taken = await parked.amend(id, 'waiting', { reason, expiresAtMs: flow.clock.now() + approvalForMs });
    if (taken === null) return 'decided';
    await post(parts, taken, channelId);
    return 'done';
  } finally {
    telling.delete(id);
  }
}

/** The approvers of a request whose process ended before they were asked. One whom nobody can be asked about ends. */
export async function askAgain(parts: OpenApprovalParts, request: ParkedRequest): Promise<void> {
  const { approvals } = await parts.settings.get(request.request.guildId);
  try {
    const { channelId } = approvals;
    if (channelId === null) throw noApprovers();
    // The process may have ended between their message and its id.
    await tellApprovers(parts, request, channelId, await parts.notices.findNotice(request, channelId));
  } catch (thrown) {
    if (isPassing(asBotError(thrown))) return;
    const ended = await notAsked(parts, request, ['tell']);
    if (ended !== null) await finish(parts, ended);
  }
}

/** Here the member reads of it in the answer to their interaction. */
async function post(parts: OpenApprovalParts, request: ParkedRequest, channelId: ChannelId): Promise<void> {
  parts.telling.add(request.id);
  try {
    await tellApprovers(parts, request, channelId);
  } catch (error) {
    await notAsked(parts, request, []);
    throw error;
  } finally {
    parts.telling.delete(request.id);
  }
}

/** Somebody may decide before the message is known by its id. */
async function tellApprovers(
  parts: OpenApprovalParts,
  request: ParkedRequest,
  channelId: ChannelId,
  found: MessageId | null = null,
): Promise<void> {
  const { notices, parked, flow } = parts;
  const messageId = found ?? (await notices.askApprovers(request, channelId));
  const known = await parked.setNotice(request.id, { channelId, messageId }).catch((error: unknown) => {
    flow.log.warn({ job: request.id, detail: asBotError(error).message }, 'the approvers are asked once more later');
    return null;
  });
  parts.telling.delete(request.id);
  if (known !== null) await finish(parts, known);
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
