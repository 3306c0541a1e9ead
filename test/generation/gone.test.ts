import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { resume } from '#generation/resume.ts';
import type { Job } from '#jobs/job.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { guild, jobOf, member, otherMember, policy, requestOf, settings, startMs } from '../support/requests.ts';
import { running, type Script, throws } from '../support/scripted-provider.ts';
import { fourPictures, madeBy, ticketsOf } from '../support/several.ts';
import { createWorld, storeAway, type WorldOptions } from '../support/world.ts';

const { id } = requestOf();
const failed = throws('provider.failed');
const there: Script = { checkOf: madeBy };
const oneGone: Script = { checkOf: (remoteId) => (remoteId.endsWith('4') ? failed() : madeBy(remoteId)) };
const allGone: Script = { checkOf: failed };
const returned = { charged: 0, returned: 28, held: 0, heldUntilMs: null };

/** So many credits for so many pictures, as the process that ended had settled them. */
interface Settled {
  readonly credits: number;
  readonly pictures: number;
  /** A moderator gave all of it back meanwhile. */
  readonly isRefunded?: boolean;
}

const all: Settled = { credits: 28, pictures: 4 };

/** A store that takes nothing that is written for a delivery during the first ten minutes. */
function awayAtFirst(): WorldOptions {
  const clock = createFakeClock(startMs);
  const isAway = ({ state }: Job) => state === 'delivering' && clock.now() < startMs + 600_000;
  return {
    clock,
    jobs: (jobs) => ({ ...jobs, save: (job) => (isAway(job) ? storeAway() : jobs.save(job)) }),
  };
}

/** A job of 28 credits that was settled before the process ended, not posted, and is taken up by the next one. */
async function takenUp(job: Partial<Job>, { credits, pictures, isRefunded }: Settled, options: WorldOptions) {
  const world = createWorld({ plan: fourPictures(), ...options });
  const expiresAtMs = startMs + 2 * 86_400_000;
  await world.ledger.reserve({
    id,
    guildId: guild,
    userId: member,
    credits: 28,
    model: 'some-model',
    policy,
    expiresAtMs,
  });
  await world.ledger.settle(guild, id, credits, pictures);
  if (isRefunded) await world.ledger.refund({ guildId: guild, jobId: id, byUserId: otherMember, reason: 'sorry' });
  const count = job.tickets?.length ?? 4;
  const stored = { settings: { ...settings, count }, credits: 28, submittedAtMs: startMs, tickets: ticketsOf(4) };
  await world.jobs.save(jobOf({ ...stored, ...job }));
  await world.clock.advanceUntil((await resume(world.flow)).settled);
  return world;
}

