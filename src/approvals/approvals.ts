import type { GenerationRequest } from '#catalog/request.ts';
import { asBotError, BotError } from '#core/errors.ts';
import type { ChannelId, GuildId, JobId, MessageId, UserId } from '#core/ids.ts';
import { createKeyedMutex } from '#core/lock.ts';
import { retryStoreWrite } from '#core/retry.ts';
import { systemReason } from '#core/system-reason.ts';
import type { Admission } from '#generation/flow.ts';
import { thresholdAbove } from '#generation/gate.ts';
import { generate, isPassing } from '#generation/generate.ts';
import type { Reply } from '#jobs/job.ts';
import type { PendingReason, PendingRequest } from '#moderation/pending-requests.ts';
import {
  type ApprovalDeps,
  type ApprovalOutcome,
  approvalForMs,
  asNow,
  carryOut,
  type Decision,
  type DecisionOutcome,
  finish,
  isOverdue,
  own,
  type PriceOutcome,
  priceForMs,
  toRun,
} from './steps.ts';

/** Requests that wait for a decision. They survive restarts, and each is decided once. */
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
  /** Ends what was not decided in time. Resolves with their number. @throws {@link BotError} `store.unavailable` */
  expire(): Promise<number>;
}

/** @see Approvals */
export function createApprovals(given: Omit<ApprovalDeps, 'running' | 'withLock'>): Approvals {
  const deps: ApprovalDeps = { ...given, running: new Map(), withLock: createKeyedMutex() };
  const { pending, flow } = deps;
  return {
    async waitForPrice(request, credits) {
      await pending.enqueue(waiting(request, 'price', credits, flow.clock.now() + priceForMs));
    },
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

async function finishAll(deps: ApprovalDeps): Promise<number> {
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

async function expire(deps: ApprovalDeps): Promise<number> {
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
async function withdraw(deps: ApprovalDeps, guildId: GuildId, userId: UserId): Promise<boolean> {
  const { pending, flow, notices, withLock } = deps;
  const isOwn = ({ request }: PendingRequest) => request.guildId === guildId && request.userId === userId;
  const theirs = (await pending.open()).filter(isOwn);
  if (theirs.some(toRun) || flow.active.of(guildId, userId).length > 0) return false;
  const dropped = { state: 'dropped', decidedBy: userId, decisionReason: '', todo: [] } as const;
  for (const { id } of theirs) {
    await withLock(id, async () => {
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

async function approve(deps: ApprovalDeps, id: JobId, by: Decision): Promise<ApprovalOutcome> {
  const decided = await decide(deps, { id, by, state: 'approved', todo: ['record', 'run', 'show'] });
  if (typeof decided === 'string') return decided;
  const isRunning = await carryOut(deps, decided).catch(async (error: unknown) => {
    await deps.running.get(id);
    throw error;
  });
  await finish(deps, decided);
  return isRunning ? 'done' : 'waits';
}

async function decline(deps: ApprovalDeps, id: JobId, by: Decision): Promise<DecisionOutcome> {
  const decided = await decide(deps, { id, by, state: 'declined', todo: ['record', 'show', 'tell'] });
  if (typeof decided === 'string') return decided;
  await finish(deps, decided);
  return 'done';
}

/** A price is its member's own business: for approvers such a request does not exist. */
async function decide(
  { pending, flow }: ApprovalDeps,
  { id, by, state, todo }: { readonly id: JobId; readonly by: Decision } & Pick<PendingRequest, 'state' | 'todo'>,
): Promise<PendingRequest | DecisionOutcome> {
  const found = await pending.find(id);
  if (found?.request.guildId !== by.guildId || found.reason === 'price') return 'gone';
  if (isOverdue(found, flow)) return 'decided';
  const decision = { state, todo, decidedBy: by.byUserId, decisionReason: by.reason };
  return (await pending.decide(id, decision)) ?? 'decided';
}

/** Requests of one member that may wait for approvers, or approved for their turn, at once. */
const mostWaiting = 3;

async function ask(deps: ApprovalDeps, request: PendingRequest): Promise<void> {
  const channelId = await approversOf(deps, request);
  let isNew = true;
  const known = await deps.withLock(request.id, async () => {
    isNew = await deps.pending.enqueue(request);
    return isNew ? post(deps, request, channelId) : null;
  });
  // The same interaction has come before, perhaps to another process: a second message would never be closed.
  if (!isNew) await askAgain(deps, request);
  if (known !== null) await finish(deps, known);
}

async function askInstead(
  deps: ApprovalDeps,
  id: JobId,
  by: Decision,
  reason: Exclude<PendingReason, 'price'>,
): Promise<DecisionOutcome> {
  const { pending, flow } = deps;
  const asked = await deps.withLock(id, async () => {
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
async function askAgain(deps: ApprovalDeps, { id }: PendingRequest): Promise<void> {
  const known = await deps.withLock(id, async () => {
    const request = await deps.pending.find(id);
    return request?.state === 'waiting' && request.notice === null ? askAgainNow(deps, request) : null;
  });
  if (known !== null) await finish(deps, known);
}

async function askAgainNow(deps: ApprovalDeps, request: PendingRequest): Promise<PendingRequest | null> {
  const { approvals } = await deps.settings.get(request.request.guildId);
  try {
    const { channelId } = approvals;
    if (channelId === null) throw noApprovers();
    // The process may have ended between their message and its id.
    return await tellApprovers(deps, request, channelId, await deps.notices.findNotice(request, channelId));
  } catch (thrown) {
    return isPassing(asBotError(thrown)) ? null : notAsked(deps, request, ['show', 'tell']);
  }
}

/**
 * Here the member reads of it in the answer to their interaction. While Discord is away the request waits, and the next sweep asks: a message
 * that hung may have arrived. Resolves with null then, and where the message's id was not kept.
 */
async function post(deps: ApprovalDeps, request: PendingRequest, channelId: ChannelId): Promise<PendingRequest | null> {
  try {
    return await tellApprovers(deps, request, channelId);
  } catch (error) {
    if (isPassing(asBotError(error))) return null;
    await notAsked(deps, request, ['show']);
    throw error;
  }
}

/** Resolves with the request as it is when the message's id is known: it may be decided. Null where it was not kept. */
async function tellApprovers(
  { notices, pending, flow }: ApprovalDeps,
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

function notAsked({ pending }: ApprovalDeps, { id }: PendingRequest, todo: PendingRequest['todo']) {
  return pending.decide(id, { state: 'dropped', decidedBy: null, decisionReason: systemReason('notAsked'), todo });
}

function noApprovers(): BotError {
  return new BotError('refused.rules', 'nobody approves here', { rule: 'approval' });
}

/** A channel is not flooded by one member. @throws {@link BotError} `refused.rules`, `refused.busy` */
async function approversOf({ pending, settings, flow }: ApprovalDeps, asked: PendingRequest): Promise<ChannelId> {
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

/**
 * The yes is written down with where its reply is, and is done as soon as the job is written down: a process that ends in
 * between leaves it to the next one. @see Approvals.confirm
 */
async function confirm(
  deps: ApprovalDeps,
  { id, by, reply, onDecided }: { id: JobId; by: Decision; reply: Reply; onDecided: () => Promise<void> },
): Promise<PriceOutcome> {
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
  const make = async () => {
    await onDecided().catch((thrown: unknown) => askStill(deps, id, thrown));
    try {
      await generate(asNow(decided.request, flow), reply, flow, options);
    } finally {
      // Also where it was refused: the member reads so, and nothing is made later.
      await onBegun();
    }
  };
  const made = make();
  deps.running.set(
    id,
    made.catch(() => undefined),
  );
  await made;
  return 'done';
}

/**
 * Where Discord took no answer to the press, the member reads that it failed, and can press again. A question that cannot be put back
 * stays answered: the picture then comes by the next sweep.
 */
async function askStill({ pending, flow, running }: ApprovalDeps, id: JobId, thrown: unknown): Promise<never> {
  const open = { state: 'waiting', decidedBy: null, todo: [], replyTo: null } as const;
  await retryStoreWrite(() => pending.amend(id, 'approved', open), flow.clock).catch((error: unknown) => {
    flow.log.warn({ job: id, detail: asBotError(error).message }, 'a question about a price could not be put back');
  });
  running.delete(id);
  throw thrown;
}

/** What the rules refuse now is no question any more. */
async function admitted(
  { pending, flow }: ApprovalDeps,
  { id, request }: PendingRequest,
  onDecided: () => Promise<void>,
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

async function close({ pending, flow, running }: ApprovalDeps, id: JobId): Promise<void> {
  running.delete(id);
  await retryStoreWrite(() => pending.done(id, ['run']), flow.clock).catch((error: unknown) => {
    flow.log.warn({ job: id, detail: asBotError(error).message }, 'a confirmed request is closed later');
  });
}
