import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { cancel } from '#generation/cancel.ts';
import { resume } from '#generation/resume.ts';
import type { Job } from '#jobs/job.ts';
import { createGate } from '../support/gate.ts';
import { guild, jobOf, member, otherMember, requestOf } from '../support/requests.ts';
import { running, type Script, throws } from '../support/scripted-provider.ts';
import { createWorld, type World, type WorldOptions } from '../support/world.ts';

const { id } = requestOf();
const owner = { guildId: guild, userId: member, isModerator: false };
const moderator = { guildId: guild, userId: otherMember, isModerator: true };
const ticket = { provider: 'runninghub' as const, remoteId: 'remote' };

/** A world whose request has run for a while. */
async function begun(runninghub: Script, options: WorldOptions = {}) {
  const world = createWorld({ ...options, runninghub });
  const done = world.begin();
  await world.clock.advance(1_500);
  return { world, done };
}

async function withStored(job: Partial<Job>, options: WorldOptions = {}): Promise<World> {
  const world = createWorld(options);
  await world.jobs.save(jobOf(job));
  return world;
}

describe('a cancel at the end', () => {
  it('while the picture is posted is too late', async () => {
    const gate = createGate<null>();
    const { world, done } = await begun({}, { reply: { deliver: () => gate.promise } });
    expect(await cancel(id, owner, world.flow)).toBe('too_late');
    gate.resolve(null);
    await world.clock.advanceUntil(done);
    expect(await world.stored()).toMatchObject({ state: 'delivered', cancelledBy: null });
  });

  it('that meets the settlement is too late, and the provider is not asked', async () => {
    const gate = createGate<void>();
    const { world, done } = await begun(
      {},
      {
        jobs: (jobs) => ({
          ...jobs,
          save: async (job) => {
            if (job.state === 'delivering') await gate.promise;
            return jobs.save(job);
          },
        }),
      },
    );
    const answer = cancel(id, owner, world.flow);
    gate.resolve();
    expect(await world.clock.advanceUntil(answer)).toBe('too_late');
    await world.clock.advanceUntil(done);
    expect([world.runninghub.cancels, world.reply.delivered.length]).toEqual([[], 1]);
  });

  it('while the member is being told that it failed is over', async () => {
    const gate = createGate<void>();
    const { world, done } = await begun(
      { check: [throws('provider.failed')] },
      { reply: { fail: () => gate.promise } },
    );
    expect(await cancel(id, owner, world.flow)).toBe('over');
    gate.resolve();
    await world.clock.advanceUntil(done);
  });

  it.each(['delivered', 'failed', 'cancelled'] as const)('of a job that is %s is over', async (state) => {
    const world = await withStored({ state });
    expect(await cancel(id, owner, world.flow)).toBe('over');
    expect(await world.stored()).toMatchObject({ state, cancelledBy: null });
  });
});

describe('a cancel of an open job that nobody follows', () => {
  it('is remembered, and carried out when the job is taken up again', async () => {
    const world = await withStored(
      { state: 'submitted', tickets: [ticket] },
      { runninghub: { check: [running], cancel: [() => 'cancelled'] } },
    );
    expect(await cancel(id, moderator, world.flow)).toBe('asked');
    expect(await world.stored()).toMatchObject({ cancelledBy: 'moderator' });
    await world.clock.advanceUntil((await resume(world.flow)).settled);
    expect(world.reply.failed).toMatchObject([{ error: { code: 'cancelled.moderator' } }]);
  });

  it('is too late for a picture that is paid', async () => {
    const world = await withStored({ state: 'delivering', tickets: [ticket] });
    expect(await cancel(id, owner, world.flow)).toBe('too_late');
  });

  it.each([
    ['delivering', 'too_late'],
    ['failed', 'over'],
    [null, 'not_found'],
  ] as const)('that has gone on meanwhile, and is %s now, is %s, and nothing is written', async (state, answer) => {
    const world = createWorld({ jobs: (jobs) => ({ ...jobs, find: async () => jobOf({ state: 'submitted' }) }) });
    if (state !== null) await world.jobs.save(jobOf({ state, tickets: [ticket] }));
    expect(await cancel(id, owner, world.flow)).toBe(answer);
    expect((await world.jobs.find(id))?.cancelledBy ?? null).toBeNull();
  });

  it('fails when the store is away', async () => {
    const away = () => Promise.reject(new BotError('store.unavailable', 'away'));
    const world = createWorld({ jobs: (jobs) => ({ ...jobs, find: away }) });
    await expect(cancel(id, owner, world.flow)).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});
