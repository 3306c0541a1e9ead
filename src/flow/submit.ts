import { asBotError, type BotError } from '../domain/errors.ts';
import type { Offer, Plan, Ticket } from '../domain/job.ts';
import type { ActiveJob } from './active-jobs.ts';
import { type Flow, jobOf } from './flow.ts';
import { saveJob } from './persist.ts';

/** When every route is full, Easel waits its turn instead of refusing: about half a minute altogether. */
const waitsForTurnMs = [2_000, 4_000, 8_000, 16_000];

/**
 * Hands the job to the first route that takes it. The next route, or the next try, only comes while it is certain that no
 * job exists at the one before.
 *
 * @throws {@link BotError} `provider.*`, `store.unavailable`, `cancelled.*`
 */
export async function submit(active: ActiveJob, plan: Plan, flow: Flow): Promise<void> {
  for (const waitMs of [...waitsForTurnMs, null]) {
    const refusal = await tryOffers(active, plan, flow);
    if (refusal === null) return;
    if (waitMs === null || refusal.facts.retryAfterMs === undefined) throw refusal;
    await saveJob(active, { state: 'opened' }, flow);
    await flow.clock.wait(Math.max(waitMs, Math.min(refusal.facts.retryAfterMs, 30_000)), active.stop.signal);
  }
}

/** Null when a route took it; the last refusal when none did and nothing was started. */
async function tryOffers(active: ActiveJob, plan: Plan, flow: Flow): Promise<BotError | null> {
  let refusal: BotError | null = null;
  for (const offer of plan.offers) {
    active.stop.signal.throwIfAborted();
    try {
      await takeOffer(active, offer, plan, flow);
      return null;
    } catch (thrown) {
      const error = asBotError(thrown);
      if (error.code !== 'provider.unavailable') throw error;
      flow.circuits.failed(offer.route);
      if (error.facts.nothingStarted !== true) throw error;
      refusal = error;
    }
  }
  return refusal;
}

/** The only step that can cost money. It is not ended by a shutdown, since a lost answer would be a lost job. */
async function takeOffer(active: ActiveJob, offer: Offer, plan: Plan, flow: Flow): Promise<void> {
  const { route, settings } = offer;
  const { provider, endpoint } = route;
  const credits = Math.min(offer.credits, plan.credits);
  await saveJob(active, { state: 'sending', provider, endpoint, settings, credits }, flow);
  active.stop.signal.throwIfAborted();
  const wakeUrl = flow.wakeUrlOf(provider, active.id);
  const ticket = await flow.providerOf(provider).submit(offer, wakeUrl, new AbortController().signal);
  flow.circuits.worked(route);
  await keepTicket(active, ticket, flow);
}

/** A ticket that cannot be written down is still followed, as long as this process lives. */
async function keepTicket(active: ActiveJob, ticket: Ticket, flow: Flow): Promise<void> {
  const change = { state: 'submitted', ticket, submittedAtMs: flow.clock.now() } as const;
  try {
    await saveJob(active, change, flow);
  } catch (error) {
    flow.log.error({ job: active.id, ticket, detail: asBotError(error).message }, 'a ticket could not be stored');
    active.job = { ...jobOf(active), ...change };
  }
}
