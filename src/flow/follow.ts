import { asBotError } from '../domain/errors.ts';
import type { Delivery, Job } from '../domain/job.ts';
import { ownReason } from '../domain/own-reason.ts';
import { creditsForSome } from '../domain/picture-count.ts';
import type { Reply } from '../domain/ports.ts';
import type { ActiveJob } from './active-jobs.ts';
import { asCancel, withStrike } from './end.ts';
import { type Flow, jobOf } from './flow.ts';
import { gather, type Harvest } from './gather.ts';
import { persist, saveFact, saveJob } from './persist.ts';
import { reclaim } from './reclaim.ts';

/** Half a minute apart: a quarter of an hour of Discord being away. */
const mostDeliveries = 30;

/**
 * From the tickets to the pictures in the channel. A restart enters here: every step may be done twice. Of several pictures
 * those that came are delivered and charged.
 *
 * @throws {@link BotError} `provider.*`, `images.unfetchable`, `delivery.*`, `store.unavailable`, `cancelled.*`
 */
export async function follow(active: ActiveJob, reply: Reply, flow: Flow): Promise<void> {
  const { clock } = flow;
  const harvest = await gather(active, reply, flow);
  const tookMs = harvest.finishedAtMs - jobOf(active).openedAtMs;
  const charged = await charge(jobOf(active), harvest.came, flow);
  const job = await saveJob(active, { state: 'delivering', came: harvest.came, charged }, flow);
  const delivery = { job, images: harvest.images, tookMs, ...(await shortfallOf(job, harvest, flow)) };
  const messageId = await deliver(delivery, active, reply, flow);
  const replyTo = { ...job.replyTo, messageId: messageId ?? job.replyTo.messageId, sealedToken: null };
  const delivered = await saveFact(active, { state: 'delivered', endedAtMs: clock.now(), replyTo }, flow);
  flow.onEnded(active, delivered, null);
}

/**
 * What was settled before a restart stays settled, unless a picture of it is gone by now: then all of it is given back.
 * Before the post: what an approver had granted for more than came is not the member's to give away.
 */
async function charge(job: Job, came: number, flow: Flow): Promise<number> {
  const { guildId, id, credits, settings } = job;
  const { ledger, clock } = flow;
  const price = creditsForSome(credits, came, settings.count);
  const settled = await persist(() => ledger.settle(guildId, id, price, came), clock);
  const isGone = settled.charged > price;
  const refund = { guildId, jobId: id, byUserId: null, reason: ownReason('somePictureGone') };
  if (isGone) await persist(() => ledger.refund(refund), clock);
  const charged = isGone ? 0 : settled.charged;
  if (isGone || settled.returned > 0) await persist(() => reclaim(job, charged, flow), clock);
  return charged;
}

/** A picture that the content filter took counts against the member, once for the whole request. */
async function shortfallOf(job: Job, { came, missed }: Harvest, flow: Flow): Promise<Pick<Delivery, 'missed'>> {
  if (came >= job.settings.count) return {};
  return { missed: missed && (await withStrike(job, asCancel(job, missed), flow)) };
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
