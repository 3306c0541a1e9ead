import { describe, expect, it } from 'vitest';
import { creditsOf, sumOf } from '../../src/domain/actual-cost.ts';
import type { ActualCost } from '../../src/domain/job.ts';
import { cancel } from '../../src/flow/cancel.ts';
import { resume } from '../../src/flow/resume.ts';
import { costOf } from '../../src/flow/spending.ts';
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
});

describe('a job whose provider tells what it took', () => {
  it('keeps it, once, whatever the answers repeat, and hands on what the member typed', async () => {
    const costsOf = () => [cny(0.05), { currency: 'coins', amount: 3 } as const];
    const world = createWorld({ runninghub: { check: [running, running, finished], costsOf } });
    await world.generate();
    expect(await world.stored()).toMatchObject({ state: 'delivered', costs: costsOf() });
    expect(world.runninghub.typed[0]).toContain(requestOf().prompt);
  });

  it('keeps it where no picture came, and gives the credits back all the same', async () => {
    const world = createWorld({ runninghub: { check: [failed], costsOf: () => [cny(0.05)] } });
    await world.generate();
    expect(await world.stored()).toMatchObject({ state: 'failed', charged: 0, costs: [cny(0.05)] });
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
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
    await world.jobs.save(jobOf({ ...(await world.stored()), ...stored, charged: 7 }));
    await world.clock.advanceUntil((await resume(world.flow)).settled);
    expect(world.reply.failed.at(-1)).toMatchObject({ error: { facts: { isBilled: true } }, money: { charged: 7 } });
  });
});
