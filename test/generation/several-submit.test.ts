import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { cancel } from '#generation/cancel.ts';
import type { Job } from '#jobs/job.ts';
import { createCircuits } from '#polling/circuit.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { comfyOfferOf, guild, member, requestOf, settings, startMs } from '../support/requests.ts';
import { queued, type Script, throws } from '../support/scripted-provider.ts';
import { fourPictures, madeBy, ticketsOf } from '../support/several.ts';
import { createWorld, storeAway, type World, type WorldOptions } from '../support/world.ts';

const plan = fourPictures();
const owner = { guildId: guild, userId: member, isModerator: false };
const takes = (number: number) => () => ({ provider: 'runninghub' as const, remoteId: `runninghub-${number}` });
const down = throws('provider.unavailable', { nothingStarted: true });
const full = throws('provider.unavailable', { nothingStarted: true, httpStatus: 429 });
const secondsOf = (calls: readonly { readonly atMs: number }[]) => calls.map(({ atMs }) => (atMs - startMs) / 1_000);

function worldOf(runninghub: Script, options: WorldOptions = {}): World {
  return createWorld({ plan, runninghub: { checkOf: (remoteId) => madeBy(remoteId), ...runninghub }, ...options });
}

/** What the member got for what. */
const outcomeOf = async (world: World) => {
  const stored = await world.stored();
  const [delivery] = world.reply.delivered;
  return [world.runninghub.submits.length, delivery?.media.length ?? 0, stored?.came, stored?.charged];
};

describe('four pictures', () => {
  it('at a route that makes one at a time are four remote jobs of one, held and charged once', async () => {
    const world = worldOf({});
    await world.generate();
    expect(world.runninghub.submits.map(({ quote }) => quote.settings.count)).toEqual([1, 1, 1, 1]);
    expect(world.downloads).toEqual(ticketsOf(4).map(({ remoteId }) => `https://images.example/${remoteId}-1.png`));
    expect(world.reply.delivered).toHaveLength(1);
    expect(world.reply.delivered[0]).toMatchObject({ media: { length: 4 }, job: { came: 4, charged: 28 } });
    expect(world.reply.delivered[0]).not.toHaveProperty('missed');
    expect(await world.stored()).toMatchObject({
      state: 'delivered',
      settings: { count: 4 },
      tickets: ticketsOf(4),
      picturesPerTicket: 1,
    });
    expect(await world.totals()).toEqual({ added: 1_000, pool: 972, bonuses: 0, held: 0, spent: 28 });
    const [settled] = await world.ledger.history(guild, member, { beforeSeq: null, limit: 1 });
    expect(settled).toMatchObject({ kind: 'settle', credits: 28, pictures: 4 });
  });

  it('with a seed have one each, from the one that was chosen', async () => {
    const form = { seed: 2_147_483_646 };
    const base = fourPictures({ seeds: { min: 0, max: 2_147_483_647 } });
    const [quote] = base.quotes;
    const world = worldOf({}, { plan: { ...base, quotes: [{ ...quote, settings: { ...quote.settings, form } }] } });
    await world.generate();
    expect(world.runninghub.submits.map((sent) => sent.quote.settings.form?.seed)).toEqual([
      ...[2_147_483_646, 2_147_483_647, 0, 1],
    ]);
    expect((await world.stored())?.settings.form).toEqual(form);
  });

  it('at a route that makes that many at once are one remote job of four', async () => {
    const world = worldOf(
      { checkOf: (remoteId) => madeBy(remoteId, 4) },
      { plan: fourPictures({ counts: { min: 1, max: 4, default: 1 } }) },
    );
    await world.generate();
    expect(world.runninghub.submits.map(({ quote }) => quote.settings.count)).toEqual([4]);
    expect(await outcomeOf(world)).toEqual([1, 4, 4, 28]);
    expect(await world.stored()).toMatchObject({ picturesPerTicket: 4 });
  });

  it('are as many as the account paid for: after an empty one nothing more is sent', async () => {
    const empty = throws('provider.unfunded', { nothingStarted: true, reason: 'balance' });
    const world = worldOf({ submit: [takes(1), takes(2), empty] });
    await world.generate();
    expect(await outcomeOf(world)).toEqual([3, 2, 2, 14]);
    expect(world.unfunded).toHaveLength(1);
    expect(world.strikes).toEqual([]);
  });

  it('go to the next route together, as long as the first one has none of them', async () => {
    const [quote] = plan.quotes;
    const next = { ...comfyOfferOf(60), settings: { ...settings, count: 4 } };
    const world = worldOf({ submit: [down] }, { plan: { ...plan, quotes: [quote, next] } });
    await world.generate();
    expect([world.runninghub.submits.length, world.runcomfy.submits.length]).toEqual([1, 4]);
    expect(await world.stored()).toMatchObject({ provider: 'runcomfy', charged: 28 });
  });

  it('are written down before each submit and after each ticket', async () => {
    const saved: string[] = [];
    const jobs: WorldOptions['jobs'] = (stored) => ({
      ...stored,
      save: (job) => {
        saved.push(`${job.state} ${job.tickets.length}`);
        return stored.save(job);
      },
    });
    const submit = () => {
      saved.push('submit');
      return takes(saved.length)();
    };
    const world = worldOf({ submit: [submit] }, { jobs });
    await world.generate();
    const each = [0, 1, 2, 3].flatMap((known) => [`sending ${known}`, 'submit', `submitted ${known + 1}`]);
    expect(saved).toEqual(['opened 0', ...each, 'delivering 4', 'delivered 4']);
  });
});

