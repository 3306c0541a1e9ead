import { asBotError, BotError } from '../domain/errors.ts';
import type { Delivery, ImageFile, RemoteImage } from '../domain/job.ts';
import type { Progress, Reply } from '../domain/ports.ts';
import type { ActiveJob } from './active-jobs.ts';
import { routeKey } from './durations.ts';
import { type Flow, jobOf } from './flow.ts';
import { persist, saveFact, saveJob } from './persist.ts';
import { abandonAfterMs } from './poller.ts';

/** Half a minute apart: a quarter of an hour of Discord being away. */
const mostDeliveries = 30;
/** Pictures of one job that are fetched at most; a message holds ten. */
const mostImages = 10;

/**
 * From a ticket to the picture in the channel. A restart enters here: every step may be done twice.
 *
 * @throws {@link BotError} `provider.*`, `images.unfetchable`, `delivery.*`, `store.unavailable`, `cancelled.*`
 */
export async function follow(active: ActiveJob, reply: Reply, flow: Flow): Promise<void> {
  const { ledger, clock, download } = flow;
  const remote = await untilFinished(active, reply, flow);
  active.finishedAtMs = clock.now();
  const tookMs = active.finishedAtMs - jobOf(active).openedAtMs;
  const images = await fetchAll(remote, active, download);
  const { guildId, id, credits } = jobOf(active);
  const { charged } = await persist(() => ledger.settle(guildId, id, credits), clock);
  const job = await saveJob(active, { state: 'delivering', charged }, flow);
  const messageId = await deliver({ job, images, tookMs }, active, reply, flow);
  const replyTo = { ...job.replyTo, messageId: messageId ?? job.replyTo.messageId, sealedToken: null };
  const delivered = await saveFact(active, { state: 'delivered', endedAtMs: clock.now(), replyTo }, flow);
  flow.onEnded(active, delivered, null);
}

async function untilFinished(active: ActiveJob, reply: Reply, flow: Flow): Promise<readonly RemoteImage[]> {
  const { id, state, tickets, provider, endpoint, submittedAtMs, openedAtMs, cancelledBy } = jobOf(active);
  const [ticket] = tickets;
  if (ticket === undefined) throw new TypeError(`job ${id} has no ticket to follow`);
  const show = (progress: Progress) => {
    active.progress = jobOf(active).cancelledBy === null ? progress : { kind: 'cancelling' };
    reply.show(jobOf(active), active.progress);
  };
  const startedAtMs = submittedAtMs ?? openedAtMs;
  const stopAs = async (code: 'provider.timeout' | `cancelled.${'user' | 'moderator'}`) => {
    const outcome = await flow.providerOf(provider).cancel(ticket, active.stop.signal).catch(saidNothing);
    if (outcome === 'cancelled') throw new BotError(code, 'stopped at the provider', { endKnown: true, provider });
  };
  if (cancelledBy !== null && state !== 'delivering') await stopAs(`cancelled.${cancelledBy}`);
  const onOverdue = async () => {
    await stopAs('provider.timeout');
    show({ kind: 'overdue', untilMs: startedAtMs + abandonAfterMs });
  };
  const watch = { id, ticket, routeKey: routeKey({ provider, endpoint }), submittedAtMs: startedAtMs };
  return flow.poller.untilFinished({ ...watch, onProgress: show, onOverdue }, active.stop.signal);
}

async function fetchAll(images: readonly RemoteImage[], active: ActiveJob, download: Flow['download']) {
  const files: ImageFile[] = [];
  for (const image of images.slice(0, mostImages)) {
    files.push(await download(image, jobOf(active).provider, active.stop.signal));
  }
  return files;
}

/** While Discord itself is away the picture waits for it; what is wrong for good is thrown at once. */
async function deliver(delivery: Delivery, active: ActiveJob, reply: Reply, { clock, log }: Flow) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await reply.deliver(delivery);
    } catch (thrown) {
      const error = asBotError(thrown);
      if (error.facts.retryAfterMs === undefined || tries === mostDeliveries) throw error;
      log.warn({ job: active.id, tries, detail: error.message }, 'a picture waits for Discord');
      await clock.wait(error.facts.retryAfterMs, active.stop.signal);
    }
  }
}

const saidNothing = () => 'unknown' as const;
