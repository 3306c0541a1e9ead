import { describe, expect, it } from 'vitest';
import { cancel } from '#generation/cancel.ts';
import { type ActiveJob, comparedCost } from '#generation/flow.ts';
import { resume } from '#generation/resume.ts';
import { costOf, creditsOf, sumOf } from '#jobs/actual-cost.ts';
import type { Job } from '#jobs/job.ts';
import type { ActualCost } from '#providers/provider.ts';
import {
  guild,
  jobOf,
  member,
  offerOf,
  otherMember,
  planOf,
  requestOf,
  routeOf,
  settings,
} from '../support/requests.ts';
import { finished, running, takesAs, throws } from '../support/scripted-provider.ts';
import { fourPictures, madeBy } from '../support/several.ts';
import { createWorld, type WorldOptions } from '../support/world.ts';

const owner = { guildId: guild, userId: member, isModerator: false };
const moderator = { guildId: guild, userId: otherMember, isModerator: true };
const { id } = requestOf();
const cny = (amount: number): ActualCost => ({ currency: 'CNY', amount });
const failed = throws('provider.failed', { providerCode: '1000' });

describe('what a job has cost', () => {
  it('is summed per currency, and counted in credits where it is money', () => {
    const costs = sumOf([cny(0.03), { currency: 'USD', amount: 0.01 }, cny(0.02), { currency: 'coins', amount: 4 }]);
    expect(costs).toEqual([cny(0.05), { currency: 'USD', amount: 0.01 }, { currency: 'coins', amount: 4 }]);
    expect(creditsOf(costs)).toBe(17);
    expect(creditsOf([{ currency: 'coins', amount: 4 }])).toBeNull();
    expect(creditsOf([])).toBeNull();
  });

  it('counts against the operator’s limits where it is more than the list says', () => {
    const job = jobOf({ state: 'delivered', credits: 1, listCredits: 7, came: 1 });
    expect(costOf(job)).toBe(7);
    expect(costOf({ ...job, costs: [cny(0.1)] })).toBe(14);
    expect(costOf({ ...job, costs: [cny(0.01)] })).toBe(7);
    expect(costOf({ ...job, state: 'failed', charged: 0, costs: [cny(0.05)] })).toBe(7);
  });

  it.each<[string, Partial<Job>, number]>([
    ['is open', { state: 'submitted' }, 12],
    ['may exist at its provider', { state: 'unsure' }, 12],
    ['has brought one of three pictures', { state: 'delivered', came: 1, settings: { ...settings, count: 3 } }, 4],
    ['was delivered before the pictures were counted', { state: 'delivered', came: null, charged: 1 }, 12],
    ['failed', { state: 'failed', charged: 0 }, 0],
    ['was stopped', { state: 'cancelled', charged: null }, 0],
    ['failed and was charged', { state: 'failed', charged: 1 }, 12],
    ['has no price but the list’s', { state: 'submitted', listCredits: undefined, credits: 7 }, 7],
  ])('of a job that %s is what the price list says', (_name, changes, cost) => {
    expect(costOf(jobOf({ credits: 1, listCredits: 12, ...changes }))).toBe(cost);
  });
});

describe('a job whose provider tells what it took', () => {
  it('keeps it, once, whatever the answers repeat, and hands on what the member typed', async () => {
    const costsOf = () => [cny(0.05), { currency: 'coins', amount: 3 } as const];
    const world = createWorld({ runninghub: { check: [running, running, finished], costsOf } });
    await world.generate();
    expect(await world.stored()).toMatchObject({ state: 'delivered', costs: costsOf() });
    expect(world.runninghub.typed[0]).toContain(requestOf().prompt);
  });

  it('keeps it over a restart after which the provider tells nothing', async () => {
    const before = createWorld();
    await before.generate();
    const tickets = [{ provider: 'runninghub' as const, remoteId: 'one' }];
    const stored = { state: 'submitted', endedAtMs: null, tickets, costs: [cny(0.05)] } as const;
    await before.rewrite(jobOf({ ...(await before.stored()), ...stored }));
    const world = createWorld({ rows: before.rows, clock: before.clock });
    await world.clock.advanceUntil((await resume(world.flow)).settled);
    expect(await world.stored()).toMatchObject({ state: 'delivered', costs: [cny(0.05)] });
  });

  it('keeps it where no picture came, and gives the credits back all the same', async () => {
    const world = createWorld({ runninghub: { check: [failed], costsOf: () => [cny(0.05)] } });
    await world.generate();
    expect(await world.stored()).toMatchObject({ state: 'failed', charged: 0, costs: [cny(0.05)] });
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });
});

