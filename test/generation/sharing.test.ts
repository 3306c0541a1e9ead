import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { createSpending } from '#credits/spending.ts';
import { cancel, carryOutStop } from '#generation/cancel.ts';
import { createActiveJobs } from '#generation/flow.ts';
import { generate } from '#generation/generate.ts';
import { resume, takeUp } from '#generation/resume.ts';
import type { Jobs } from '#jobs/job.ts';
import type { Sharing } from '#jobs/ownership.ts';
import { guild, member, requestOf } from '../support/requests.ts';
import { running, throws } from '../support/scripted-provider.ts';
import { jobOf } from '../support/store/jobs.ts';
import { createWorld, storeAway, type World } from '../support/world.ts';

/** Other processes that do what the test says, with what they were asked. */
function sharingOf(changes: Partial<Sharing> = {}) {
  const asked: string[] = [];
  const sharing: Sharing = {
    claim: async () => true,
    listLeft: async () => [],
    handOver: async ({ id, state }) => {
      asked.push(`hand over ${id} ${state}`);
      return true;
    },
    leave: async ({ id, state }) => void asked.push(`leave ${id} ${state}`),
    has: () => true,
    placeInLine: async () => null,
    askToStop: (id, by) => void asked.push(`stop ${id} ${by}`),
    ...changes,
  };
  return { sharing, asked };
}

const { id } = requestOf();

