import { remoteJobsFor } from '#catalog/fit-route.ts';
import type { Plan, RouteQuote } from '#catalog/plan.ts';
import { asBotError, BotError, levelOf } from '#core/errors.ts';
import type { Reply } from '#jobs/job.ts';
import { isTooMany } from '#polling/budget.ts';
import type { ActiveJob } from './active-jobs.ts';
import { type Flow, jobOf } from './flow.ts';
import { type Inputs, openInputs } from './inputs.ts';
import { saveFact, saveJob } from './save-job.ts';

/**
 * Hands the job to the first route that takes it. The next route, or the next try, only comes while it is certain that no
 * job exists at the one before. Where the route makes one picture at a time, the rest of them goes to the same one. Pictures
 * to edit are checked before anything is sent.
 *
 * @throws {@link BotError} `refused.image`, `provider.*`, `store.unavailable`, `cancelled.*`
 */
export async function submit(active: ActiveJob, plan: Plan, reply: Reply, flow: Flow): Promise<void> {
  const inputs = await openInputs(active, plan, reply, flow);
  for (const waitMs of [...waitsForTurnMs, null]) {
    const refusal = await tryOffers(active, plan, { inputs, reply }, flow);
    if (refusal === null) return;
    if (waitMs === null || !isTooMany(refusal)) throw refusal;
    await throwIfStopped(active, flow);
    const job = await saveJob(active, { state: 'opened' }, flow);
    active.progress = { kind: 'queued', ahead: null, expectedAtMs: null };
    reply.show(job, active.progress);
    await flow.clock.wait(patienceWith(waitMs, refusal), active.stop.signal);
  }
}

interface Run {
  readonly inputs: Inputs;
  readonly reply: Reply;
}

interface Order {
  readonly plan: Plan;
  readonly inputs: Inputs;
}

/** Null when a route took it; a refusal when none did and nothing was started, a full route's before a broken one's. */
async function tryOffers(active: ActiveJob, plan: Plan, run: Run, flow: Flow): Promise<BotError | null> {
  const { inputs, reply } = run;
  let refusal: BotError | null = null;
  for (const quote of plan.quotes.filter(inputs.fit)) {
    await throwIfStopped(active, flow);
    const taken = await tryOffer(active, quote, { plan, inputs }, flow);
    if (!(taken instanceof BotError)) {
      flow.spending.settle(active.id, taken.listCredits ?? taken.credits);
      await submitRest(active, taken, reply, flow);
      return null;
    }
    refusal = refusal !== null && isTooMany(refusal) ? refusal : taken;
  }
  return refusal;
}

/** What was handed over, when the route took it; its refusal when that is certain. @throws {@link BotError} whatever leaves a doubt or ends it for good */
async function tryOffer(
  active: ActiveJob,
  quote: RouteQuote,
  order: Order,
  flow: Flow,
): Promise<RouteQuote | BotError> {
  try {
    const handed = await order.inputs.handTo(quote);
    await takeOffer(active, handed, order.plan, flow);
    return handed;
  } catch (thrown) {
    const error = asBotError(thrown);
    // Too heavy for this route alone: it was asked for nothing, and is not to blame.
    if (error.code === 'refused.image') return error;
    // Another route may still be paid for. The circuit stays closed: the operator may mend it at any moment.
    if (error.code === 'provider.unfunded') {
      flow.onUnfunded(jobOf(active), error);
      return error;
    }
    if (error.code !== 'provider.unavailable') throw error;
    flow.circuits.failed(quote.route);
    if (error.facts.nothingStarted !== true) throw error;
    return error;
  }
}

async function takeOffer(active: ActiveJob, quote: RouteQuote, plan: Plan, flow: Flow): Promise<void> {
  const { route, settings } = quote;
  const { provider, endpoint } = route;
  const credits = Math.min(quote.credits, plan.credits);
  const listCredits = quote.listCredits ?? quote.credits;
  const { each: picturesPerTicket } = remoteJobsFor(route, settings.count);
  await saveJob(
    active,
    { state: 'sending', provider, endpoint, settings, credits, listCredits, picturesPerTicket },
    flow,
  );
  await throwIfStopped(active, flow);
  await handOver(active, quote, flow);
}

/**
 * A cancel or a shutdown that came while nothing is under way: the route before has refused, or none was asked yet. A
 * restart must know that too, or the credits would stay on hold for a job that was never sent.
 */
async function throwIfStopped(active: ActiveJob, flow: Flow): Promise<void> {
  const reason = stopReasonOf(active);
  if (reason === null) return;
  if (jobOf(active).state === 'sending') await saveJob(active, { state: 'opened' }, flow);
  throw reason;
}

/** What became of one more remote job. */
type Outcome =
  | { readonly kind: 'taken' }
  /** `refused`: it is certain that there is none, another one may be taken. `over`: nothing more is sent. */
  | { readonly kind: 'refused' | 'over'; readonly error: BotError };

