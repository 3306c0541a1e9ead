import type { Offer } from '../domain/job.ts';
import { remoteJobsFor } from '../domain/picture-count.ts';
import type { ActiveJob } from './active-jobs.ts';
import { type Flow, jobOf } from './flow.ts';
import { saveFact } from './persist.ts';

/**
 * Submits one remote job and writes its ticket down beside those that are there: the only step that can cost money. It is
 * not ended by a shutdown, since a lost answer would be a lost job. The caller has written the job down as `sending`.
 *
 * @throws {@link BotError} `provider.*`
 */
export async function handOver(active: ActiveJob, offer: Offer, flow: Flow): Promise<void> {
  const { route, settings } = offer;
  const { each } = remoteJobsFor(route, settings.count);
  const wakeUrl = flow.wakeUrlOf(route.provider, active.id);
  const part: Offer = { ...offer, settings: { ...settings, count: each } };
  const ticket = await flow.providerOf(route.provider).submit(part, wakeUrl, new AbortController().signal);
  flow.circuits.worked(route);
  const { tickets, submittedAtMs } = jobOf(active);
  const change = { tickets: [...tickets, ticket], submittedAtMs: submittedAtMs ?? flow.clock.now() };
  await saveFact(active, { state: 'submitted', ...change }, flow);
}
