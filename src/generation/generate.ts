import type { GenerationRequest } from '#catalog/request.ts';
import type { Clock } from '#core/clock.ts';
import { asBotError, BotError } from '#core/errors.ts';
import { withTimeout } from '#core/retry.ts';
import type { HoldApproval } from '#credits/credits.ts';
import { type Job, openJob, type Reply, type Wrapping } from '#jobs/job.ts';
import { abandonAfterMs } from '#polling/poller.ts';
import type { ActiveJob } from './active-jobs.ts';
import { end } from './end.ts';
import { type Admission, type Flow, jobOf } from './flow.ts';
import { follow } from './follow.ts';
import { thresholdAbove } from './gate.ts';
import { saveFact } from './save-job.ts';
import { submit } from './submit.ts';

/**
 * Discord waits 3 s for the first answer; by then a slow decision has been deferred in private, and goes on. What takes longer
 * than this is refused, and nothing is held: the member has given up, and the store is away rather than slow.
 */
const decideWithinMs = 30_000;
/** A hold outlives the longest wait for its job. */
const holdForMs = abandonAfterMs + 2 * 60 * 60_000;

/** A request that is held and written down. */
export interface Story {
  /** False where it waits in line for its turn. */
  readonly isRunning: boolean;
  /** Submits, follows and delivers. Resolves when it has come to its end, good or bad, and the member has been told. */
  goOn(): Promise<void>;
}

/** What the steps of the opening share. */
interface Opening {
  readonly request: GenerationRequest;
  readonly reply: Reply;
  readonly permit: Permit;
  readonly flow: Flow;
}

/**
 * The whole story of one picture: admit (where the permit does not bring the admission), reserve, submit, follow, deliver. A
 * request that is known already is left alone, so that one that arrives twice is made once.
 *
 * @throws {@link BotError} before anything is held or answered: `refused.*`, `store.unavailable`, `delivery.expired`
 */
export async function generate(
  request: GenerationRequest,
  reply: Reply,
  flow: Flow,
  permit: Permit = ownPermit,
): Promise<void> {
  const story = await begin(request, reply, flow, permit);
  await story?.goOn();
}

/** The part of {@link generate} that can refuse. Null where the request is known already. @throws {@link BotError} as there */
export async function begin(
  request: GenerationRequest,
  reply: Reply,
  flow: Flow,
  permit: Permit,
): Promise<Story | null> {
  const opening: Opening = { request, reply, permit, flow };
  const admission = await inTime(opening, decide(opening));
  if (admission === null || flow.active.find(request.id) !== null) return null;
  const { active: places } = flow;
  const active = permit.isHurried
    ? places.enter(request, admission.limits)
    : places.enterLine(request, admission.limits);
  try {
    flow.spending.enter(request, admission.listCredits);
    await open(active, opening, admission);
  } catch (thrown) {
    flow.spending.settle(request.id, 0);
    places.leave(request.id);
    throw thrown;
  }
  return { isRunning: active.line === null, goOn: () => goOn(active, opening, admission) };
}

async function goOn(active: ActiveJob, { reply, flow }: Opening, { plan }: Admission): Promise<void> {
  try {
    await flow.active.untilTurn(active, (place) => {
      active.progress = { kind: 'in_line', place };
      reply.show(jobOf(active), active.progress);
    });
    await submit(active, plan, reply, flow);
    await follow(active, reply, flow);
  } catch (thrown) {
    await end(active, asBotError(thrown), reply, flow);
  } finally {
    flow.active.leave(active.id);
  }
}

/** Null where the request is known: under way, or over. One of which nothing was sent may begin again where nobody is in a hurry. */
async function decide({ request, permit, flow }: Opening): Promise<Admission | null> {
  if (flow.active.find(request.id) !== null) return null;
  const job = await flow.jobs.find(request.id);
  if (job !== null && (permit.isHurried || job.state !== 'opened')) return null;
  const admission = permit.admission ?? (await flow.admit(request));
  if (permit.approval === null && thresholdAbove(admission) !== null) {
    throw new BotError('refused.rules', 'it needs an approval', { rule: 'threshold' });
  }
  const { plan } = admission;
  return { ...admission, plan: { ...plan, credits: Math.min(plan.credits, permit.maxCredits ?? plan.credits) } };
}

