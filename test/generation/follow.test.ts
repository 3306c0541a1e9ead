import { describe, expect, it } from 'vitest';
import { createActiveJobs, jobOf as openJobOf } from '#generation/flow.ts';
import { follow } from '#generation/follow.ts';
import { jobOf, requestOf } from '../support/requests.ts';
import { createWorld } from '../support/world.ts';

describe('mistakes of the caller', () => {
  it('reading the job of a request that is not written down is a bug', () => {
    const active = createActiveJobs().enter(requestOf(), null);
    expect(() => openJobOf(active)).toThrow(TypeError);
  });

  it('following a job without a ticket is a bug', async () => {
    const world = createWorld();
    const active = world.flow.active.enter(requestOf(), null);
    active.job = jobOf({ state: 'submitted' });
    await expect(follow(active, world.reply, world.flow)).rejects.toThrow(TypeError);
  });
});

describe('the jobs under way', () => {
  it('are found by id and by member until they leave', () => {
    const jobs = createActiveJobs();
    const { id, guildId, userId } = requestOf();
    expect(jobs.find(id)).toBeNull();
    const active = jobs.enter(requestOf(), null);
    expect([jobs.find(id), jobs.of(guildId, userId), jobs.all()]).toEqual([active, [active], [active]]);
    expect(active).toMatchObject({ job: null, progress: { kind: 'starting' } });
    jobs.leave(id);
    jobs.leave(id);
    expect([jobs.find(id), jobs.of(guildId, userId), jobs.all()]).toEqual([null, [], []]);
  });
});