/**
 * The remote jobs after the first one, at the same route, one after the other. What the route does not take is missed, and
 * the ones before go on: a full route is waited for, about half a minute altogether; a certain refusal costs one picture;
 * after a doubt nothing more is sent. Never throws.
 */
export async function submitRest(active: ActiveJob, quote: RouteQuote, reply: Reply, flow: Flow): Promise<void> {
  const waitAfter = patienceOf(active, reply, flow);
  for (let left = remoteJobsFor(quote.route, quote.settings.count).jobs - 1; left > 0; left -= 1) {
    const outcome = await submitInTurn(active, quote, waitAfter, flow);
    if (outcome.kind !== 'taken') miss(active, outcome.error, flow);
    if (outcome.kind === 'over') break;
  }
  if (jobOf(active).state === 'sending') await saveFact(active, { state: 'submitted' }, flow);
}

/** The first reason is the one that is told. */
function miss(active: ActiveJob, error: BotError, flow: Flow): void {
  active.missed ??= error;
  if (error.code === 'provider.unfunded') flow.onUnfunded(jobOf(active), error);
  const facts = { job: active.id, code: error.code, detail: error.message, providerCode: error.facts.providerCode };
  flow.log[levelOf[error.code]](facts, 'one of several pictures was not handed over');
}

/** Resolves with false, at once, when the patience is used up. */
type WaitAfter = (error: BotError) => Promise<boolean>;

async function submitInTurn(active: ActiveJob, quote: RouteQuote, waitAfter: WaitAfter, flow: Flow): Promise<Outcome> {
  for (;;) {
    const outcome = await submitOne(active, quote, flow);
    const isFull = outcome.kind === 'refused' && isTooMany(outcome.error);
    if (!isFull || !(await waitAfter(outcome.error))) return outcome;
  }
}

async function submitOne(active: ActiveJob, quote: RouteQuote, flow: Flow): Promise<Outcome> {
  try {
    // With it the tickets before are written down: what is not stored is not followed by more.
    if (stopReasonOf(active) === null) await saveJob(active, { state: 'sending' }, flow);
    const stopped = stopReasonOf(active);
    if (stopped !== null) return { kind: 'over', error: stopped };
    await handOver(active, quote, flow);
    return { kind: 'taken' };
  } catch (thrown) {
    const error = asBotError(thrown);
    if (error.code !== 'provider.unavailable') return { kind: 'over', error };
    flow.circuits.failed(quote.route);
    return { kind: error.facts.nothingStarted === true ? 'refused' : 'over', error };
  }
}

/** Meanwhile nothing is on its way: a cancel can stop the job, and a restart goes on with the tickets there are. */
function patienceOf(active: ActiveJob, reply: Reply, flow: Flow): WaitAfter {
  const waits = waitsForTurnMs.values();
  return async (error) => {
    const waitMs = waits.next().value;
    if (waitMs === undefined) return false;
    const job = await saveFact(active, { state: 'submitted' }, flow);
    active.progress = { kind: 'queued', ahead: null, expectedAtMs: null };
    reply.show(job, active.progress);
    await flow.clock.wait(patienceWith(waitMs, error), active.stop.signal).catch(() => undefined);
    return true;
  };
}

/**
 * Submits one remote job and writes its ticket down beside those that are there: the only step that can cost money. It is
 * not ended by a shutdown, since a lost answer would be a lost job. The caller has written the job down as `sending`.
 *
 * @throws {@link BotError} `provider.*`
 */
export async function handOver(active: ActiveJob, quote: RouteQuote, flow: Flow): Promise<void> {
  const { route, settings } = quote;
  const { each } = remoteJobsFor(route, settings.count);
  const wakeUrl = flow.wakeUrlOf(route.provider, active.id);
  const part: RouteQuote = { ...quote, settings: { ...settings, count: each } };
  const ticket = await flow.providerOf(route.provider).submit(part, wakeUrl, new AbortController().signal);
  flow.circuits.worked(route);
  const { tickets, submittedAtMs } = jobOf(active);
  const change = { tickets: [...tickets, ticket], submittedAtMs: submittedAtMs ?? flow.clock.now() };
  await saveFact(active, { state: 'submitted', ...change }, flow);
}

/** Why nothing may be sent any more: a shutdown, or a cancel that came meanwhile; null while nobody has asked to stop. */
export function stopReasonOf(active: ActiveJob): BotError | null {
  if (active.stop.signal.aborted) return asBotError(active.stop.signal.reason);
  const { cancelledBy } = jobOf(active);
  return cancelledBy && new BotError(`cancelled.${cancelledBy}`, 'stopped', { nothingStarted: true });
}

/** When a route is full, Easel waits its turn instead of refusing: about half a minute altogether. */
export const waitsForTurnMs = [2_000, 4_000, 8_000, 16_000];
/** A provider may ask for more patience than a member has. */
const longestWaitMs = 30_000;

/** How long to wait after a route was full: at least `waitMs`, longer where it names a pause, within reason. */
export function patienceWith(waitMs: number, { facts }: BotError): number {
  return Math.max(waitMs, Math.min(facts.retryAfterMs ?? 0, longestWaitMs));
}