/**
 * Holds the price and writes the job down, in one step, then tells the member that it begins: what was told must not be lost.
 * What comes too late to be answered is given back.
 */
async function open(active: ActiveJob, opening: Opening, admission: Admission): Promise<void> {
  const { reply, permit } = opening;
  const booked = book(opening, admission);
  try {
    active.job = await inTime(opening, booked, async () => {
      active.job = await booked;
      await abandon(active, opening, new BotError('store.unavailable', 'too late'));
    });
    const replyTo = await reply.accept();
    active.job = { ...jobOf(active), replyTo };
  } catch (thrown) {
    const error = asBotError(thrown);
    if (error.code === 'store.unavailable') await giveUp(opening);
    else if (active.job === null) throw error;
    else if (permit.isHurried || !isPassing(error)) await abandon(active, opening, error);
    throw new BotError(error.code, error.message, { ...error.facts, nothingStarted: true }, thrown);
  }
}

function book({ request, reply, permit, flow }: Opening, admission: Admission): Promise<Job> {
  const { plan, policy } = admission;
  const { id, guildId, userId } = request;
  const hold = { id, guildId, userId, credits: plan.credits, model: plan.model.id, policy };
  const expiresAtMs = flow.clock.now() + holdForMs;
  return flow.bookings.open({ ...hold, approval: permit.approval, expiresAtMs }, (held) => {
    const credits = Math.min(plan.credits, held.credits);
    return openJob(request, { ...plan, credits }, reply.address(), wrappingOf(admission));
  });
}

/** What is worth another try by those who are in no hurry. */
export function isPassing({ code, facts }: BotError): boolean {
  return code === 'store.unavailable' || facts.retryAfterMs !== undefined;
}

/** A job that was written down all the same is closed by the sweep. Who is in no hurry tries again with what is held. */
async function giveUp(opening: Opening): Promise<void> {
  if (opening.permit.isHurried) await letGo(opening);
}

/** The credits go back at once, and the job is closed. */
async function abandon(active: ActiveJob, opening: Opening, { code }: BotError): Promise<void> {
  const { flow } = opening;
  await letGo(opening);
  const replyTo = { ...jobOf(active).replyTo, sealedToken: null };
  const change = { state: 'failed', error: code, charged: 0, replyTo, endedAtMs: flow.clock.now() } as const;
  await saveFact(active, change, flow);
}

async function letGo({ request: { id, guildId }, flow }: Opening): Promise<void> {
  await flow.ledger.release(guildId, id).catch((error: unknown) => {
    flow.log.error({ job: id, detail: asBotError(error).message }, 'a hold stays until the sweep');
  });
}

/** A person waits for the first answer, or the store is waited for. */
async function inTime<T>(
  { request, permit, flow }: Opening,
  work: Promise<T>,
  undo?: () => Promise<unknown>,
): Promise<T> {
  return permit.isHurried ? withTimeout(leftMs(request, flow.clock), work, flow.clock, undo) : work;
}

function leftMs({ askedAtMs }: GenerationRequest, clock: Clock): number {
  // A wall time that was set back meanwhile does not make the wait longer.
  return Math.min(decideWithinMs, Math.max(0, askedAtMs + decideWithinMs - clock.now()));
}

/** Decided with the rest: what the guild changes later is for later pictures. */
function wrappingOf({ isSpoiler, listCredits, settings }: Admission): Wrapping {
  return settings.defaults.settingsInFile ? { isSpoiler, listCredits } : { isSpoiler, listCredits, isUnlabelled: true };
}

/** What lets a request run, beside its member's wish. */
export interface Permit {
  /** The most that is charged, whatever the price has become; null where a price was not named. */
  readonly maxCredits: number | null;
  /** Whose word it is where the request was approved; null keeps it below the guild's threshold and to the member's own credits. */
  readonly approval: HoldApproval | null;
  /** An interaction waits for its first answer. Where none does, the request waits for the store and for its turn instead. */
  readonly isHurried: boolean;
  /** What the request was admitted with a moment ago; null where it has waited since, and is admitted when it runs. */
  readonly admission: Admission | null;
}

/** A member's own request, whose interaction waits. */
export const ownPermit: Permit = { maxCredits: null, approval: null, isHurried: true, admission: null };