describe('what the services took beside the price list', () => {
  const usd = (amount: number): ActualCost => ({ currency: 'USD', amount });
  const both = planOf(offerOf({ route: routeOf(), settings: { ...settings, count: 2 }, credits: 14 }));

  it.each<[string, WorldOptions, object | null]>([
    ['that came, at its list price', { runninghub: { costsOf: () => [usd(0.009)] } }, { actual: 9, listed: 7 }],
    ['that came for nothing, at its list price', { runninghub: { costsOf: () => [usd(0)] } }, { actual: 0, listed: 7 }],
    [
      'that failed and was billed, at its list price',
      { runninghub: { check: [failed], costsOf: () => [usd(0.009)] } },
      { actual: 9, listed: 7 },
    ],
    [
      'that failed and was not billed, at nothing',
      { runninghub: { check: [failed], costsOf: () => [usd(0)] } },
      { actual: 0, listed: 0 },
    ],
    [
      'that did not come although it was billed, at its list price',
      { runninghub: { checkOf: (remoteId) => madeBy(remoteId, 0), costsOf: () => [usd(0.009)] } },
      { actual: 9, listed: 7 },
    ],
    ['of which the service said nothing, not at all', {}, null],
    ['that was paid in coins, not at all', { runninghub: { costsOf: () => [{ currency: 'coins', amount: 3 }] } }, null],
    [
      'of two that came and only one of which told its cost, that one alone',
      {
        plan: both,
        runninghub: {
          checkOf: finished,
          costsOf: (remoteId) => (remoteId.endsWith('1') ? [usd(0.009)] : []),
        },
      },
      { actual: 9, listed: 7 },
    ],
    [
      'of two of which one failed and was billed, both',
      {
        plan: both,
        runninghub: {
          checkOf: (remoteId) => (remoteId.endsWith('1') ? finished() : failed()),
          costsOf: () => [usd(0.009)],
        },
      },
      { actual: 18, listed: 14 },
    ],
    [
      'of which three of four came at once, those three',
      {
        plan: fourPictures({ counts: { min: 1, max: 4, default: 1 } }),
        runninghub: { checkOf: (remoteId) => madeBy(remoteId, 3), costsOf: () => [usd(0.027)] },
      },
      { actual: 27, listed: 21 },
    ],
  ])('counts a picture %s', async (_what, options, told) => {
    const counted: unknown[] = [];
    const onEnded = (active: ActiveJob, job: Job) => counted.push(comparedCost(active, job));
    const world = createWorld({ ...options, flow: { onEnded } });
    await world.generate();
    expect(counted).toEqual([told]);
  });

  it('counts a job without a list price at the price that its member paid', async () => {
    const counted: unknown[] = [];
    const onEnded = (active: ActiveJob, job: Job) =>
      counted.push(comparedCost(active, { ...job, credits: 5, listCredits: undefined }));
    const world = createWorld({ runninghub: { costsOf: () => [usd(0.009)] }, flow: { onEnded } });
    await world.generate();
    expect(counted).toEqual([{ actual: 9, listed: 5 }]);
  });

  it('counts a job at its list price where its member paid another one', async () => {
    const counted: unknown[] = [];
    const onEnded = (active: ActiveJob, job: Job) =>
      counted.push(comparedCost(active, { ...job, credits: 5, listCredits: 8 }));
    await createWorld({ runninghub: { costsOf: () => [usd(0.009)] }, flow: { onEnded } }).generate();
    expect(counted).toEqual([{ actual: 9, listed: 8 }]);
  });
});

