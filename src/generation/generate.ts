import type { GenerationRequest } from '#catalog/request.ts';
import { asBotError, BotError } from '#core/errors.ts';
import { withTimeout } from '#core/retry.ts';
import type { HoldApproval, Reservation } from '#credits/credits.ts';
import { openJob, type Reply } from '#jobs/job.ts';
import { abandonAfterMs } from '#polling/poller.ts';
import { deliver } from './deliver.ts';
import { end } from './end.ts';
import { type ActiveJob, type Admission, type Flow, jobOf, leave } from './flow.ts';
import { follow } from './follow.ts';
import { thresholdAbove } from './gate.ts';
import { saveJob } from './save-job.ts';
import { submit } from './submit.ts';

/** How one request is generated. */
export interface GenerateOptions {
  /** The most that is charged, whatever the price has become. */
  readonly maxCredits?: number;
  /** Who approved the request. Without it the price stays below the guild's threshold and within the member's own credits. */
  readonly approval?: HoldApproval | null;
  /** No interaction waits for its first answer: the request waits for the store and for its place in line. */
  readonly isPatient?: boolean;
  /** What the gate admitted the request with a moment ago; else it is admitted here. */
  readonly admission?: Admission;
  /** Called once the job is written down and its member has been told; with false where it waits in line. Must not throw. */
  readonly onBegun?: (isRunning: boolean) => unknown;
}

/**
 * The whole life of one request: admit, reserve, submit, follow, deliver. A request that is known already is left alone, so that
 * one that arrives twice is made once. What goes wrong after it was reserved ends the job and is told through `reply`.
 *
 * @throws {@link BotError} before anything is held or answered: `refused.*`, `store.unavailable`, `delivery.expired`
 */
export async function generate(
  request: GenerationRequest,
  reply: Reply,
  deps: Flow,
  options: GenerateOptions = {},
): Promise<void> {
  const asked: Asked = { request, reply, deps, options };
  const { id } = request;
  const admission = await inTime(asked, deps.traced('admit', id, admit(asked)));
  if (admission === null || deps.active.find(id) !== null) return;
  const active = await deps.traced('reserve', id, reserve(asked, admission));
  if (active === null) return;
  try {
    await deps.active.lookAtLine(active);
    await options.onBegun?.(active.line === null);
    await awaitTurn(active, reply, deps);
    // The hold of an earlier try may be smaller than the price of now.
    const plan = { ...admission.plan, credits: jobOf(active).credits };
    await deps.traced('submit', id, submit(active, plan, reply, deps));
    if (await handOver(active, reply, deps)) return;
    const results = await deps.traced('follow', id, follow(active, reply, deps));
    await deps.traced('deliver', id, deliver(active, results, reply, deps));
  } catch (thrown) {
    await end(active, asBotError(thrown), reply, deps);
  } finally {
    await leave(active, deps);
  }
}

/** Another process goes on with what is written down, once this one has nothing more to show. False where this one does. */
async function handOver(active: ActiveJob, reply: Reply, { sharing }: Flow): Promise<boolean> {
  if (sharing === null || active.isBehind) return false;
  await reply.rest();
  return sharing.handOver(jobOf(active));
}

/** The parameters of {@link generate}. */
interface Asked {
  readonly request: GenerationRequest;
  readonly reply: Reply;
  readonly deps: Flow;
  readonly options: GenerateOptions;
}

/** Null where the request is known: under way, or over. A patient one begins again as long as nothing was sent. */
async function admit({ request, deps, options }: Asked): Promise<Admission | null> {
  if (deps.active.find(request.id) !== null) return null;
  const job = await deps.jobs.find(request.id);
  if (job !== null && !(options.isPatient && job.state === 'opened')) return null;
  const admission = options.admission ?? (await deps.admit(request));
  if (!options.approval && thresholdAbove(admission) !== null) {
    throw new BotError('refused.rules', 'it needs an approval', { rule: 'threshold' });
  }
  const { plan } = admission;
  return { ...admission, plan: { ...plan, credits: Math.min(plan.credits, options.maxCredits ?? plan.credits) } };
}

/**
 * Takes a place among the open jobs, holds the price with the job in one step, and only then tells the member that it begins. Null where
 * another process was faster with the same request.
 */
