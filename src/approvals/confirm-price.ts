import { asBotError } from '#core/errors.ts';
import type { JobId } from '#core/ids.ts';
import { retryStoreWrite } from '#core/retry.ts';
import type { Admission } from '#generation/flow.ts';
import { thresholdAbove } from '#generation/gate.ts';
import { generate } from '#generation/generate.ts';
import type { Reply } from '#jobs/job.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import {
  asNow,
  type Decision,
  type DecisionOutcome,
  isOverdue,
  type OpenApprovalDeps,
  type PriceOutcome,
} from './steps.ts';

/** A member's yes, and the reply in which the picture comes. */
interface Yes {
  readonly id: JobId;
  readonly by: Decision;
  readonly reply: Reply;
  readonly onDecided: () => Promise<void>;
}

/**
 * The yes is written down with where its reply is, and is done as soon as the job is written down: a process that ends in
 * between leaves it to the next one. @see Approvals.confirm
 */
export async function confirm(deps: OpenApprovalDeps, { id, by, reply, onDecided }: Yes): Promise<PriceOutcome> {
  const { pending, flow } = deps;
  const found = await own(id, by, deps);
  if (typeof found === 'string') return found;
  const admission = await admitted(deps, found, onDecided);
  if (thresholdAbove(admission) !== null) return 'threshold';
  const yes = { state: 'approved', decidedBy: by.byUserId, decisionReason: '', todo: ['run'] } as const;
  const decided = await pending.decide(id, { ...yes, replyTo: reply.address() });
  if (decided === null) return 'decided';
  let closed: Promise<void> | null = null;
  const onBegun = () => {
    closed ??= close(deps, id);
    return closed;
  };
  const options = { maxCredits: decided.credits, onBegun };
  const made = onDecided().then(() => generate(asNow(decided.request, flow), reply, flow, options));
  deps.running.set(id, made.then(nothing, nothing));
  try {
    await made;
  } finally {
    // Also where it was refused: the member reads so, and nothing is made later.
    await onBegun();
  }
  return 'done';
}

/** What the rules refuse now is no question any more. */
async function admitted(
  { pending, flow }: OpenApprovalDeps,
  { id, request }: PendingRequest,
  onDecided: Yes['onDecided'],
): Promise<Admission> {
  try {
    return await flow.admit(request);
  } catch (thrown) {
    if (asBotError(thrown).code !== 'store.unavailable') {
      await pending.decide(id, { state: 'dropped', decidedBy: null, decisionReason: '', todo: [] });
      await onDecided();
    }
    throw thrown;
  }
}

async function close({ pending, flow, running }: OpenApprovalDeps, id: JobId): Promise<void> {
  running.delete(id);
  await retryStoreWrite(() => pending.done(id, ['run']), flow.clock).catch((error: unknown) => {
    flow.log.warn({ job: id, detail: asBotError(error).message }, 'a confirmed request is closed later');
  });
}

const nothing = () => undefined;

/** A member decides about the price of their own request; what waits for an approval is not theirs to decide. */
export async function own(
  id: JobId,
  by: Decision,
  { pending, flow }: Pick<OpenApprovalDeps, 'pending' | 'flow'>,
): Promise<PendingRequest | DecisionOutcome> {
  const found = await pending.find(id);
  if (found?.request.guildId !== by.guildId) return 'gone';
  if (found.request.userId !== by.byUserId) return 'not_yours';
  const isOpen = found.state === 'waiting' && found.reason === 'price';
  return isOpen && !isOverdue(found, flow) ? found : 'decided';
}
