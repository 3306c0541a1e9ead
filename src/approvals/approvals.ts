import type { GenerationRequest } from '#catalog/request.ts';
import { asBotError } from '#core/errors.ts';
import type { GuildId, JobId, UserId } from '#core/ids.ts';
import { createOneAtATime } from '#core/lock.ts';
import type { Reply } from '#jobs/job.ts';
import type { ParkedReason, ParkedRequest, ParkedStep } from '#moderation/pending-requests.ts';
import { ask, askAgain, askInstead } from './ask-approvers.ts';
import { confirm, own } from './confirm-price.ts';
import type {
  ApprovalOutcome,
  ApprovalParts,
  Decision,
  DecisionOutcome,
  OpenApprovalParts,
  PriceOutcome,
} from './deps.ts';
import { approvalForMs, carryOut, finish, isOverdue, priceForMs, toRun } from './steps.ts';

/** Requests that wait for somebody's word. They survive restarts, and each is decided once. */
export interface Approvals {
  /** Keeps a request until the member has confirmed its price. @throws {@link BotError} `store.unavailable` */
  waitForPrice(request: GenerationRequest, credits: number): Promise<void>;
  /**
   * The member says yes to the price, which is the most that is charged: the story goes on in `reply`. `onDecided` is called
   * once the yes is written down. @throws {@link BotError} `refused.*`, `store.unavailable`, `delivery.expired`
   */
  confirm(id: JobId, by: Decision, reply: Reply, onDecided?: () => Promise<void>): Promise<PriceOutcome>;
  /** The member says no. @throws {@link BotError} `store.unavailable` */
  drop(id: JobId, by: Decision): Promise<DecisionOutcome>;
  /** The member takes their own request from the question about its price to the approvers. @throws {@link BotError} `refused.rules`, `refused.busy`, `store.unavailable`, `delivery.*` */
  askInstead(id: JobId, by: Decision, reason: Exclude<ParkedReason, 'price'>): Promise<DecisionOutcome>;
  /** Puts a request before the approvers. @throws {@link BotError} `refused.rules`, `refused.busy`, `store.unavailable`, `delivery.*` */
  ask(request: GenerationRequest, reason: ParkedReason, credits: number): Promise<void>;
  /** Runs it for the approved price at most, with what the member lacks added from the pool; the picture is a new message in the request's channel. @throws {@link BotError} `refused.*`, `delivery.*`, `store.unavailable` */
  approve(id: JobId, by: Decision): Promise<ApprovalOutcome>;
  /** @throws {@link BotError} `store.unavailable` */
  decline(id: JobId, by: Decision): Promise<DecisionOutcome>;
  /** @throws {@link BotError} `store.unavailable` */
  find(id: JobId): Promise<ParkedRequest | null>;
  /** Takes back what of a member waits, before their data is erased. False, and nothing is changed, while something of theirs runs or is going to. @throws {@link BotError} `store.unavailable` */
  withdraw(guildId: GuildId, userId: UserId): Promise<boolean>;
  /** The requests that are going to run. @throws {@link BotError} `store.unavailable` */
  unbegun(): Promise<ReadonlySet<JobId>>;
  /** Does what decisions still have to lead to, and asks approvers who were not asked: what a process that ended has left. Resolves with the number of requests that it began to run. @throws {@link BotError} `store.unavailable` */
  finishAll(): Promise<number>;
  /** Resolves when no approved request is under way. */
  idle(): Promise<void>;
  /** Ends what nobody has decided in time. Resolves with their number. @throws {@link BotError} `store.unavailable` */
  expire(): Promise<number>;
}

/** @see Approvals */
export function createApprovals(given: ApprovalParts): Approvals {
  const parts: OpenApprovalParts = { ...given, running: new Map(), inTurn: createOneAtATime() };
  const { parked, flow } = parts;
  return {
    waitForPrice: (request, credits) => parked.park(waiting(request, 'price', credits, flow.clock.now() + priceForMs)),
    confirm: (id, by, reply, onDecided = nothing) => confirm(parts, { id, by, reply, onDecided }),
    async drop(id, by) {
      const found = await own(id, by, parts);
      if (typeof found === 'string') return found;
      const dropped = { state: 'dropped', decidedBy: by.byUserId, decisionReason: '', todo: [] } as const;
      return (await parked.decide(id, dropped)) === null ? 'decided' : 'done';
    },
    askInstead: (id, by, reason) => askInstead(parts, id, by, reason),
    ask: (request, reason, credits) => ask(parts, waiting(request, reason, credits, flow.clock.now() + approvalForMs)),
    approve: (id, by) => approve(parts, id, by),
    decline: (id, by) => decline(parts, id, by),
    find: (id) => parked.find(id),
    withdraw: (guildId, userId) => withdraw(parts, guildId, userId),
    unbegun: async () => new Set((await parked.open()).filter(toRun).map(({ id }) => id)),
    finishAll: () => finishAll(parts),
    async idle() {
      await Promise.all(parts.running.values());
    },
    expire: () => expire(parts),
  };
}

/** @see Approvals.finishAll */
async function finishAll(parts: OpenApprovalParts): Promise<number> {
  let count = 0;
  const { parked, flow, running } = parts;
  for (const each of await parked.open()) {
    const { id, state, reason, notice } = each;
    try {
      const isToBegin = toRun(each) && !running.has(id);
      if (isToBegin && (await carryOut(parts, each))) count += 1;
      await finish(parts, each);
      if (state === 'waiting' && reason !== 'price' && notice === null) await askAgain(parts, each);
    } catch (error) {
      flow.log.warn({ job: id, detail: asBotError(error).message }, 'a decided request could not be carried out');
    }
  }
  return count;
}

async function expire(parts: OpenApprovalParts): Promise<number> {
  const { parked, flow } = parts;
  let count = 0;
  for (const each of await parked.open()) {
    if (each.state !== 'waiting' || !isOverdue(each, flow)) continue;
    const todo = each.reason === 'price' ? [] : (['show', 'tell'] as const);
    const ended = await parked.decide(each.id, { state: 'expired', decidedBy: null, decisionReason: '', todo });
    if (ended === null) continue;
    count += 1;
    await finish(parts, ended);
  }
  return count;
}

/** The approvers' message must not go on showing what is erased. */
async function withdraw(parts: OpenApprovalParts, guildId: GuildId, userId: UserId): Promise<boolean> {
  const { parked, flow, notices, inTurn } = parts;
  const isOwn = ({ request }: ParkedRequest) => request.guildId === guildId && request.userId === userId;
  const theirs = (await parked.open()).filter(isOwn);
  if (theirs.some(toRun) || flow.active.of(guildId, userId).length > 0) return false;
  const dropped = { state: 'dropped', decidedBy: userId, decisionReason: '', todo: [] } as const;
  for (const { id } of theirs) {
    await inTurn(id, async () => {
      const taken = await parked.decide(id, dropped);
      if (taken !== null)
        await notices.showDecision({ ...taken, request: { ...taken.request, prompt: '', images: [] } });
    });
  }
  return true;
}

const nothing = () => Promise.resolve();

function waiting(
  request: GenerationRequest,
  reason: ParkedReason,
  credits: number,
  expiresAtMs: number,
): ParkedRequest {
  const blank = { notice: null, decidedBy: null, decisionReason: '', todo: [], replyTo: null };
  return { id: request.id, request, reason, credits, state: 'waiting', expiresAtMs, ...blank };
}

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
