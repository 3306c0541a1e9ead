import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { createSpending } from '#credits/spending.ts';
import { cancel } from '#generation/cancel.ts';
import { resume } from '#generation/resume.ts';
import type { Job } from '#jobs/job.ts';
import { jobOf, policy, requestOf, snowflakeAt, startMs } from '../support/requests.ts';
import { finished, running, throws } from '../support/scripted-provider.ts';
import { createWorld, storeAway, type World, type WorldOptions } from '../support/world.ts';

const ticket = { provider: 'runninghub' as const, remoteId: 'remote' };
const hourMs = 3_600_000;
const submitted: Partial<Job> = { state: 'submitted', tickets: [ticket], submittedAtMs: startMs };
const untouched = { added: 1_000, pool: 1_000, bonuses: 0, held: 0, spent: 0 };
const spent = { ...untouched, pool: 993, spent: 7 };

/** A world as a restart finds it: a job of this state, and its hold. */
async function restarted(job: Partial<Job>, options: WorldOptions = {}): Promise<World> {
  const world = createWorld(options);
  const row = jobOf(job);
  const { id, guildId, userId, credits } = row;
  await world.ledger.reserve({
    id,
    guildId,
    userId,
    credits,
    model: row.modelId,
    policy,
    expiresAtMs: startMs + 26 * hourMs,
  });
  await world.jobs.save(row);
  return world;
}

async function takeUp(world: World): Promise<number> {
  const { count, settled } = await resume(world.flow);
  await world.clock.advanceUntil(settled);
  expect(world.flow.active.all()).toEqual([]);
  return count;
}