describe('a further picture that the route does not take', () => {
  it.each([2, 3, 4])('for certain (number %i) is missed alone, and is not charged', async (number) => {
    const steps = [1, 2, 3, 4].map((each) => (each === number ? down : takes(each)));
    const world = worldOf({ submit: steps });
    await world.generate();
    expect(await outcomeOf(world)).toEqual([4, 3, 3, 21]);
    expect(world.reply.delivered[0]?.missed).toMatchObject({ code: 'provider.unavailable' });
    expect(await world.totals()).toEqual({ added: 1_000, pool: 979, bonuses: 0, held: 0, spent: 21 });
    expect(world.log.lines).toMatchObject([{ level: 'warn', message: 'one of several pictures was not handed over' }]);
  });

  it.each(['provider.unsure', 'provider.rejected', 'provider.malformed', 'bug'] as const)(
    'with %s ends the handing over, and those that were taken go on',
    async (code) => {
      const world = worldOf({ submit: [takes(1), takes(2), throws(code), takes(4)] });
      await world.generate();
      expect(await outcomeOf(world)).toEqual([3, 2, 2, 14]);
      expect(world.reply.delivered[0]?.missed).toMatchObject({ code });
      expect(world.reply.failed).toEqual([]);
      expect(await world.totals()).toMatchObject({ held: 0, spent: 14 });
    },
  );

  it('without an answer that makes it certain ends the handing over too', async () => {
    const world = worldOf({ submit: [takes(1), throws('provider.unavailable'), takes(3)] });
    await world.generate();
    expect(await outcomeOf(world)).toEqual([2, 1, 1, 7]);
  });

  it('since it is full is waited for, and all four come', async () => {
    const world = worldOf({ submit: [takes(1), takes(2), full, full, takes(3), takes(4)] });
    await world.generate();
    expect(secondsOf(world.runninghub.submits)).toEqual([0, 0, 0, 2, 6, 6]);
    expect(await outcomeOf(world)).toEqual([6, 4, 4, 28]);
    expect(world.reply.shown[0]).toMatchObject({ job: { state: 'submitted' }, progress: { kind: 'queued' } });
  });

  it('since it stays full is given up after half a minute altogether', async () => {
    const world = worldOf({ submit: [takes(1), full] });
    await world.generate();
    expect(secondsOf(world.runninghub.submits)).toEqual([0, 0, 2, 6, 14, 30, 30, 30]);
    expect(await outcomeOf(world)).toEqual([8, 1, 1, 7]);
    expect(world.reply.delivered[0]?.missed).toMatchObject({ facts: { httpStatus: 429 } });
  });

  it('is not sent at all while the ticket before it cannot be written down', async () => {
    const isAway = (job: Job) => job.tickets.length > 0 && job.state !== 'delivering' && job.state !== 'delivered';
    const jobs: WorldOptions['jobs'] = (stored) => ({
      ...stored,
      save: (job) => (isAway(job) ? storeAway() : stored.save(job)),
    });
    const world = worldOf({}, { jobs });
    await world.generate();
    expect(await outcomeOf(world)).toEqual([1, 1, 1, 7]);
    expect(world.reply.delivered[0]?.missed).toMatchObject({ code: 'store.unavailable' });
  });

  it('does not stop the ones before it from telling the member that all of them failed', async () => {
    const world = worldOf({ submit: [takes(1), throws('provider.unsure')], checkOf: throws('provider.failed') });
    await world.generate();
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'provider.failed' }, money: { charged: 0, returned: 28, held: 0 } },
    ]);
  });
});

