import { asBotError, BotError } from '../domain/errors.ts';
import type { Offer, Plan } from '../domain/job.ts';
import { remoteJobsFor } from '../domain/picture-count.ts';
import type { Reply } from '../domain/ports.ts';
import type { ActiveJob } from './active-jobs.ts';
import { isTooMany } from './budget.ts';
import { type Flow, jobOf } from './flow.ts';
import { handOver } from './hand-over.ts';
import { type Inputs, openInputs } from './inputs.ts';
import { saveJob } from './persist.ts';
import { stopReasonOf } from './stop-reason.ts';
import { submitRest } from './submit-rest.ts';
import { patienceWith, waitsForTurnMs } from './turn.ts';

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
  for (const offer of plan.offers.filter(inputs.fit)) {
    await throwIfStopped(active, flow);
    const taken = await tryOffer(active, offer, { plan, inputs }, flow);
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
async function tryOffer(active: ActiveJob, offer: Offer, order: Order, flow: Flow): Promise<Offer | BotError> {
  try {
    const handed = await order.inputs.handTo(offer);
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
    flow.circuits.failed(offer.route);
    if (error.facts.nothingStarted !== true) throw error;
    return error;
  }
}

async function takeOffer(active: ActiveJob, offer: Offer, plan: Plan, flow: Flow): Promise<void> {
  const { route, settings } = offer;
  const { provider, endpoint } = route;
  const credits = Math.min(offer.credits, plan.credits);
  const listCredits = offer.listCredits ?? offer.credits;
  const { each: picturesPerTicket } = remoteJobsFor(route, settings.count);
  await saveJob(
    active,
    { state: 'sending', provider, endpoint, settings, credits, listCredits, picturesPerTicket },
    flow,
  );
  await throwIfStopped(active, flow);
  await handOver(active, offer, flow);
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
