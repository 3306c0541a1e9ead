import { BotError } from '../domain/errors.ts';
import type { GuildId, JobId, UserId } from '../domain/ids.ts';
import type { GuildSettingsStore, ParkedReason, ParkedRequest, ParkedRequests } from '../domain/moderation.ts';
import type { Audit, Notices } from '../domain/notices.ts';
import { ownReason } from '../domain/own-reason.ts';
import type { Reply } from '../domain/ports.ts';
import type { GenerationRequest } from '../domain/request.ts';
import { anew, approve, atMost, decline, isOverdue, resumeApproved } from './approve.ts';
import type { Flow } from './flow.ts';
import { generate } from './generate.ts';

/** How long a member may think about a price. */
const priceForMs = 15 * 60_000;
/** How long approvers have. */
const approvalForMs = 24 * 60 * 60_000;

/** What approvals are made of. */
export interface ApprovalParts {
  readonly flow: Flow;
  readonly parked: ParkedRequests;
  readonly settings: Pick<GuildSettingsStore, 'get'>;
  readonly notices: Notices;
  readonly audit: Audit;
}

/** With the approved requests that this process carries out, by id. */
export interface OpenApprovalParts extends ApprovalParts {
  readonly running: Map<JobId, Promise<void>>;
}

/** Requests of one member that may wait for approvers at once. */
const mostWaiting = 3;

/** An approver's or a member's word. A request of another guild does not exist for them. */
export interface Decision {
  readonly guildId: GuildId;
  readonly byUserId: UserId;
  readonly reason: string;
}

/** `decided` somebody was faster, or it is over; `gone` there is no such request here. */
export type DecisionOutcome = 'done' | 'decided' | 'gone' | 'not_yours';

/** Requests that wait for somebody's word. They survive restarts, and each is decided once. */
export interface Approvals {
  /** Keeps a request until the member has confirmed its price. @throws {@link BotError} `store.unavailable` */
  waitForPrice(request: GenerationRequest, credits: number): Promise<void>;
  /** The member says yes to the price, which is the most that is charged: the story goes on in `reply`. @throws {@link BotError} `refused.*`, `store.unavailable`, `delivery.expired` */
  confirm(id: JobId, by: Decision, reply: Reply): Promise<DecisionOutcome>;
  /** The member says no. @throws {@link BotError} `store.unavailable` */
  drop(id: JobId, by: Decision): Promise<DecisionOutcome>;
  /** The member takes their own request from the question about its price to the approvers. @throws {@link BotError} `refused.rules`, `store.unavailable`, `delivery.*` */
  askInstead(id: JobId, by: Decision, reason: Exclude<ParkedReason, 'price'>): Promise<DecisionOutcome>;
  /** Puts a request before the approvers. @throws {@link BotError} `store.unavailable`, `delivery.*` */
  ask(request: GenerationRequest, reason: ParkedReason, credits: number): Promise<void>;
  /** Runs it for the approved price at most, with the missing credits granted; the picture is a new message in the request's channel. @throws {@link BotError} `refused.*`, `store.unavailable` */
  approve(id: JobId, by: Decision): Promise<DecisionOutcome>;
  /** @throws {@link BotError} `store.unavailable` */
  decline(id: JobId, by: Decision): Promise<DecisionOutcome>;
  /** @throws {@link BotError} `store.unavailable` */
  find(id: JobId): Promise<ParkedRequest | null>;
  /** Carries out what was approved before the process ended. Resolves with their number. @throws {@link BotError} `store.unavailable` */
  resumeApproved(): Promise<number>;
  /** Resolves when no approved request is under way. */
  idle(): Promise<void>;
  /** Ends what nobody has decided in time. Resolves with their number. @throws {@link BotError} `store.unavailable` */
  expire(): Promise<number>;
}