async function reserve(asked: Asked, admission: Admission): Promise<ActiveJob | null> {
  const { request, reply, deps, options } = asked;
  const enter = options.isPatient ? deps.active.enterLine : deps.active.enter;
  const active = enter(request, admission.limits);
  try {
    deps.spending.enter(request, admission.listCredits);
    const booked = book(asked, admission);
    active.job = await inTime(asked, booked, async () => {
      active.job = await booked;
      await abandon(active, asked, new BotError('store.unavailable', 'too late'));
    });
    const replyTo = await reply.accept();
    // A cancel may have changed the job meanwhile.
    active.job = { ...jobOf(active), replyTo };
    return active;
  } catch (thrown) {
    const error = asBotError(thrown);
    if (error.code === 'cancelled.shutdown') {
      deps.active.leave(request.id);
      return null;
    }
    await giveUp(active, asked, error);
    deps.spending.settle(request.id, 0);
    deps.active.leave(request.id);
    if (active.job === null && error.code !== 'store.unavailable') throw error;
    throw new BotError(error.code, error.message, { ...error.facts, nothingStarted: true }, thrown);
  }
}

/** A hold outlives the longest wait for its job. */
const holdForMs = abandonAfterMs + 2 * 60 * 60_000;

/** How the pictures are wrapped is decided here as well: what the guild changes later is for later pictures. */
function book({ request, reply, deps, options }: Asked, admission: Admission) {
  const { plan, policy, isSpoiler, listCredits, settings } = admission;
  const { id, guildId, userId } = request;
  const { approval = null } = options;
  const expiresAtMs = deps.clock.now() + holdForMs;
  const hold = { id, guildId, userId, credits: plan.credits, model: plan.model.id, policy, approval, expiresAtMs };
  const limits = options.isPatient ? null : admission.limits;
  const wrapping = { isSpoiler, listCredits, ...(!settings.defaults.settingsInFile && { isUnlabelled: true }) };
  const jobFor = (held: Reservation) =>
    openJob(request, { ...plan, credits: Math.min(plan.credits, held.credits) }, reply.address(), wrapping);
  return deps.bookings.open(hold, jobFor, limits);
}

/** A patient request tries again with what is held. A job that was written down although the store was away is closed by the sweep. */
async function giveUp(active: ActiveJob, asked: Asked, error: BotError): Promise<void> {
  if (asked.options.isPatient && isPassing(error)) return;
  if (error.code === 'store.unavailable') await releaseHold(asked);
  else if (active.job !== null) await abandon(active, asked, error);
}

/** Whether a patient request is tried again later. */
export function isPassing({ code, facts }: BotError): boolean {
  return code === 'store.unavailable' || facts.retryAfterMs !== undefined;
}

/** Returns the credits at once and closes the job. */
async function abandon(active: ActiveJob, asked: Asked, { code }: BotError): Promise<void> {
  const { deps } = asked;
  await releaseHold(asked);
  const replyTo = { ...jobOf(active).replyTo, sealedToken: null };
  const change = { state: 'failed', error: code, charged: 0, replyTo, endedAtMs: deps.clock.now() } as const;
  await saveJob(active, change, deps, { isFact: true });
}

async function releaseHold({ request: { id, guildId }, deps }: Asked): Promise<void> {
  await deps.ledger.release(guildId, id).catch((error: unknown) => {
    deps.log.error({ job: id, detail: asBotError(error).message }, 'a hold stays until the sweep');
  });
}

/**
 * Discord waits 3 s for the first answer; a slow decision is deferred in private before that, and goes on. What takes longer than
 * this is refused, and nothing is held: the member has given up, and the store is away rather than slow.
 */
const decideWithinMs = 30_000;

async function inTime<T>({ request, deps, options }: Asked, work: Promise<T>, undo?: () => Promise<unknown>) {
  if (options.isPatient) return work;
  // A wall time that was set back meanwhile does not make the wait longer.
  const leftMs = Math.min(decideWithinMs, Math.max(0, request.askedAtMs + decideWithinMs - deps.clock.now()));
  return withTimeout(leftMs, work, deps.clock, undo);
}

/** An approved request waits here where the limits are reached. */
async function awaitTurn(active: ActiveJob, reply: Reply, deps: Flow): Promise<void> {
  await deps.active.untilTurn(active, (place) => {
    active.progress = { kind: 'in_line', place };
    reply.show(jobOf(active), active.progress);
  });
}
