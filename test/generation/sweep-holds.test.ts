import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { sweepHolds } from '#generation/resume.ts';
import { jobOf, policy, requestOf, snowflakeAt, startMs } from '../support/requests.ts';
import { createWorld, storeAway } from '../support/world.ts';

const hourMs = 3_600_000;
const untouched = { added: 1_000, pool: 1_000, bonuses: 0, held: 0, spent: 0 };
const submitted = jobOf({ state: 'submitted', tickets: [{ provider: 'runninghub', remoteId: 'remote' }] });

/** A world with an open job and its hold. */
async function createWorldWithJob() {
  const world = createWorld();
  const { id, guildId, userId, credits } = submitted;
  await world.ledger.reserve({
    id,
    guildId,
    userId,
    credits,
    model: submitted.modelId,
    policy,
    expiresAtMs: startMs + 26 * hourMs,
  });
  await world.jobs.save(submitted);
  return world;
}

describe('the sweep of the holds', () => {
  const hold = (atMs: number, expiresAtMs = startMs + 26 * hourMs) => {
    const { guildId, userId } = requestOf();
    return { id: snowflakeAt(atMs), guildId, userId, credits: 7, model: 'a-model', policy, expiresAtMs };
  };

  it('gives back a hold of more than ten minutes that no job stands behind', async () => {
    const world = createWorld();
    await world.ledger.reserve(hold(startMs));
    await world.clock.advance(10 * 60_000);
    expect(await sweepHolds(world.flow)).toBe(0);
    await world.clock.advance(1);
    expect(await sweepHolds(world.flow)).toBe(1);
    expect(await world.totals()).toEqual(untouched);
    expect(world.log.lines).toMatchObject([{ level: 'warn', facts: { credits: 7 } }]);
    expect(await sweepHolds(world.flow)).toBe(0);
  });

  it('gives back no hold while the clock has not been set', async () => {
    const world = await createWorldWithJob();
    await world.ledger.reserve(hold(startMs - hourMs));
    const clock = { ...world.flow.clock, now: () => 1_000 };
    expect(await sweepHolds({ ...world.flow, clock }, 1_000)).toBe(0);
    expect((await world.totals()).held).toBe(14);
  });

  it('keeps the hold of a request that is on the way, and of a job', async () => {
    const world = await createWorldWithJob();
    await world.ledger.reserve(hold(startMs - hourMs));
    world.flow.active.enter(requestOf({ id: snowflakeAt(startMs - hourMs) }), null);
    await world.clock.advance(hourMs);
    expect(await sweepHolds(world.flow)).toBe(0);
    expect((await world.totals()).held).toBe(14);
  });

  it('leaves the hold of a job that cannot be read, and gives back the others', async () => {
    const broken = snowflakeAt(startMs - hourMs);
    const world = createWorld({
      jobs: (jobs) => ({
        ...jobs,
        find: (id) => (id === broken ? Promise.reject(new BotError('store.unavailable', 'corrupt')) : jobs.find(id)),
      }),
    });
    await world.ledger.reserve(hold(startMs - hourMs));
    await world.ledger.reserve(hold(startMs - 2 * hourMs));
    await world.clock.advance(hourMs);
    expect(await sweepHolds(world.flow)).toBe(1);
    expect((await world.totals()).held).toBe(7);
    expect(world.log.lines.map(({ level }) => level).toSorted()).toEqual(['error', 'warn']);
  });

  it('keeps the hold of a job that is followed, also after 26 hours of being down', async () => {
    const world = await createWorldWithJob();
    await world.clock.advance(30 * hourMs);
    expect(await sweepHolds(world.flow, world.clock.now())).toBe(0);
    await world.jobs.save({ ...submitted, state: 'failed' });
    expect(await sweepHolds(world.flow)).toBe(1);
    expect(await world.totals()).toEqual(untouched);
  });

  it('gives back a hold whose job cannot be read once it has expired', async () => {
    const world = createWorld({ jobs: (jobs) => ({ ...jobs, find: storeAway }) });
    await world.ledger.reserve(hold(startMs));
    await world.clock.advance(26 * hourMs - 1);
    expect(await sweepHolds(world.flow)).toBe(0);
    await world.clock.advance(1);
    expect(await sweepHolds(world.flow)).toBe(1);
  });

  it('judges a hold by its own age, whatever the age of the interaction that it is named after', async () => {
    const world = createWorld();
    await world.ledger.reserve(hold(startMs - 20 * hourMs));
    expect(await sweepHolds(world.flow)).toBe(0);
  });

  it('gives back at once what an earlier process held without writing the job down, and what a wrong clock dates ahead', async () => {
    const world = createWorld();
    await world.ledger.reserve(hold(startMs));
    await world.clock.advance(1);
    expect(await sweepHolds(world.flow, world.clock.now())).toBe(1);
    const ahead = createWorld();
    await ahead.clock.advance(100 * hourMs);
    await ahead.ledger.reserve(hold(startMs, startMs + 200 * hourMs));
    const back = createWorld({ rows: ahead.rows });
    expect(await sweepHolds(back.flow)).toBe(1);
  });
});
