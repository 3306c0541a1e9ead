import type { GenerationRequest } from '#catalog/request.ts';
import { asBotError } from '#core/errors.ts';
import type { GuildId, JobId, UserId } from '#core/ids.ts';
import { createKeyedMutex } from '#core/lock.ts';
import type { Reply } from '#jobs/job.ts';
import type { PendingReason, PendingRequest, PendingStep } from '#moderation/pending-requests.ts';
import { ask, askAgain, askInstead } from './ask-approvers.ts';
import { confirm, own } from './confirm-price.ts';
import {
  type ApprovalDeps,
  type ApprovalOutcome,
  approvalForMs,
  carryOut,
  type Decision,
  type DecisionOutcome,
  finish,
  isOverdue,
  type OpenApprovalDeps,
  type PriceOutcome,
  priceForMs,
  toRun,
} from './steps.ts';

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
  askInstead(id: JobId, by: Decision, reason: Exclude<PendingReason, 'price'>): Promise<DecisionOutcome>;
  /** Puts a request before the approvers. @throws {@link BotError} `refused.rules`, `refused.busy`, `store.unavailable`, `delivery.*` */
  ask(request: GenerationRequest, reason: PendingReason, credits: number): Promise<void>;
  /** Runs it for the approved price at most, with what the member lacks added from the pool; the picture is a new message in the request's channel. @throws {@link BotError} `refused.*`, `delivery.*`, `store.unavailable` */
  approve(id: JobId, by: Decision): Promise<ApprovalOutcome>;
  /** @throws {@link BotError} `store.unavailable` */
  decline(id: JobId, by: Decision): Promise<DecisionOutcome>;
  /** @throws {@link BotError} `store.unavailable` */
  find(id: JobId): Promise<PendingRequest | null>;
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
export function createApprovals(given: ApprovalDeps): Approvals {
  const deps: OpenApprovalDeps = { ...given, running: new Map(), inTurn: createKeyedMutex() };
  const { pending, flow } = deps;
  return {
    waitForPrice: (request, credits) =>
      pending.enqueue(waiting(request, 'price', credits, flow.clock.now() + priceForMs)),
    confirm: (id, by, reply, onDecided = nothing) => confirm(deps, { id, by, reply, onDecided }),
    async drop(id, by) {
      const found = await own(id, by, deps);
      if (typeof found === 'string') return found;
      const dropped = { state: 'dropped', decidedBy: by.byUserId, decisionReason: '', todo: [] } as const;
      return (await pending.decide(id, dropped)) === null ? 'decided' : 'done';
    },
    askInstead: (id, by, reason) => askInstead(deps, id, by, reason),
    ask: (request, reason, credits) => ask(deps, waiting(request, reason, credits, flow.clock.now() + approvalForMs)),
    approve: (id, by) => approve(deps, id, by),
    decline: (id, by) => decline(deps, id, by),
    find: (id) => pending.find(id),
    withdraw: (guildId, userId) => withdraw(deps, guildId, userId),
    unbegun: async () => new Set((await pending.open()).filter(toRun).map(({ id }) => id)),
    finishAll: () => finishAll(deps),
    async idle() {
      await Promise.all(deps.running.values());
    },
    expire: () => expire(deps),
  };
}

/** @see Approvals.finishAll */
async function finishAll(deps: OpenApprovalDeps): Promise<number> {
  let count = 0;
  const { pending, flow, running } = deps;
  for (const each of await pending.open()) {
    const { id, state, reason, notice } = each;
    try {
      const isToBegin = toRun(each) && !running.has(id);
      if (isToBegin && (await carryOut(deps, each))) count += 1;
      await finish(deps, each);
      if (state === 'waiting' && reason !== 'price' && notice === null) await askAgain(deps, each);
    } catch (error) {
      flow.log.warn({ job: id, detail: asBotError(error).message }, 'a decided request could not be carried out');
    }
  }
  return count;
}

async function expire(deps: OpenApprovalDeps): Promise<number> {
  const { pending, flow } = deps;
  let count = 0;
  for (const each of await pending.open()) {
    if (each.state !== 'waiting' || !isOverdue(each, flow)) continue;
    const todo = each.reason === 'price' ? [] : (['show', 'tell'] as const);
    const ended = await pending.decide(each.id, { state: 'expired', decidedBy: null, decisionReason: '', todo });
    if (ended === null) continue;
    count += 1;
    await finish(deps, ended);
  }
  return count;
}

/** The approvers' message must not go on showing what is erased. */
async function withdraw(deps: OpenApprovalDeps, guildId: GuildId, userId: UserId): Promise<boolean> {
  const { pending, flow, notices, inTurn } = deps;
  const isOwn = ({ request }: PendingRequest) => request.guildId === guildId && request.userId === userId;
  const theirs = (await pending.open()).filter(isOwn);
  if (theirs.some(toRun) || flow.active.of(guildId, userId).length > 0) return false;
  const dropped = { state: 'dropped', decidedBy: userId, decisionReason: '', todo: [] } as const;
  for (const { id } of theirs) {
    await inTurn(id, async () => {
      const taken = await pending.decide(id, dropped);
      if (taken !== null)
        await notices.showDecision({ ...taken, request: { ...taken.request, prompt: '', images: [] } });
    });
  }
  return true;
}

const nothing = () => Promise.resolve();

function waiting(
  request: GenerationRequest,
  reason: PendingReason,
  credits: number,
  expiresAtMs: number,
): PendingRequest {
  const blank = { notice: null, decidedBy: null, decisionReason: '', todo: [], replyTo: null };
  return { id: request.id, request, reason, credits, state: 'waiting', expiresAtMs, ...blank };
}

/** @see Approvals.approve */
export async function approve(deps: OpenApprovalDeps, id: JobId, by: Decision): Promise<ApprovalOutcome> {
  const decided = await decide(deps, { id, by, state: 'approved', todo: ['record', 'run', 'show'] });
  if (typeof decided === 'string') return decided;
  const isRunning = await carryOut(deps, decided).catch(async (error: unknown) => {
    await deps.running.get(id);
    throw error;
  });
  await finish(deps, decided);
  return isRunning ? 'done' : 'waits';
}

/** @see Approvals.decline */
export async function decline(deps: OpenApprovalDeps, id: JobId, by: Decision): Promise<DecisionOutcome> {
  const decided = await decide(deps, { id, by, state: 'declined', todo: ['record', 'show', 'tell'] });
  if (typeof decided === 'string') return decided;
  await finish(deps, decided);
  return 'done';
}

/** An approver's word, and what it leads to. */
interface Word {
  readonly id: JobId;
  readonly by: Decision;
  readonly state: 'approved' | 'declined';
  readonly todo: readonly PendingStep[];
}

/** A price is its member's own business: for approvers such a request does not exist. */
async function decide(
  { pending, flow }: OpenApprovalDeps,
  { id, by, state, todo }: Word,
): Promise<PendingRequest | DecisionOutcome> {
  const found = await pending.find(id);
  if (found?.request.guildId !== by.guildId || found.reason === 'price') return 'gone';
  if (isOverdue(found, flow)) return 'decided';
  const decision = { state, todo, decidedBy: by.byUserId, decisionReason: by.reason };
  return (await pending.decide(id, decision)) ?? 'decided';
}
