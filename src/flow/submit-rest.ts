import { asBotError, type BotError, levelOf } from '../domain/errors.ts';
import type { Offer } from '../domain/job.ts';
import { remoteJobsFor } from '../domain/picture-count.ts';
import type { Reply } from '../domain/ports.ts';
import type { ActiveJob } from './active-jobs.ts';
import { isTooMany } from './budget.ts';
import { type Flow, jobOf } from './flow.ts';
import { handOver } from './hand-over.ts';
import { saveFact, saveJob } from './persist.ts';
import { stopReasonOf } from './stop-reason.ts';
import { patienceWith, waitsForTurnMs } from './turn.ts';

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
export async function submitRest(active: ActiveJob, offer: Offer, reply: Reply, flow: Flow): Promise<void> {
  const waitAfter = patienceOf(active, reply, flow);
  for (let left = remoteJobsFor(offer.route, offer.settings.count).jobs - 1; left > 0; left -= 1) {
    const outcome = await submitInTurn(active, offer, waitAfter, flow);
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

async function submitInTurn(active: ActiveJob, offer: Offer, waitAfter: WaitAfter, flow: Flow): Promise<Outcome> {
  for (;;) {
    const outcome = await submitOne(active, offer, flow);
    const isFull = outcome.kind === 'refused' && isTooMany(outcome.error);
    if (!isFull || !(await waitAfter(outcome.error))) return outcome;
  }
}

async function submitOne(active: ActiveJob, offer: Offer, flow: Flow): Promise<Outcome> {
  try {
    // With it the tickets before are written down: what is not stored is not followed by more.
    if (stopReasonOf(active) === null) await saveJob(active, { state: 'sending' }, flow);
    const stopped = stopReasonOf(active);
    if (stopped !== null) return { kind: 'over', error: stopped };
    await handOver(active, offer, flow);
    return { kind: 'taken' };
  } catch (thrown) {
    const error = asBotError(thrown);
    if (error.code !== 'provider.unavailable') return { kind: 'over', error };
    flow.circuits.failed(offer.route);
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