describe('a job that was stopped', () => {
  async function stopped(options: WorldOptions, by = owner) {
    const world = createWorld(options);
    const done = world.begin();
    await world.clock.advance(1_500);
    await cancel(id, by, world.flow);
    await world.clock.advanceUntil(done);
    return world;
  }
  const bills = (amount: number) => ({
    check: [running, running, failed],
    cancel: [() => 'unknown' as const],
    costsOf: () => [cny(amount)],
  });

  it.each([
    ['the member', owner, 'cancelled.user'],
    ['a moderator', moderator, 'cancelled.moderator'],
  ] as const)('by %s is charged where its provider bills for it, and says so', async (_who, by, code) => {
    const world = await stopped({ runninghub: bills(0.05) }, by);
    expect(world.reply.failed).toMatchObject([
      { error: { code, facts: { isBilled: true } }, money: { charged: 7, returned: 0 } },
    ]);
    expect(await world.stored()).toMatchObject({ state: 'cancelled', charged: 7, costs: [cny(0.05)] });
    expect(await world.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it('is charged for all pictures that a billed remote job was asked for', async () => {
    const plan = fourPictures({ counts: { min: 1, max: 4, default: 1 } });
    const world = await stopped({ plan, runninghub: bills(0.05) });
    expect(await world.totals()).toMatchObject({ held: 0, spent: 28 });
  });

  it('costs nothing where its provider takes nothing', async () => {
    const world = await stopped({ runninghub: bills(0) });
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'cancelled.user' }, money: { charged: 0, returned: 7 } },
    ]);
    expect(world.reply.failed[0]?.error.facts.isBilled).toBeUndefined();
  });

  it('costs nothing where its provider confirms, whatever it said before', async () => {
    const confirmed = { check: [running], cancel: [() => 'cancelled' as const], costsOf: () => [cny(0)] };
    const world = await stopped({ runninghub: confirmed });
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('is charged for those of several pictures that are billed', async () => {
    const plan = planOf(offerOf({ route: routeOf(), settings: { ...settings, count: 2 }, credits: 14 }));
    const world = await stopped({
      plan,
      runninghub: {
        submit: [takesAs('runninghub', 'one'), takesAs('runninghub', 'two')],
        check: [running, running, running, running, failed],
        cancelOf: () => 'unknown',
        costsOf: (remoteId) => [cny(remoteId === 'two' ? 0.05 : 0)],
      },
    });
    expect(await world.stored()).toMatchObject({ state: 'cancelled', charged: 7 });
    expect(await world.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  const two = planOf(offerOf({ route: routeOf(), settings: { ...settings, count: 2 }, credits: 14 }));
  /** The first of two pictures comes; the second one ends as failed, having taken this much. */
  const oneComes = (amount: number): WorldOptions => ({
    plan: two,
    runninghub: {
      submit: [takesAs('runninghub', 'one'), takesAs('runninghub', 'two')],
      check: [running, running, finished, failed],
      cancelOf: () => 'unknown',
      costsOf: (remoteId) => (remoteId === 'two' ? [cny(amount)] : []),
    },
  });

  it('is charged for a picture that came and for one that is billed, and says so', async () => {
    const world = await stopped(oneComes(0.05));
    expect(world.reply.delivered).toMatchObject([
      { job: { came: 1, charged: 14 }, billed: 1, missed: { code: 'cancelled.user' } },
    ]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 14 });
  });

  it('is charged for the picture that came alone where nothing was taken for the other', async () => {
    const world = await stopped(oneComes(0));
    expect(world.reply.delivered).toMatchObject([{ job: { came: 1, charged: 7 } }]);
    expect(world.reply.delivered[0]?.billed).toBeUndefined();
    expect(await world.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it('is never charged more than was held, whatever its provider took', async () => {
    const world = await stopped(oneComes(9));
    expect(await world.totals()).toMatchObject({ held: 0, spent: 14 });
  });

  it('keeps that charge over a restart before the post, and posts what it is for', async () => {
    const rows = new Map<string, string>();
    const world = createWorld({ ...oneComes(0.05), rows, reply: { deliver: () => new Promise(() => undefined) } });
    void world.begin();
    await world.clock.advance(1_500);
    await cancel(id, owner, world.flow);
    await world.clock.advance(60_000);
    expect(await world.stored()).toMatchObject({ state: 'delivering', came: 1, charged: 14 });
    const after = createWorld({
      rows,
      clock: world.clock,
      runninghub: {
        checkOf: (remoteId) => (remoteId === 'two' ? failed() : finished()),
        costsOf: (remoteId) => (remoteId === 'two' ? [cny(0.05)] : []),
      },
    });
    await after.clock.advanceUntil((await resume(after.flow)).settled);
    expect(after.reply.delivered).toMatchObject([{ job: { came: 1, charged: 14 }, billed: 1 }]);
    expect(await after.totals()).toMatchObject({ held: 0, spent: 14 });
  });

  it('gives back what a picture cost that the restart finds gone, and keeps what is billed', async () => {
    const three = planOf(offerOf({ route: routeOf(), settings: { ...settings, count: 3 }, credits: 21 }));
    const world = createWorld({ plan: three });
    await world.generate();
    const tickets = ['one', 'two', 'gone'].map((remoteId) => ({ provider: 'runninghub' as const, remoteId }));
    const stored = { state: 'delivering', cancelledBy: 'user', came: 2, charged: 21, tickets } as const;
    await world.rewrite(jobOf({ ...(await world.stored()), ...stored, endedAtMs: null }));
    const after = createWorld({
      rows: world.rows,
      clock: world.clock,
      runninghub: {
        checkOf: (remoteId) => (remoteId === 'one' ? finished() : failed()),
        costsOf: (remoteId) => (remoteId === 'two' ? [cny(0.05)] : []),
      },
    });
    await after.clock.advanceUntil((await resume(after.flow)).settled);
    expect(after.reply.delivered).toMatchObject([{ job: { came: 1, charged: 14 }, billed: 1 }]);
    expect(await after.totals()).toMatchObject({ held: 0, spent: 14 });
  });

  it('costs nothing for a picture that failed by itself, whatever its provider took', async () => {
    const world = createWorld(oneComes(0.05));
    await world.generate();
    expect(world.reply.delivered).toMatchObject([{ job: { came: 1, charged: 7 } }]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it('tells so also after a restart', async () => {
    const world = createWorld();
    const stored = {
      state: 'cancelled',
      error: 'cancelled.user',
      cancelledBy: 'user',
      endedAtMs: 1,
      isUntold: true,
    } as const;
    await world.generate();
    await world.rewrite(jobOf({ ...(await world.stored()), ...stored, charged: 7 }));
    await world.clock.advanceUntil((await resume(world.flow)).settled);
    expect(world.reply.failed.at(-1)).toMatchObject({ error: { facts: { isBilled: true } }, money: { charged: 7 } });
  });
});
