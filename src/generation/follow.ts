import { creditsForSome } from '#catalog/fit-route.ts';
import { asBotError, BotError } from '#core/errors.ts';
import { systemReason } from '#core/system-reason.ts';
import type { Delivery, Job, Reply } from '#jobs/job.ts';
import type { ActiveJob } from './active-jobs.ts';
import { collect, type Results } from './collect.ts';
import { knownCosts } from './costs.ts';
import { asCancel, withStrike } from './end.ts';
import { type Flow, jobOf } from './flow.ts';
import { insist, insistOnFact, insistOnJob, insistOnSettling } from './save-job.ts';

/** Half a minute apart: a quarter of an hour of Discord being away. */
const mostDeliveries = 30;

/**
 * From the tickets to the pictures in the channel. A restart enters here: every step may be done twice. Of several pictures
 * those that came are charged, and those that were stopped and are billed all the same; what is paid for is delivered.
 *
 * @throws {@link BotError} `provider.*`, `media.unfetchable`, `delivery.*`, `cancelled.*`
 */
export async function follow(active: ActiveJob, reply: Reply, flow: Flow): Promise<void> {
  const { clock } = flow;
  const harvest = await collect(active, reply, flow);
  const tookMs = harvest.finishedAtMs - jobOf(active).openedAtMs;
  const { job, paid, billed } = await charge(active, harvest, flow);
  const images = harvest.pictures.slice(0, paid).flat();
  const delivery = { job, images, tookMs, ...(await shortfallOf(job, { ...harvest, billed }, flow)) };
  const posted = await deliver(delivery, active, reply, flow);
  const replyTo = { ...job.replyTo, ...posted, sealedToken: null };
  const delivered = await insistOnFact(active, { state: 'delivered', endedAtMs: clock.now(), replyTo }, flow);
  flow.onEnded(active, delivered, null);
}

/** What was charged, and for how many pictures. */
interface Charge {
  /** `delivering`, with what it was charged. */
  readonly job: Job;
  readonly paid: number;
  /** How many of the pictures that did not come are charged beside them. */
  readonly billed: number;
}

/**
 * Posted is paid, and the job is `delivering` in the same step. What was settled before a restart stays settled: more pictures
 * than that are not posted, and for fewer the rest is given back.
 *
 * @throws {@link BotError} `provider.failed` where the credits were given back before: its member was told so
 */
async function charge(active: ActiveJob, { pictures, billed }: Results, flow: Flow): Promise<Charge> {
  const came = pictures.length;
  const before = jobOf(active);
  const { guildId, id, credits, settings } = before;
  const priceOf = (count: number) => Math.max(1, creditsForSome(credits, count, settings.count));
  const delivering = (paid: number, charged: number) =>
    ({ state: 'delivering', came: paid, charged, ...knownCosts(active) }) as const;
  const price = priceOf(came + billed);
  const order = { guildId, id, credits: price, pictures: came };
  const { settlement, job } = await insistOnSettling(active, order, flow, ({ charged }) =>
    charged === price ? delivering(came, price) : null,
  );
  if (job !== null) return { job, paid: came, billed };
  // A moderator may have refunded what is on its way.
  if (settlement.charged === 0 && before.state === 'delivering') {
    const paid = Math.min(came, before.came ?? came);
    return { job: await insistOnJob(active, delivering(paid, 0), flow), paid, billed: 0 };
  }
  if (settlement.charged === 0) {
    throw new BotError('provider.failed', 'its credits were given back before', { endKnown: true });
  }
  const paid = mostFor(settlement.charged, came, priceOf);
  const keep = Math.min(settlement.charged, priceOf(paid + billed));
  const refund = { guildId, jobId: id, byUserId: null, reason: systemReason('somePictureGone'), keep };
  if (settlement.charged > keep) await insist(() => flow.ledger.refund(refund), active, flow);
  const charged = await insistOnJob(active, delivering(paid, keep), flow);
  return { job: charged, paid, billed: mostFor(keep, paid + billed, priceOf) - paid };
}

function mostFor(charged: number, came: number, priceOf: (pictures: number) => number): number {
  let paid = came;
  while (paid > 1 && priceOf(paid) > charged) paid -= 1;
  return paid;
}

/** A picture that the content filter took counts against the member, once for the whole request. */
async function shortfallOf(
  job: Job,
  { missed, billed }: Results,
  flow: Flow,
): Promise<Pick<Delivery, 'missed' | 'billed'>> {
  if (job.came === job.settings.count) return {};
  const why = missed && (await withStrike(job, asCancel(job, missed), flow));
  return billed > 0 ? { missed: why, billed } : { missed: why };
}

/**
 * While Discord itself is away the picture waits for it; what is wrong for good is thrown at once. It was paid: what cannot
 * be posted is kept for the member to fetch.
 */
async function deliver(delivery: Delivery, active: ActiveJob, reply: Reply, flow: Flow) {
  const { clock, log } = flow;
  for (let tries = 1; ; tries += 1) {
    try {
      return await reply.deliver(delivery);
    } catch (thrown) {
      const error = asBotError(thrown);
      if (error.facts.retryAfterMs === undefined || tries === mostDeliveries) {
        const isKept = await flow.keep(delivery);
        throw new BotError(error.code, error.message, { ...error.facts, isKept }, error);
      }
      log.warn({ job: active.id, tries, detail: error.message }, 'a picture waits for Discord');
      await clock.wait(error.facts.retryAfterMs, active.stop.signal);
    }
  }
}
