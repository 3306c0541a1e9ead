import type { JobId } from '../domain/ids.ts';
import type { ParkedRequest, ParkedStep } from '../domain/moderation.ts';
import type { ApprovalOutcome, Decision, DecisionOutcome, OpenApprovalParts } from './approvals.ts';
import { carryOut, finish } from './parked-steps.ts';
import { isOverdue } from './parked-time.ts';

/** @see Approvals.approve */
export async function approve(parts: OpenApprovalParts, id: JobId, by: Decision): Promise<ApprovalOutcome> {
  const decided = await decide(parts, { id, by, state: 'approved', todo: ['record', 'run', 'show'] });
  if (typeof decided === 'string') return decided;
  const isRunning = await carryOut(parts, decided).catch(async (error: unknown) => {
    await parts.running.get(id);
    throw error;
  });
  await finish(parts, decided);
  return isRunning ? 'done' : 'waits';
}

/** @see Approvals.decline */
export async function decline(parts: OpenApprovalParts, id: JobId, by: Decision): Promise<DecisionOutcome> {
  const decided = await decide(parts, { id, by, state: 'declined', todo: ['record', 'show', 'tell'] });
  if (typeof decided === 'string') return decided;
  await finish(parts, decided);
  return 'done';
}

/** An approver's word, and what it leads to. */
interface Word {
  readonly id: JobId;
  readonly by: Decision;
  readonly state: 'approved' | 'declined';
  readonly todo: readonly ParkedStep[];
}

/** A price is its member's own business: for approvers such a request does not exist. */
async function decide(
  { parked, flow }: OpenApprovalParts,
  { id, by, state, todo }: Word,
): Promise<ParkedRequest | DecisionOutcome> {
  const found = await parked.find(id);
  if (found?.request.guildId !== by.guildId || found.reason === 'price') return 'gone';
  if (isOverdue(found, flow)) return 'decided';
  const decision = { state, todo, decidedBy: by.byUserId, decisionReason: by.reason };
  return (await parked.decide(id, decision)) ?? 'decided';
}