describe('pictures that were settled and are gone before they are posted cost nothing', () => {
  it.each(['gone', 'there'])(
    'unless the channel shows them: the process ended after it had posted them, and they are %s',
    async (which) => {
      const looked: Job[] = [];
      const isPosted = async (job: Job) => looked.push(job) > 0;
      const options = { ...(which === 'gone' && { runninghub: allGone }), flow: { isPosted } };
      const world = await takenUp({ state: 'delivering', came: 4, charged: 28 }, all, options);
      expect(looked.map((job) => job.id)).toEqual([id]);
      expect([world.reply.delivered, world.reply.failed]).toEqual([[], []]);
      expect(await world.totals()).toMatchObject({ held: 0, spent: 28 });
      expect(await world.stored()).toMatchObject({ state: 'delivered', charged: 28, error: null });
      expect(world.ended.map(({ error }) => error)).toEqual([null]);
      expect([world.runninghub.checks, world.downloads]).toEqual([[], []]);
    },
  );

  it('and Discord is not asked about what was never settled', async () => {
    const isPosted = () => Promise.reject(new Error('not asked'));
    const world = await takenUp({ state: 'submitted' }, all, { runninghub: allGone, flow: { isPosted } });
    expect(world.reply.failed).toHaveLength(1);
  });

  it.each<[string, Partial<Job>, Settled]>([
    ['of which some were stopped', { came: 1, charged: 7, cancelledBy: 'user' }, { credits: 7, pictures: 1 }],
    [
      'whose cancel had come too late',
      { came: 1, charged: 28, cancelledBy: 'moderator', tickets: ticketsOf(1) },
      { credits: 28, pictures: 1 },
    ],
    ['that nobody stopped', { came: 4, charged: 28 }, all],
  ])('%s', async (_which, job, settled) => {
    const world = await takenUp({ state: 'delivering', ...job }, settled, { runninghub: allGone });
    expect(world.reply.delivered).toEqual([]);
    expect(world.reply.failed.map(({ money }) => money)).toEqual([returned]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
    expect(await world.stored()).toMatchObject({ charged: 0 });
  });

  it('also where another one of them still runs, until it is given up', async () => {
    const checkOf = (remoteId: string) => (remoteId.endsWith('1') ? running() : failed());
    const job = { state: 'delivering', came: 1, charged: 14, tickets: ticketsOf(2) } as const;
    const world = await takenUp(job, { credits: 14, pictures: 1 }, { runninghub: { checkOf } });
    expect(world.reply.failed).toMatchObject([{ error: { code: 'provider.timeout' }, money: returned }]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
    expect(await world.stored()).toMatchObject({ state: 'failed', charged: 0 });
  });

  it('also where the process ended before it had written down that it posts them', async () => {
    const world = await takenUp({ state: 'submitted' }, all, { runninghub: allGone });
    expect(world.reply.failed.map(({ money }) => money)).toEqual([returned]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
    expect(await world.stored()).toMatchObject({ state: 'failed', charged: 0 });
  });

  it('also where they are there, and cannot be fetched any more', async () => {
    const download = () => Promise.reject(new BotError('media.unfetchable', 'gone'));
    const options: WorldOptions = { runninghub: { checkOf: madeBy }, download };
    const world = await takenUp({ state: 'submitted' }, all, options);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('also where the store is away for a moment in between', async () => {
    let isAway = true;
    const away = () => {
      isAway = !isAway;
      return isAway;
    };
    const world = await takenUp({ state: 'delivering', came: 4, charged: 28 }, all, {
      runninghub: allGone,
      ledger: (ledger) => ({
        ...ledger,
        refund: (refund) => (away() ? ledger.refund(refund) : storeAway()),
      }),
    });
    expect(world.reply.failed.map(({ money }) => money)).toEqual([returned]);
    expect(await world.totals()).toMatchObject({ bonuses: 28, held: 0, spent: 0 });
  });
});

describe('pictures of which one was gone, so that its part was given back', () => {
  const job = { state: 'delivering', came: 4, charged: 28 } as const;

  it('and that cannot be posted then, are told as charged for those that came', async () => {
    const deliver = () => Promise.reject(new BotError('delivery.forbidden', 'no'));
    const world = await takenUp(job, all, { runninghub: oneGone, reply: { deliver } });
    expect(world.reply.failed).toMatchObject([{ error: { code: 'delivery.forbidden' }, money: { charged: 21 } }]);
    expect(await world.stored()).toMatchObject({ charged: 21 });
    expect(await world.totals()).toMatchObject({ spent: 21, bonuses: 7 });
  });

  it('and that wait until the store is back, are posted', async () => {
    const world = await takenUp(job, all, { ...awayAtFirst(), runninghub: oneGone });
    expect(world.reply.delivered).toMatchObject([{ job: { charged: 21 }, media: { length: 3 } }]);
  });

  it('and that are all there once more, are posted as far as they are paid', async () => {
    const world = await takenUp(job, all, { runninghub: oneGone });
    await world.rewrite(jobOf({ ...(await world.stored()), state: 'delivering' }));
    const after = createWorld({ clock: world.clock, rows: world.rows, runninghub: { checkOf: madeBy } });
    await after.clock.advanceUntil((await resume(after.flow)).settled);
    expect(after.reply.delivered).toMatchObject([{ job: { came: 3, charged: 21 }, media: { length: 3 } }]);
    expect(await after.totals()).toMatchObject({ spent: 21, bonuses: 7 });
  });
});

describe('pictures that a moderator refunded before they were posted', () => {
  const refunded: Settled = { ...all, isRefunded: true };

  it.each<[string, Partial<Job>, Script, number]>([
    ['are all of them', { came: 4, charged: 28 }, there, 4],
    ['are all of them where it is not known how many were paid', { came: null, charged: 28 }, there, 4],
    ['are those that were paid', { came: 3, charged: 21 }, there, 3],
    ['are those that still come', { came: 4, charged: 28 }, oneGone, 3],
  ])('%s, and cost nothing', async (_which, job, runninghub, posted) => {
    const world = await takenUp({ state: 'delivering', ...job }, refunded, { runninghub });
    expect(world.reply.delivered).toMatchObject([{ job: { came: posted, charged: 0 }, media: { length: posted } }]);
    expect(world.reply.delivered[0]?.billed).toBeUndefined();
    expect(await world.stored()).toMatchObject({ state: 'delivered', charged: 0 });
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('are posted when the store is back', async () => {
    const job = { state: 'delivering', came: 4, charged: 28 } as const;
    const world = await takenUp(job, refunded, { ...awayAtFirst(), runninghub: there });
    expect(world.reply.delivered).toMatchObject([{ media: { length: 4 } }]);
  });
});

describe('pictures that were not settled for all that come', () => {
  it('are not posted where all was given back before', async () => {
    const world = await takenUp({ state: 'submitted' }, { ...all, isRefunded: true }, { runninghub: there });
    expect(world.reply.delivered).toEqual([]);
    expect(world.reply.failed).toMatchObject([{ error: { code: 'provider.failed' }, money: { charged: 0 } }]);
  });

  it.each<[Partial<Job>, number]>([
    [{ state: 'submitted' }, 7],
    [{ state: 'submitted' }, 1],
    [{ state: 'delivering', came: 1, charged: 1 }, 1],
  ])('are posted as far as they are paid: of a job %o one for %i', async (job, credits) => {
    const world = await takenUp(job, { credits, pictures: 1 }, { runninghub: there });
    expect(world.reply.delivered).toMatchObject([{ job: { came: 1, charged: credits }, media: { length: 1 } }]);
    expect(await world.totals()).toMatchObject({ spent: credits });
  });
});