/** @see Approvals */
export function createApprovals(given: ApprovalParts): Approvals {
  const parts: OpenApprovalParts = { ...given, running: new Map() };
  const { parked, flow, notices } = parts;
  return {
    waitForPrice: (request, credits) => parked.park(waiting(request, 'price', credits, flow.clock.now() + priceForMs)),
    async confirm(id, by, reply) {
      const found = await own(id, by, parts);
      if (typeof found === 'string') return found;
      const decided = await parked.decide(id, { state: 'approved', decidedBy: by.byUserId, decisionReason: '' });
      if (decided === null) return 'decided';
      await generate(anew(decided.request, flow), reply, atMost(decided.credits, flow));
      return 'done';
    },
    async drop(id, by) {
      const found = await own(id, by, parts);
      if (typeof found === 'string') return found;
      const decided = await parked.decide(id, { state: 'dropped', decidedBy: by.byUserId, decisionReason: '' });
      return decided === null ? 'decided' : 'done';
    },
    async askInstead(id, by, reason) {
      const found = await own(id, by, parts);
      if (typeof found === 'string') return found;
      const taken = await parked.decide(id, { state: 'dropped', decidedBy: by.byUserId, decisionReason: '' });
      if (taken === null) return 'decided';
      await ask(parts, waiting(taken.request, reason, taken.credits, flow.clock.now() + approvalForMs));
      return 'done';
    },
    ask: (request, reason, credits) => ask(parts, waiting(request, reason, credits, flow.clock.now() + approvalForMs)),
    approve: (id, by) => approve(parts, id, by),
    decline: (id, by) => decline(parts, id, by),
    find: (id) => parked.find(id),
    resumeApproved: () => resumeApproved(parts),
    async idle() {
      await Promise.all(parts.running.values());
    },
    async expire() {
      let count = 0;
      for (const each of await parked.overdue(flow.clock.now())) {
        const ended = await parked.decide(each.id, { state: 'expired', decidedBy: null, decisionReason: '' });
        if (ended !== null) count += 1;
        if (ended === null || ended.reason === 'price') continue;
        await notices.showDecision(ended);
        await notices.tellMember(ended);
      }
      return count;
    },
  };
}

function waiting(
  request: GenerationRequest,
  reason: ParkedReason,
  credits: number,
  expiresAtMs: number,
): ParkedRequest {
  const blank = { notice: null, decidedBy: null, decisionReason: '' };
  return { id: request.id, request, reason, credits, state: 'waiting', expiresAtMs, ...blank };
}

/** A member decides about the price of their own request; what waits for an approval is not theirs to decide. */
async function own(
  id: JobId,
  by: Decision,
  { parked, flow }: Pick<ApprovalParts, 'parked' | 'flow'>,
): Promise<ParkedRequest | DecisionOutcome> {
  const found = await parked.find(id);
  if (found?.request.guildId !== by.guildId) return 'gone';
  if (found.request.userId !== by.byUserId) return 'not_yours';
  return found.reason === 'price' && !isOverdue(found, flow) ? found : 'decided';
}

/** A channel is not flooded by one member. @throws {@link BotError} `refused.busy` */
async function checkWaiting({ request }: ParkedRequest, parked: ParkedRequests): Promise<void> {
  const all = await parked.overdue(Number.MAX_SAFE_INTEGER);
  const own = all.filter(
    (each) =>
      each.reason !== 'price' && each.request.guildId === request.guildId && each.request.userId === request.userId,
  );
  if (own.length < mostWaiting) return;
  throw new BotError('refused.busy', 'too many requests wait', { rule: 'approval', limit: mostWaiting });
}

async function ask({ parked, settings, notices }: ApprovalParts, request: ParkedRequest): Promise<void> {
  const { approvals } = await settings.get(request.request.guildId);
  if (approvals.channelId === null) throw new BotError('refused.rules', 'nobody approves here', { rule: 'approval' });
  await checkWaiting(request, parked);
  await parked.park(request);
  try {
    const messageId = await notices.askApprovers(request, approvals.channelId);
    await parked.setNotice(request.id, { channelId: approvals.channelId, messageId });
  } catch (error) {
    await parked.decide(request.id, { state: 'dropped', decidedBy: null, decisionReason: ownReason('notAsked') });
    throw error;
  }
}
