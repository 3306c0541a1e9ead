import { asBotError, BotError } from '../domain/errors.ts';
import { openJob, type Wrapping } from '../domain/job.ts';
import type { Clock, Reply } from '../domain/ports.ts';
import type { GenerationRequest } from '../domain/request.ts';
import type { ActiveJob } from './active-jobs.ts';
import { end } from './end.ts';
import type { Admission, Flow } from './flow.ts';
import { follow } from './follow.ts';
import { abandonAfterMs } from './poller.ts';
import { letGo } from './reclaim.ts';
import { submit } from './submit.ts';
import { within } from './within.ts';

/** Discord waits 3 s for the first answer; what is not decided by now is refused, and nothing is held. */
const decideWithinMs = 1_800;
/** A hold outlives the longest wait for its job. */
const holdForMs = abandonAfterMs + 2 * 60 * 60_000;

/**
 * The whole story of one picture: admit, reserve, submit, follow, deliver.
 *
 * Resolves when the request has come to its end, good or bad, and the member has been told.
 *
 * @throws {@link BotError} before anything is held or answered: `refused.*`, `store.unavailable`, `delivery.expired`
 */
export async function generate(request: GenerationRequest, reply: Reply, flow: Flow): Promise<void> {
  const admission = await within(leftMs(request, flow.clock), flow.admit(request), flow.clock);
  const active = flow.active.enter(request, admission.limits);
  try {
    flow.spending.enter(request, admission.listCredits);
    await reserve(request, admission, flow);
    await open(active, request, admission, reply, flow);
    try {
      await submit(active, admission.plan, reply, flow);
      await follow(active, reply, flow);
    } catch (thrown) {
      await end(active, asBotError(thrown), reply, flow);
    }
  } finally {
    if (active.job === null) flow.spending.settle(request.id, 0);
    flow.active.leave(request.id);
  }
}

/** Holds the price. A hold that comes too late to be answered is given back. */
async function reserve(request: GenerationRequest, { plan, terms }: Admission, flow: Flow) {
  const { ledger, clock, log } = flow;
  const { id, guildId, userId } = request;
  const expiresAtMs = clock.now() + holdForMs;
  const held = ledger.reserve({ id, guildId, userId, credits: plan.credits, model: plan.model.id, terms, expiresAtMs });
  const undo = () =>
    letGo(request, flow).catch((error: unknown) => {
      log.error({ job: id, detail: asBotError(error).message }, 'a late hold stays until it expires');
    });
  await within(leftMs(request, clock), held, clock, undo);
}

function leftMs({ askedAtMs }: GenerationRequest, clock: Clock): number {
  // A wall time that was set back meanwhile does not make the wait longer.
  return Math.min(decideWithinMs, Math.max(0, askedAtMs + decideWithinMs - clock.now()));
}

/** Tells the member that it begins, then writes the job down. If either fails, nothing is held any more. */
async function open(active: ActiveJob, request: GenerationRequest, admitted: Admission, reply: Reply, flow: Flow) {
  try {
    const job = openJob(request, admitted.plan, await reply.accept(), wrappingOf(admitted));
    await flow.jobs.save(job);
    active.job = job;
  } catch (thrown) {
    await letGo(request, flow);
    const error = asBotError(thrown);
    throw new BotError(error.code, error.message, { ...error.facts, nothingStarted: true }, thrown);
  }
}

/** Decided with the rest: what the guild changes later is for later pictures. */
function wrappingOf({ isSpoiler, listCredits, settings }: Admission): Wrapping {
  return settings.defaults.settingsInFile ? { isSpoiler, listCredits } : { isSpoiler, listCredits, isUnlabelled: true };
}