describe('a process that shares the work', () => {
  it('leaves a job to others once it is submitted, and asks the service no more', async () => {
    const { sharing, asked } = sharingOf();
    const world = createWorld({ flow: { sharing } });
    await world.generate();
    expect(asked).toEqual([`hand over ${id} submitted`, `leave ${id} submitted`]);
    expect(world.reply.rests).toEqual([world.reply.shown.length]);
    expect(world.reply.delivered).toEqual([]);
    expect(world.flow.active.all()).toEqual([]);
    expect(await world.stored()).toMatchObject({ state: 'submitted' });
    expect(await world.totals()).toMatchObject({ spent: 0 });
  });

  it('follows a job itself while its ticket cannot be written down', async () => {
    const { sharing, asked } = sharingOf();
    let isAway = false;
    const world = createWorld({
      flow: { sharing },
      jobs: (jobs) => ({
        ...jobs,
        async save(job) {
          isAway ||= job.tickets.length > 0 && job.state === 'submitted';
          return isAway && job.state === 'submitted' ? storeAway() : jobs.save(job);
        },
      }),
    });
    await world.generate();
    expect(asked).toEqual([`leave ${id} delivered`]);
    expect(world.reply.delivered).toHaveLength(1);
  });

  it('leaves a job that it has lost alone, and shows nothing more', async () => {
    const lost = () => Promise.reject(new BotError('cancelled.shutdown', 'another process has the job'));
    const world = createWorld({ runninghub: { submit: [lost] }, flow: { sharing: sharingOf().sharing } });
    await world.generate();
    expect([world.reply.failed, world.reply.rests.length]).toEqual([[], 1]);
  });

  it.each([() => 'cancelled' as const, () => 'too_late' as const, throws('provider.unavailable')])(
    'asks the service to stop what it took while another process got the job, whatever it says to that',
    async (cancel) => {
      const { sharing, asked } = sharingOf({ has: () => false });
      const world = createWorld({ runninghub: { cancel: [cancel] }, flow: { sharing } });
      await world.generate();
      expect([world.runninghub.submits.length, world.runninghub.cancels.length]).toEqual([1, 1]);
      expect(asked).toEqual([`leave ${id} submitted`]);
      expect([world.reply.delivered, world.reply.failed]).toEqual([[], []]);
      expect(world.log.lines).toMatchObject([{ level: 'warn', facts: { job: id, remoteId: 'runninghub-1' } }]);
    },
  );

  it('writes down once more that it sends, where it was frozen since, and sends nothing that another process has', async () => {
    let saves = 0;
    const world = createWorld({
      flow: { sharing: sharingOf().sharing },
      jobs: (jobs) => ({
        ...jobs,
        async save(job) {
          if (job.state !== 'sending') return jobs.save(job);
          saves += 1;
          if (saves > 1) throw new BotError('cancelled.shutdown', 'another process has the job');
          await jobs.save(job);
          await world.clock.wait(14_000, new AbortController().signal);
        },
      }),
    });
    await world.generate();
    expect([saves, world.runninghub.submits]).toEqual([2, []]);
  });

  it('goes on itself where it keeps its jobs', async () => {
    const { sharing, asked } = sharingOf({ handOver: async () => false });
    const world = createWorld({ flow: { sharing } });
    await world.generate();
    expect(asked).toEqual([`leave ${id} delivered`]);
    expect(world.reply.delivered).toHaveLength(1);
  });

  it('takes up what was left to it, and counts it against the limits of today', async () => {
    const { sharing } = sharingOf({ handOver: async () => true });
    const first = createWorld({ flow: { sharing } });
    await first.generate();
    const job = await first.stored();
    const { sharing: others, asked } = sharingOf({ listLeft: async () => (job ? [job] : []) });
    const limits = { all: null, perGuild: null };
    const spending = createSpending({ limits, now: first.clock.now, onMark: () => undefined });
    const second = createWorld({
      clock: first.clock,
      rows: first.rows,
      flow: { sharing: others, spending },
      jobs: (jobs) => ({ ...jobs, listOpen: () => Promise.reject(new Error('others have some of them')) }),
    });
    const { count, settled } = await resume(second.flow);
    await second.clock.advanceUntil(settled);
    expect(count).toBe(1);
    expect(spending.todayOfAll()).toBe(7);
    expect(second.reply.delivered).toHaveLength(1);
    expect(asked).toEqual([`leave ${id} delivered`]);
  });

  it('leaves a job alone that another process works on', async () => {
    const { sharing } = sharingOf();
    const first = createWorld({ flow: { sharing } });
    await first.generate();
    const job = await first.stored();
    const { sharing: others } = sharingOf({ claim: async () => false });
    const second = createWorld({ clock: first.clock, rows: first.rows, flow: { sharing: others } });
    if (job) await takeUp(job, second.flow);
    expect(second.runninghub.checks).toEqual([]);
    expect(await second.stored()).toMatchObject({ state: 'submitted' });
  });

  it('takes up no job that it works on already', async () => {
    const { sharing } = sharingOf({ claim: async () => Promise.reject(new Error('not asked')) });
    const world = createWorld({ flow: { sharing } });
    world.flow.active.enter({ id, guildId: guild, userId: member }, null);
    await takeUp(jobOf(id), world.flow);
    expect(world.flow.active.find(id)).not.toBeNull();
  });

  it('says nothing where another process was faster with the same request', async () => {
    const { sharing, asked } = sharingOf();
    const faster = async () => Promise.reject(new BotError('cancelled.shutdown', 'another process has the job'));
    const { bookings } = createWorld().flow;
    const world = createWorld({ flow: { sharing, bookings: { ...bookings, open: faster } } });
    await world.generate();
    expect([world.reply.accepted(), world.reply.failed, asked]).toEqual([0, [], []]);
    expect(world.flow.active.all()).toEqual([]);
  });

  it('asks the process that has a job to stop it, beside the mark in the store', async () => {
    const { sharing, asked } = sharingOf();
    const world = createWorld({ flow: { sharing } });
    await world.generate();
    const by = { guildId: guild, userId: member, isModerator: false };
    expect(await world.clock.advanceUntil(cancel(id, by, world.flow))).toBe('asked');
    expect(asked.at(-1)).toBe(`stop ${id} user`);
    expect(await world.stored()).toMatchObject({ cancelledBy: 'user' });
  });

  it.each([
    ['cancelled', 'cancelled'],
    ['delivered', 'over'],
    [null, 'over'],
  ] as const)('waits a moment for what that process makes of it: %s', async (state, answer) => {
    const { sharing } = sharingOf();
    const world = createWorld({ flow: { sharing } });
    await world.generate();
    const job = await world.stored();
    const looks = [job, job, job && state && { ...job, state }];
    const find = async () => (looks.length > 1 ? (looks.shift() ?? null) : (looks[0] ?? null));
    const by = { guildId: guild, userId: member, isModerator: true };
    const stopping = cancel(id, by, { ...world.flow, jobs: { ...world.flow.jobs, find } });
    expect(await world.clock.advanceUntil(stopping)).toBe(answer);
  });

  it('waits for that process for 1.2 s, and looks every tenth of a second', async () => {
    const world = createWorld({ flow: { sharing: sharingOf().sharing } });
    await world.generate();
    const fromMs = world.clock.monotonic();
    const looksMs: number[] = [];
    const find: Jobs['find'] = (asked) => {
      looksMs.push(world.clock.monotonic() - fromMs);
      return world.flow.jobs.find(asked);
    };
    const by = { guildId: guild, userId: member, isModerator: false };
    const stopping = cancel(id, by, { ...world.flow, jobs: { ...world.flow.jobs, find } });
    expect(await world.clock.advanceUntil(stopping)).toBe('asked');
    expect(looksMs).toEqual(Array.from({ length: 13 }, (_, look) => 100 * look));
  });

  it.each([
    [4_999, 1],
    [5_000, 2],
  ])(
    'that took %i ms to write down that it sends does so %i times: another one may have the job by then',
    async (ms, times) => {
      let notes = 0;
      const world: World = createWorld({
        flow: { sharing: sharingOf().sharing },
        jobs: (jobs) => ({
          ...jobs,
          async save(job) {
            if (job.state === 'sending' && notes++ === 0) await world.clock.wait(ms, new AbortController().signal);
            return jobs.save(job);
          },
        }),
      });
      await world.generate();
      expect([notes, world.runninghub.submits.length]).toEqual([times, 1]);
    },
  );

  it('stops a job of its own that was stopped elsewhere, once, and no other', async () => {
    const { sharing } = sharingOf({ handOver: async () => false });
    const world = createWorld({ runninghub: { check: [running], cancel: [() => 'cancelled'] }, flow: { sharing } });
    const done = world.begin();
    await world.clock.advance(1_500);
    await carryOutStop(jobOf('9').id, 'user', world.flow);
    await carryOutStop(id, 'moderator', world.flow);
    await carryOutStop(id, 'user', world.flow);
    await world.clock.advanceUntil(done);
    expect(await world.stored()).toMatchObject({ state: 'cancelled', cancelledBy: 'moderator' });
    expect(world.runninghub.cancels).toHaveLength(1);
  });
});