describe('a cancel while the pictures are handed over', () => {
  it('sends no more, and stops those that were taken', async () => {
    const world = worldOf({
      submit: [
        takes(1),
        async () => {
          expect(await cancel(requestOf().id, owner, world.flow)).toBe('asked');
          return takes(2)();
        },
      ],
      checkOf: queued,
      cancelOf: () => 'cancelled',
    });
    await world.generate();
    expect(world.runninghub.submits).toHaveLength(2);
    expect(world.runninghub.cancels.map(({ ticket }) => ticket)).toEqual(ticketsOf(2));
    expect(world.reply.failed).toMatchObject([{ error: { code: 'cancelled.user' }, money: { returned: 28 } }]);
    expect(await world.stored()).toMatchObject({ state: 'cancelled', charged: 0 });
  });

  it('that comes between two of them holds the next one back', async () => {
    let asked = false;
    const jobs: WorldOptions['jobs'] = (stored) => ({
      ...stored,
      save: async (job) => {
        if (job.state === 'submitted' && job.tickets.length === 1 && !asked) {
          asked = true;
          void cancel(requestOf().id, owner, world.flow);
        }
        return stored.save(job);
      },
    });
    const world = worldOf({ checkOf: (remoteId) => madeBy(remoteId) }, { jobs });
    await world.generate();
    expect(await outcomeOf(world)).toEqual([1, 1, 1, 7]);
    expect(world.reply.delivered[0]?.missed).toMatchObject({ code: 'cancelled.user' });
  });

  it('while the route is full ends at once, with nothing charged', async () => {
    const world = worldOf({ submit: [takes(1), full], checkOf: queued, cancelOf: () => 'cancelled' });
    const done = world.begin();
    await world.clock.advance(3_000);
    expect(await cancel(requestOf().id, owner, world.flow)).toBe('cancelled');
    await world.clock.settle();
    await world.clock.settle();
    expect(world.reply.failed).toMatchObject([{ error: { code: 'cancelled.user' }, money: { returned: 28 } }]);
    await done;
    expect(world.runninghub.submits).toHaveLength(3);
  });
});

describe('a shutdown while the pictures are handed over', () => {
  it('sends no more; the ones that were taken are for the next start', async () => {
    const world = worldOf({
      submit: [
        takes(1),
        () => {
          for (const { stop } of world.flow.active.all()) stop.abort(new BotError('cancelled.shutdown', 'stop'));
          return takes(2)();
        },
      ],
    });
    await world.generate();
    expect(world.runninghub.submits).toHaveLength(2);
    expect(world.reply.failed).toEqual([]);
    expect(await world.stored()).toMatchObject({ state: 'submitted', tickets: ticketsOf(2), charged: null });
    expect(await world.totals()).toMatchObject({ held: 28, spent: 0 });
  });
});

it.each([
  ['nothing more is taken', down],
  ['the route is full for a moment', full],
])('a store that is away as %s costs none of the pictures that were taken', async (_name, refuse) => {
  const clock = createFakeClock(startMs);
  const world = worldOf(
    { submit: [takes(1), refuse] },
    {
      clock,
      jobs: (jobs) => ({
        ...jobs,
        save: (job) => (job.state === 'submitted' && clock.monotonic() < 300_000 ? storeAway() : jobs.save(job)),
      }),
    },
  );
  await world.generate();
  expect((await outcomeOf(world)).slice(1)).toEqual([1, 1, 7]);
});

describe('what the operator sees of pictures that are not taken', () => {
  it('is a job with the ones that were, a service that fails, and no empty account', async () => {
    const clock = createFakeClock(startMs);
    const failed: string[] = [];
    const circuits = createCircuits(clock.monotonic);
    const world = worldOf(
      { submit: [takes(1), down], checkOf: () => ({ kind: 'running', fraction: null }) },
      { clock, flow: { circuits: { ...circuits, failed: ({ provider }) => void failed.push(provider) } } },
    );
    const done = world.begin();
    await clock.advance(500);
    expect(await world.stored()).toMatchObject({ state: 'submitted', tickets: ticketsOf(1) });
    expect([failed, world.unfunded]).toEqual([['runninghub', 'runninghub', 'runninghub'], []]);
    for (const { stop } of world.flow.active.all()) stop.abort(new BotError('cancelled.shutdown', 'stops'));
    await clock.advanceUntil(done);
  });
});