describe('a job that is taken up again', () => {
  it('that was not sent is refunded, and the member is told', async () => {
    const world = await restarted({ state: 'opened' });
    expect(await takeUp(world)).toBe(1);
    expect(world.runninghub.submits).toEqual([]);
    expect(world.reply.failed).toMatchObject([
      {
        error: { code: 'provider.unavailable', facts: { nothingStarted: true, reason: 'restart' } },
        money: { returned: 7, held: 0 },
      },
    ]);
    expect(await world.stored()).toMatchObject({ state: 'failed', charged: 0 });
    expect(await world.totals()).toEqual(untouched);
  });

  it('that may have been sent stays held, is never sent again, and is given back after an hour but not before', async () => {
    const world = await restarted({ state: 'sending' });
    await takeUp(world);
    expect(world.runninghub.submits).toEqual([]);
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'provider.unsure' }, money: { held: 7, heldUntilMs: startMs + hourMs } },
    ]);
    expect(await world.stored()).toMatchObject({ state: 'unsure' });

    await world.clock.advance(hourMs - 1);
    expect(await takeUp(world)).toBe(1);
    expect([(await world.totals()).held, world.reply.failed.length]).toEqual([7, 1]);

    await world.clock.advance(1);
    await takeUp(world);
    expect(world.reply.failed[1]).toMatchObject({
      error: { code: 'provider.unsure', facts: { endKnown: true } },
      money: { returned: 7, held: 0 },
    });
    expect(await world.totals()).toEqual(untouched);
    expect(await world.stored()).toMatchObject({ state: 'failed', charged: 0, replyTo: { sealedToken: null } });
    expect(world.ended.at(-1)).toMatchObject({ job: { state: 'failed' } });
    expect(await takeUp(world)).toBe(0);
  });

  it('is stopped by a member who asked while it was taken up: the mark came after the job was read', async () => {
    const world = await restarted(submitted, {
      runninghub: { check: [running, running], cancel: [() => 'cancelled'] },
    });
    let settled: Promise<unknown> = Promise.resolve();
    const jobs: World['flow']['jobs'] = {
      ...world.flow.jobs,
      async markCancelled(...mark) {
        ({ settled } = await resume(world.flow));
        await world.clock.settle();
        return world.flow.jobs.markCancelled(...mark);
      },
    };
    const { id, guildId, userId } = jobOf({});
    const owner = { guildId, userId, isModerator: false };
    expect(await cancel(id, owner, { ...world.flow, jobs })).toBe('cancelled');
    await world.clock.advanceUntil(settled);
    expect(world.runninghub.cancels).toHaveLength(1);
    expect(await world.stored()).toMatchObject({ state: 'cancelled', cancelledBy: 'user', charged: 0 });
    expect(await world.totals()).toEqual(untouched);
  });

  it('that was submitted is delivered once and charged once', async () => {
    const world = await restarted(submitted, { runninghub: { check: [running, finished] } });
    await takeUp(world);
    await takeUp(world);
    expect(world.runninghub.submits).toEqual([]);
    expect(world.runninghub.checks[0]?.ticket).toEqual(ticket);
    expect(world.reply.delivered).toHaveLength(1);
    expect(await world.totals()).toEqual(spent);
    expect(await world.stored()).toMatchObject({ state: 'delivered', charged: 7 });
  });

  it.each([false, true])(
    'that has tickets and was sending more is followed as submitted (store away: %s)',
    async (isAway) => {
      const world = await restarted(
        { ...submitted, state: 'sending' },
        {
          runninghub: { check: [running, finished] },
          jobs: (jobs) => ({
            ...jobs,
            save: (job) => (isAway && job.state === 'submitted' ? storeAway() : jobs.save(job)),
          }),
        },
      );
      const { settled } = await resume(world.flow);
      await world.clock.settle();
      expect(await world.stored()).toMatchObject({ state: isAway ? 'sending' : 'submitted' });
      await world.clock.advanceUntil(settled);
      expect(await world.stored()).toMatchObject({ state: 'delivered', charged: 7 });
    },
  );

  it('is not counted against the limits of today once more, where one process has all jobs', async () => {
    const limits = { all: null, perGuild: null };
    const spending = createSpending({ limits, now: () => startMs, onMark: () => undefined });
    const world = await restarted(submitted, { flow: { spending } });
    await takeUp(world);
    expect(spending.todayOfAll()).toBe(0);
  });

  it('whose time of submit is not known is followed from when it was opened', async () => {
    const check = [running, finished];
    const world = await restarted({ ...submitted, submittedAtMs: null }, { runninghub: { check } });
    await takeUp(world);
    expect([world.reply.delivered.length, world.runninghub.cancels]).toEqual([1, []]);
  });

  it('that was being delivered is delivered, and not charged again', async () => {
    const world = await restarted({ ...submitted, state: 'delivering', charged: 7 });
    await world.ledger.settle(requestOf().guildId, requestOf().id, 7);
    await takeUp(world);
    expect(world.reply.delivered).toMatchObject([{ job: { charged: 7 } }]);
    expect(await world.totals()).toEqual(spent);
  });

  it('that was paid is delivered even if somebody had asked to stop it', async () => {
    const world = await restarted(
      { ...submitted, state: 'delivering', cancelledBy: 'user' },
      { runninghub: { cancel: [() => 'cancelled'] } },
    );
    await takeUp(world);
    expect([world.runninghub.cancels, world.reply.delivered.length]).toEqual([[], 1]);
  });

  it.each([true, false])('that was paid (settled: %s) and whose picture is gone costs nothing', async (isSettled) => {
    const world = await restarted(
      { ...submitted, state: 'delivering' },
      { runninghub: { check: [throws('provider.failed')] } },
    );
    if (isSettled) await world.ledger.settle(requestOf().guildId, requestOf().id, 7);
    await takeUp(world);
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'provider.failed' }, money: { charged: 0, returned: 7 } },
    ]);
    expect(await world.totals()).toMatchObject({ spent: 0, held: 0 });
    expect(await world.stored()).toMatchObject({ state: 'failed', charged: 0 });
  });

  it('that stays held is given back an hour after its end, not after its begin', async () => {
    const world = await restarted({ state: 'unsure', endedAtMs: startMs + hourMs / 2 });
    await world.clock.advance(hourMs);
    await takeUp(world);
    expect(world.reply.failed).toEqual([]);
    await world.clock.advance(hourMs / 2);
    await takeUp(world);
    expect(world.reply.failed).toHaveLength(1);
  });

  it('without an error or an end of its own is given back an hour after it was opened', async () => {
    const world = await restarted({ state: 'unsure' });
    await world.clock.advance(hourMs);
    await takeUp(world);
    expect(world.reply.failed).toMatchObject([{ error: { code: 'provider.unsure' }, money: { returned: 7 } }]);
  });

  it('does not stand in the way of another that cannot be', async () => {
    const world = await restarted(submitted, {
      jobs: (jobs) => ({ ...jobs, find: (id) => (id === requestOf().id ? jobs.find(id) : storeAway()) }),
    });
    await world.jobs.save(jobOf({ ...submitted, id: snowflakeAt(startMs, 1) }));
    expect(await takeUp(world)).toBe(2);
    expect(world.reply.delivered).toHaveLength(1);
    expect(world.log.lines).toMatchObject([{ level: 'error', message: 'an open job could not be taken up' }]);
  });
});