it('a Cancel that is written down is told as asked where the store goes away then', async () => {
  const { sharing } = sharingOf();
  const world = createWorld({ flow: { sharing } });
  await world.generate();
  const job = await world.stored();
  let looks = 0;
  const find = async () => (looks++ === 0 ? job : storeAway());
  const by = { guildId: guild, userId: member, isModerator: false };
  const stopping = cancel(id, by, { ...world.flow, jobs: { ...world.flow.jobs, find } });
  expect(await world.clock.advanceUntil(stopping)).toBe('asked');
});

describe('a line that several processes share', () => {
  it('is looked at until there is room, and shows the place when it changes', async () => {
    const places: (number | null)[] = [2, 2, 1, null];
    const world = createWorld();
    const active = createActiveJobs({ placeInLine: async () => places.shift() ?? null, pause: async () => undefined });
    const entered = active.enterLine({ id, guildId: guild, userId: member }, { perMember: 1, perGuild: 1 });
    entered.job = jobOf(id);
    expect(entered.line).not.toBeNull();
    const shown: number[] = [];
    await active.untilTurn(entered, (place) => shown.push(place));
    expect([shown, entered.line]).toEqual([[2, 1], null]);
    expect(world.flow.sharing).toBeNull();
  });

  it('is left at once where there is room already, and goes on while the store is away', async () => {
    let place: number | null = null;
    let isAway = false;
    const active = createActiveJobs({
      placeInLine: () => (isAway ? storeAway() : Promise.resolve(place)),
      pause: async () => {
        isAway = false;
        place = null;
      },
    });
    const enter = (number: string) => {
      const entered = active.enterLine(
        { id: jobOf(number).id, guildId: guild, userId: member },
        { perMember: 1, perGuild: 1 },
      );
      entered.job = jobOf(number);
      return entered;
    };
    const first = enter('1');
    await active.lookAtLine(first);
    expect(first.line).toBeNull();
    await active.lookAtLine(first);
    place = 3;
    isAway = true;
    const second = enter('2');
    const shown: number[] = [];
    await active.untilTurn(second, (at) => shown.push(at));
    expect(shown).toEqual([1]);
    place = 5;
    const third = enter('3');
    isAway = true;
    await active.lookAtLine(third);
    expect(third.line).not.toBeNull();
    isAway = false;
    await active.lookAtLine(third);
    expect(third.line).not.toBeNull();
  });

  it('keeps its place while the store is away', async () => {
    const answers: (() => Promise<number | null>)[] = [async () => 3, storeAway, async () => null];
    const placeInLine = () => answers.shift()?.() ?? Promise.resolve(null);
    const active = createActiveJobs({ placeInLine, pause: async () => undefined });
    const entered = active.enterLine({ id, guildId: guild, userId: member }, { perMember: 1, perGuild: 1 });
    entered.job = jobOf(id);
    const shown: number[] = [];
    await active.untilTurn(entered, (place) => void shown.push(place));
    expect(shown).toEqual([3]);
  });

  it('counts nothing in this process alone: the booking does', async () => {
    const active = createActiveJobs({ placeInLine: async () => null, pause: async () => undefined });
    const limits = { perMember: 1, perGuild: 1 };
    active.enter({ id: jobOf('1').id, guildId: guild, userId: member }, limits);
    active.enter({ id: jobOf('2').id, guildId: guild, userId: member }, limits);
    expect(active.all()).toHaveLength(2);
  });

  it('is waited in by an approved request, whose limits are no part of its booking', async () => {
    const { sharing } = sharingOf({ handOver: async () => false });
    const limitsAsked: unknown[] = [];
    const base = createWorld();
    const open: typeof base.flow.bookings.open = (hold, jobFor, limits) => {
      limitsAsked.push(limits);
      return base.flow.bookings.open(hold, jobFor, limits);
    };
    const places: (number | null)[] = [1, 1, null];
    const active = createActiveJobs({
      placeInLine: async () => places.shift() ?? null,
      pause: async () => undefined,
    });
    const flow = { ...base.flow, sharing, active, bookings: { ...base.flow.bookings, open } };
    const begun: boolean[] = [];
    const approval = { byUserId: member, reason: 'yes' };
    const options = { isPatient: true, approval, onBegun: (isRunning: boolean) => begun.push(isRunning) };
    await base.clock.advanceUntil(generate(requestOf(), base.reply, flow, options));
    expect([limitsAsked, begun]).toEqual([[null], [false]]);
    expect(base.reply.delivered).toHaveLength(1);
  });
});
