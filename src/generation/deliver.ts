import { creditsForSome } from '#catalog/fit-route.ts';
import { asBotError, BotError } from '#core/errors.ts';
import { systemReason } from '#core/system-reason.ts';
import type { Delivery, Job, Posted, Reply } from '#jobs/job.ts';
import { asCancel, withStrike } from './end.ts';
import { type ActiveJob, type Flow, jobOf, knownCosts } from './flow.ts';
import type { Results } from './follow.ts';
import { meteredPrice } from './metered-price.ts';
import { insist, insistOnSettling, saveJob } from './save-job.ts';

/** Half a minute apart: a quarter of an hour of Discord being away. */
const mostDeliveries = 30;

/**
 * Charges and posts. Every step may be done twice, after a restart. Of several pictures those that came are charged, and those
 * that were stopped and are billed all the same; what is paid for is delivered.
 *
 * @throws {@link BotError} `provider.failed`, `delivery.*`, `store.unavailable`, `cancelled.shutdown`
 */
export async function deliver(active: ActiveJob, results: Results, reply: Reply, flow: Flow): Promise<void> {
  const tookMs = results.finishedAtMs - jobOf(active).openedAtMs;
  const { job, paid, billed } = await charge(active, results, flow);
  const media = results.pictures.slice(0, paid).flat();
  const delivery = { job, media, tookMs, ...(await shortfallOf(job, { ...results, billed }, flow)) };
  await closeDelivered(active, await post(delivery, active, reply, flow), flow);
}

/** The end of a job whose result is posted; `posted` null where it is where its reply is. */
export async function closeDelivered(active: ActiveJob, posted: Posted | null, flow: Flow): Promise<void> {
  const replyTo = { ...jobOf(active).replyTo, ...posted, sealedToken: null };
  const change = { state: 'delivered', endedAtMs: flow.clock.now(), replyTo } as const;
  flow.onEnded(active, await saveJob(active, change, flow, { isPatient: true, isFact: true }), null);
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
  const price = Math.min(
    priceOf(came + billed),
    meteredPrice(jobOf(active), active.costs, pictures.flat()) ?? Infinity,
  );
  const order = { guildId, id, credits: price, pictures: came };
  const { settlement, job } = await insistOnSettling(active, order, flow, ({ charged }) =>
    charged === price ? delivering(came, price) : null,
  );
  if (job !== null) return { job, paid: came, billed };
  // A moderator may have refunded what is on its way.
  if (settlement.charged === 0 && before.state === 'delivering') {
    const paid = Math.min(came, before.came ?? came);
    return { job: await saveJob(active, delivering(paid, 0), flow, { isPatient: true }), paid, billed: 0 };
  }
  if (settlement.charged === 0) {
    throw new BotError('provider.failed', 'its credits were given back before', { endKnown: true });
  }
  const paid = mostFor(settlement.charged, came, priceOf);
  const keep = Math.min(settlement.charged, priceOf(paid + billed));
  const refund = { guildId, jobId: id, byUserId: null, reason: systemReason('somePictureGone'), keep };
  if (settlement.charged > keep) await insist(() => flow.ledger.refund(refund), active, flow);
  const charged = await saveJob(active, delivering(paid, keep), flow, { isPatient: true });
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
async function post(delivery: Delivery, active: ActiveJob, reply: Reply, flow: Flow) {
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