describe('an end of which the member was not told', () => {
  const ended: Partial<Job> = { ...submitted, isUntold: true, endedAtMs: startMs + 1_000 };

  it('is told once, and the job is not followed', async () => {
    const world = await restarted({ ...ended, state: 'failed', error: 'provider.failed', charged: 0 });
    expect([await takeUp(world), await takeUp(world)]).toEqual([1, 0]);
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'provider.failed', facts: { endKnown: true } }, money: { charged: 0, returned: 7, held: 0 } },
    ]);
    expect([world.runninghub.checks, world.reply.delivered]).toEqual([[], []]);
    expect(await world.stored()).toMatchObject({ isUntold: false, replyTo: { sealedToken: null } });
  });

  it.each<[Partial<Job>, boolean | undefined]>([
    [{ charged: null }, undefined],
    [{ charged: 0 }, undefined],
    [{ charged: 7 }, true],
  ])('says that it was stopped, and whether that is billed: %o', async (changes, isBilled) => {
    const world = await restarted({ ...ended, state: 'cancelled', error: 'cancelled.user', ...changes });
    await takeUp(world);
    expect(world.reply.failed.map(({ error }) => error.facts.isBilled)).toEqual([isBilled]);
  });

  it.each([
    [startMs + 1_000, startMs + 1_000 + hourMs],
    [null, startMs + hourMs],
  ])('that is in doubt says until when the credits are held: ended at %s', async (endedAtMs, heldUntilMs) => {
    const world = await restarted({ ...ended, state: 'unsure', error: 'provider.unsure', endedAtMs });
    await takeUp(world);
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'provider.unsure', facts: { endKnown: false } }, money: { charged: 0, held: 7, heldUntilMs } },
    ]);
    expect(await world.totals()).toMatchObject({ held: 7 });
  });
});

describe('a job that is left alone', () => {
  it('is one of which nothing was sent, where an approval begins it again', async () => {
    const world = await restarted({ state: 'opened' });
    expect((await resume(world.flow, new Set([requestOf().id]))).count).toBe(0);
    await world.jobs.save(jobOf(submitted));
    expect((await resume(world.flow, new Set([requestOf().id]))).count).toBe(1);
  });

  it('is one that this process follows', async () => {
    const world = createWorld({ runninghub: { check: [running, finished] } });
    const done = world.begin();
    await world.clock.advance(1_500);
    expect((await resume(world.flow)).count).toBe(0);
    await world.clock.advanceUntil(done);
    expect(world.reply.delivered).toHaveLength(1);
  });

  it.each<[string, Partial<Job> | null]>([
    ['has ended', { state: 'delivered' }],
    ['is gone', null],
  ])('is one that %s since the list was made', async (_what, now) => {
    const stale = jobOf(submitted);
    const world = createWorld({ jobs: (jobs) => ({ ...jobs, listOpen: async () => [stale] }) });
    if (now !== null) await world.jobs.save(jobOf(now));
    await takeUp(world);
    expect([world.runninghub.checks, world.reply.delivered, world.reply.failed]).toEqual([[], [], []]);
    expect(world.log.lines).toEqual([]);
  });

  it('makes a resume fail when the list cannot be read', async () => {
    const world = createWorld({ jobs: (jobs) => ({ ...jobs, listOpen: storeAway }) });
    await expect(resume(world.flow)).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});

describe('a shutdown', () => {
  it('leaves the job open and held, says nothing, and the next start delivers it', async () => {
    const world = createWorld({ runninghub: { check: [running] } });
    const done = world.begin();
    await world.clock.advance(1_500);
    for (const { stop } of world.flow.active.all()) stop.abort(new BotError('cancelled.shutdown', 'stop'));
    await world.clock.advanceUntil(done);
    expect(await world.stored()).toMatchObject({ state: 'submitted', error: null });
    expect(await world.totals()).toEqual({ ...untouched, pool: 993, held: 7 });
    expect([world.reply.failed, world.ended, world.runninghub.cancels]).toEqual([[], [], []]);

    const next = createWorld({ rows: world.rows, clock: world.clock });
    await takeUp(next);
    expect(next.reply.delivered).toHaveLength(1);
    expect(await next.totals()).toEqual(spent);
  });
});
