import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import type { Sharing } from '#generation/flow.ts';
import type { Job } from '#jobs/job.ts';
import { createWorld, storeAway, type WorldOptions } from '../support/world.ts';

/** A process that submits and leaves the rest to others. */
function openDoor(options: WorldOptions = {}) {
  const handed: Job[] = [];
  const sharing: Sharing = {
    claim: async () => true,
    listLeft: async () => [],
    async handOver(job) {
      handed.push(job);
      return true;
    },
    leave: async () => undefined,
    placeInLine: async () => null,
    askToStop: () => undefined,
  };
  return { handed, ...createWorld({ ...options, flow: { sharing } }) };
}

describe('a job that is handed over', () => {
  it('goes with its ticket, and nothing is shown any more', async () => {
    const door = openDoor();
    await door.generate();
    expect(door.handed).toMatchObject([{ state: 'submitted', tickets: [{ provider: 'runninghub' }] }]);
    expect(door.reply.rests).toEqual([door.reply.shown.length]);
    expect(door.reply.delivered).toEqual([]);
  });

  it('stays with its process while its ticket cannot be written down', async () => {
    let isAway = false;
    const door = openDoor({
      jobs: (jobs) => ({
        ...jobs,
        async save(job) {
          isAway ||= job.tickets.length > 0 && job.state === 'submitted';
          return isAway && job.state === 'submitted' ? storeAway() : jobs.save(job);
        },
      }),
    });
    await door.generate();
    expect(door.handed).toEqual([]);
    expect(door.reply.delivered).toHaveLength(1);
  });

  it('is left alone by a process that has lost it, with nothing more shown', async () => {
    const lost = () => Promise.reject(new BotError('cancelled.shutdown', 'another process has the job'));
    const door = openDoor({ runninghub: { submit: [lost] } });
    await door.generate();
    expect(door.reply.failed).toEqual([]);
    expect(door.reply.rests).toHaveLength(1);
  });
});
