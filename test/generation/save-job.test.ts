import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { insist, insistOnSettling, saveJob } from '#generation/save-job.ts';
import type { Job } from '#jobs/job.ts';
import { jobOf, requestOf } from '../support/requests.ts';
import { createWorld, storeAway, type WorldOptions } from '../support/world.ts';

const dayMs = 86_400_000;

/** A job under way, and a store that is away until it comes back. */
function underWay(options: WorldOptions = {}) {
  const store = { isAway: false, saved: [] as Job[] };
  const world = createWorld({
    jobs: (jobs) => ({
      ...jobs,
      async save(job) {
        if (store.isAway) return storeAway();
        store.saved.push(job);
        return jobs.save(job);
      },
    }),
    ...options,
  });
  const active = world.flow.active.enter(requestOf(), null);
  active.job = jobOf();
  return { world, active, store };
}

describe('a write that is insisted on', () => {
  it('is tried four times within 6.2 s, again every half minute, and given up after a day', async () => {
    const { world, active } = underWay();
    const triesMs: number[] = [];
    const write = () => {
      triesMs.push(world.clock.monotonic());
      return storeAway();
    };
    await expect(world.clock.advanceUntil(insist(write, active, world.flow))).rejects.toMatchObject({
      code: 'store.unavailable',
    });
    expect(triesMs.slice(0, 5)).toEqual([0, 200, 1_200, 6_200, 36_200]);
    expect(triesMs.at(-1)).toBeGreaterThanOrEqual(dayMs);
    expect(triesMs.at(-5)).toBeLessThan(dayMs);
  });

  it('is told once as away, before the long wait, and logged each time', async () => {
    const { world, active } = underWay();
    const toldMs: number[] = [];
    const onAway = async () => void toldMs.push(world.clock.monotonic());
    const done = insist(storeAway, active, world.flow, onAway);
    await world.clock.advance(60_000);
    active.stop.abort(new BotError('cancelled.shutdown', 'stop'));
    await expect(done).rejects.toMatchObject({ code: 'cancelled.shutdown' });
    expect(toldMs).toEqual([6_200]);
    const facts = (tries: number) => ({ level: 'error', facts: { job: active.id, tries } });
    expect(world.log.lines).toMatchObject([facts(1), facts(2)]);
  });

  it('that fails for another reason is not repeated', async () => {
    const { world, active } = underWay();
    await expect(insist(() => Promise.reject(new TypeError('no')), active, world.flow)).rejects.toThrow('no');
    expect(world.clock.monotonic()).toBe(0);
  });
});

describe('a change of a job', () => {
  it('is written on the one before it, however soon it follows', async () => {
    const { world, active, store } = underWay();
    const changes = [saveJob(active, { came: 1 }, world.flow), saveJob(active, { charged: 7 }, world.flow)];
    await Promise.all(changes);
    expect(store.saved).toMatchObject([
      { came: 1, charged: null },
      { came: 1, charged: 7 },
    ]);
    expect(active.job).toMatchObject({ came: 1, charged: 7 });
  });

  it('that cannot be written down has not happened, and the next one is tried all the same', async () => {
    const { world, active, store } = underWay();
    store.isAway = true;
    await expect(
      world.clock.advanceUntil(saveJob(active, { state: 'sending', came: 1 }, world.flow)),
    ).rejects.toMatchObject({ code: 'store.unavailable' });
    expect([active.job, active.isBehind]).toEqual([jobOf(), false]);
    store.isAway = false;
    await saveJob(active, { charged: 7 }, world.flow);
    expect(active.job).toEqual(jobOf({ charged: 7 }));
  });

  it('that is a fact is known at once, and written down when the store is back', async () => {
    const { world, active, store } = underWay();
    store.isAway = true;
    const known = await world.clock.advanceUntil(saveJob(active, { came: 1 }, world.flow, { isFact: true }));
    expect([known, active.job, active.isBehind]).toEqual([jobOf({ came: 1 }), known, true]);
    expect(world.log.lines).toMatchObject([
      {
        level: 'error',
        facts: { job: active.id, state: 'opened' },
        message: 'what happened to a job could not be stored',
      },
    ]);
    await world.clock.advance(60_000);
    store.isAway = false;
    await world.clock.advance(60_000);
    expect([store.saved, active.isBehind]).toEqual([[jobOf({ came: 1 })], false]);
  });

  it('that is a fact and was insisted on for a day is not tried any more', async () => {
    const { world, active, store } = underWay();
    store.isAway = true;
    const options = { isFact: true, isPatient: true };
    await world.clock.advanceUntil(saveJob(active, { came: 1 }, world.flow, options));
    expect(world.clock.monotonic()).toBeGreaterThanOrEqual(dayMs);
    expect(world.clock.waiting()).toBe(0);
  });
});

describe('a settlement', () => {
  const order = { guildId: jobOf().guildId, id: jobOf().id, credits: 7, pictures: 1 };

  it.each([
    ['changes the job in the same step', { charged: 7 }, jobOf({ charged: 7 })],
    ['leaves it as it is where nothing is to be changed', null, jobOf()],
  ])('%s', async (_what, change, job) => {
    const { world, active } = underWay();
    const { job: changed } = await insistOnSettling(active, order, world.flow, () => change);
    expect([changed, active.job]).toEqual([change && job, job]);
  });

  it('waits for the store, and for the changes before it', async () => {
    const { world, active, store } = underWay();
    store.isAway = true;
    const saved = saveJob(active, { came: 1 }, world.flow, { isPatient: true });
    const settled = insistOnSettling(active, order, world.flow, () => ({ charged: 7 }));
    await world.clock.advance(60_000);
    store.isAway = false;
    await world.clock.advanceUntil(Promise.all([saved, settled]));
    expect(active.job).toEqual(jobOf({ came: 1, charged: 7 }));
  });
});
