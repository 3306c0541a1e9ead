import { BotError } from '../domain/errors.ts';
import type { FollowedTicket, Job, RemoteImage } from '../domain/job.ts';
import { typedIn } from '../domain/typed.ts';
import type { ActiveJob } from './active-jobs.ts';
import { type RunKind, routeKey } from './durations.ts';
import { type Flow, jobOf } from './flow.ts';
import type { Part } from './parts.ts';
import { abandonAfterMs } from './poller.ts';

/**
 * Follows one remote job to its end at the provider. One that somebody asked to stop before is asked to stop first.
 *
 * @throws {@link BotError} `provider.failed`, `provider.timeout`, `cancelled.*`; the signal's reason
 */
export async function watchPart(part: Part, active: ActiveJob, flow: Flow): Promise<readonly RemoteImage[]> {
  const { id, state, provider, settings, submittedAtMs, openedAtMs, cancelledBy } = jobOf(active);
  const { ticket, signal } = part;
  const startedAtMs = submittedAtMs ?? openedAtMs;
  const stopAs = async (code: 'provider.timeout' | `cancelled.${'user' | 'moderator'}`) => {
    const outcome = await flow.providerOf(provider).cancel(ticket, signal).catch(saidNothing);
    if (outcome === 'cancelled') throw new BotError(code, 'stopped at the provider', { endKnown: true, provider });
  };
  if (cancelledBy !== null && state !== 'delivering') await stopAs(`cancelled.${cancelledBy}`);
  const onOverdue = async () => {
    await stopAs('provider.timeout');
    part.show({ kind: 'overdue', untilMs: startedAtMs + abandonAfterMs });
  };
  const followed: FollowedTicket = {
    ...ticket,
    typed: typedIn(settings),
    onCost: (cost) => active.costs.set(`${ticket.remoteId} ${cost.currency}`, cost),
  };
  const watch = { id, ticket: followed, kind: runKindOf(jobOf(active)), submittedAtMs: startedAtMs };
  return flow.poller.untilFinished({ ...watch, onProgress: part.show, onOverdue }, signal);
}

const saidNothing = () => 'unknown' as const;

/** Its time depends on how much there is to compute, and hardly on the words or the shape. */
function runKindOf({ provider, endpoint, settings, picturesPerTicket }: Job): RunKind {
  const { quality, resolution, steps } = settings;
  return {
    route: routeKey({ provider, endpoint }),
    options: JSON.stringify([quality, resolution, steps, picturesPerTicket]),
  };
}
