import { describe, expect, it } from 'vitest';
import { BotError, type ErrorCode, errorCodes, errorRules } from '#core/errors.ts';
import type { JobState } from '#jobs/job.ts';
import { replyAddress, startMs } from '../support/requests.ts';
import { finished, running, throws } from '../support/scripted-provider.ts';
import { createWorld, storeAway, type WorldOptions } from '../support/world.ts';

const hourMs = 3_600_000;
const refunded = { charged: 0, returned: 7, held: 0, heldUntilMs: null };
const held = { charged: 0, returned: 0, held: 7 };
const added = { added: 1_000, bonuses: 0 };

/** What is left when the submit fails with a code: in the account, and of the job. */
function afterSubmit(code: ErrorCode): { pool: number; held: number; spent: number; state: JobState } {
  if (code === 'cancelled.shutdown') return { pool: 993, held: 7, spent: 0, state: 'sending' };
  const rule = errorRules[code].money;
  if (rule === 'hold') return { pool: 993, held: 7, spent: 0, state: 'unsure' };
  if (rule === 'charge') return { pool: 993, held: 0, spent: 7, state: 'failed' };
  return { pool: 1_000, held: 0, spent: 0, state: code.startsWith('cancelled.') ? 'cancelled' : 'failed' };
}

describe('the account and the job after a submit that failed with', () => {
  it.each(errorCodes)('%s are as the table says', async (code) => {
    const world = createWorld({ runninghub: { submit: [throws(code)] } });
    await world.generate();
    const { state, ...sums } = afterSubmit(code);
    expect(await world.totals()).toEqual({ ...added, ...sums });
    expect(await world.stored()).toMatchObject({ state });
    expect(await world.jobs.listOpen()).toHaveLength(state === 'unsure' || state === 'sending' ? 1 : 0);
    expect(world.runninghub.submits).toHaveLength(1);
    expect(world.flow.active.all()).toEqual([]);
    const told = code === 'cancelled.shutdown' ? [] : [code];
    expect(world.reply.failed.map(({ error }) => error.code)).toEqual(told);
    expect(world.ended.map(({ error }) => error?.code)).toEqual(told);
  });
});

describe('what the member is told about the credits', () => {
  it('of a refund is what was returned', async () => {
    const world = createWorld({ runninghub: { check: [throws('provider.failed', { contentFilter: true })] } });
    await world.generate();
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'provider.failed', facts: { contentFilter: true } }, money: refunded },
    ]);
    const told = { isUntold: false, replyTo: { sealedToken: null } };
    expect(await world.stored()).toMatchObject({ state: 'failed', error: 'provider.failed', charged: 0, ...told });
  });

  it('of a doubt is what stays held, and until when', async () => {
    const world = createWorld({ runninghub: { submit: [throws('provider.unsure')] } });
    await world.generate();
    expect(world.reply.failed[0]?.money).toEqual({ ...held, heldUntilMs: startMs + hourMs });
    // Its end will be told too.
    expect(await world.stored()).toMatchObject({ replyTo: { sealedToken: replyAddress.sealedToken } });
  });

  it.each(['nothingStarted', 'endKnown'] as const)('of a doubt that is none, since %s, is a refund', async (fact) => {
    const world = createWorld({ runninghub: { submit: [throws('provider.malformed', { [fact]: true })] } });
    await world.generate();
    expect(world.reply.failed[0]?.money).toEqual(refunded);
    expect(await world.stored()).toMatchObject({ state: 'failed' });
  });

  it('of a picture that cannot be fetched is a refund', async () => {
    const world = createWorld({ download: () => Promise.reject(new BotError('media.unfetchable', 'gone')) });
    await world.generate();
    expect(world.reply.failed).toMatchObject([{ error: { code: 'media.unfetchable' }, money: refunded }]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0, pool: 1_000 });
  });

  it.each<ErrorCode>(['delivery.too_large', 'delivery.expired', 'delivery.forbidden', 'bug'])(
    'of a picture that was paid and could not be posted (%s) is what was charged',
    async (code) => {
      const world = createWorld({ reply: { deliver: () => Promise.reject(new BotError(code, 'no')) } });
      await world.generate();
      expect(world.reply.failed).toMatchObject([
        { error: { code }, money: { charged: 7, returned: 0, held: 0, heldUntilMs: null } },
      ]);
      expect(await world.totals()).toEqual({ ...added, pool: 993, held: 0, spent: 7 });
      expect(await world.stored()).toMatchObject({ state: 'failed', charged: 7, error: code });
    },
  );

  it('of what no one foresaw is that it stays held', async () => {
    const world = createWorld({
      runninghub: {
        submit: [
          () => {
            throw new TypeError('undefined is not a function');
          },
        ],
      },
    });
    await world.generate();
    expect(world.reply.failed).toMatchObject([{ error: { code: 'bug' }, money: held }]);
    expect(await world.stored()).toMatchObject({ state: 'unsure', error: 'bug' });
  });
});

/** A job that fails at its service, and a store that is away when its credits are given back, or when its end is written down. */
function failingWith(step: 'release' | 'save') {
  let isAway = true;
  const options: WorldOptions = {
    runninghub: { check: [running, throws('provider.failed')] },
    ledger: (ledger) => ({
      ...ledger,
      release: (...args) => (isAway && step === 'release' ? storeAway() : ledger.release(...args)),
    }),
    jobs: (jobs) => ({
      ...jobs,
      save: (job) => (isAway && step === 'save' && job.state === 'failed' ? storeAway() : jobs.save(job)),
    }),
  };
  return {
    options,
    comesBack() {
      isAway = false;
    },
  };
}

describe('a store that is away', () => {
  it('for a moment costs nobody anything', async () => {
    let failures = 0;
    const world = createWorld({
      jobs: (jobs) => ({
        ...jobs,
        save: async (job) => {
          failures += 1;
          return job.state !== 'opened' && failures % 3 !== 0 ? storeAway() : jobs.save(job);
        },
      }),
    });
    await world.generate();
    expect(world.reply.delivered).toHaveLength(1);
    expect(await world.stored()).toMatchObject({ state: 'delivered', charged: 7 });
  });

  it('at the settlement keeps the picture until it is back, and charges it once', async () => {
    let isAway = true;
    const world = createWorld({
      ledger: (ledger) => ({ ...ledger, settle: (...args) => (isAway ? storeAway() : ledger.settle(...args)) }),
    });
    const done = world.begin();
    await world.clock.advance(3_600_000);
    expect([world.reply.delivered, world.reply.failed, world.ended]).toEqual([[], [], []]);
    expect(await world.totals()).toMatchObject({ held: 7, spent: 0 });
    isAway = false;
    await world.clock.advanceUntil(done);
    expect(world.reply.delivered).toHaveLength(1);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it('at the settlement for more than a day leaves the job open and held, and it is not ended', async () => {
    const world = createWorld({
      ledger: (ledger) => ({ ...ledger, settle: storeAway, release: storeAway, refund: storeAway }),
      jobs: (jobs) => ({ ...jobs, save: (job) => (job.state === 'unsure' ? storeAway() : jobs.save(job)) }),
    });
    await world.generate();
    expect(world.reply.delivered).toEqual([]);
    expect(world.reply.failed.at(-1)).toMatchObject({ error: { code: 'store.unavailable' }, money: { held: 7 } });
    expect(await world.stored()).toMatchObject({ state: 'submitted', tickets: [{ remoteId: 'runninghub-1' }] });
    expect(await world.totals()).toMatchObject({ held: 7, spent: 0 });
    expect(world.ended).toEqual([]);
  });

  it('while the ticket is written down is followed by the ticket in memory, which is written down when it is back', async () => {
    let isFull = true;
    const world = createWorld({
      runninghub: { check: [running, running, finished] },
      jobs: (jobs) => ({
        ...jobs,
        save: (job) => (isFull && job.tickets.length > 0 ? storeAway() : jobs.save(job)),
      }),
    });
    const done = world.begin();
    await world.clock.advance(40_000);
    expect(await world.stored()).toMatchObject({ state: 'sending', tickets: [] });
    isFull = false;
    await world.clock.advance(60_000);
    await world.clock.advanceUntil(done);
    expect(world.reply.delivered).toHaveLength(1);
    expect(world.reply.failed).toEqual([]);
    expect(await world.stored()).toMatchObject({ state: 'delivered', charged: 7 });
    expect(world.runninghub.submits).toHaveLength(1);
  });

  it('before the submit leaves the job to be refunded later, and nothing is sent', async () => {
    const world = createWorld({
      jobs: (jobs) => ({ ...jobs, save: (job) => (job.state === 'opened' ? jobs.save(job) : storeAway()) }),
      ledger: (ledger) => ({ ...ledger, release: storeAway }),
    });
    await world.generate();
    expect(world.runninghub.submits).toEqual([]);
    expect(world.reply.failed).toMatchObject([{ error: { code: 'store.unavailable' }, money: held }]);
    expect(world.clock.monotonic()).toBeLessThan(60_000);
    expect(await world.stored()).toMatchObject({ state: 'opened' });
    expect(world.log.lines).toMatchObject([{ level: 'error', message: 'the end of a job could not be written down' }]);
    expect(world.ended).toEqual([]);
  });

  it.each(['release', 'save'] as const)(
    'at the end of a failure (%s) is told once, waited for, and told again',
    async (step) => {
      const store = failingWith(step);
      const world = createWorld(store.options);
      const done = world.begin();
      await world.clock.advance(10 * 60_000);
      expect(world.reply.failed).toMatchObject([{ error: { code: 'provider.failed' }, money: held }]);
      expect(await world.stored()).toMatchObject({ state: 'submitted' });
      store.comesBack();
      await world.clock.advanceUntil(done);
      expect(world.reply.failed.slice(1)).toMatchObject([{ error: { code: 'provider.failed' }, money: refunded }]);
      expect(await world.stored()).toMatchObject({ state: 'failed', charged: 0 });
      expect(world.ended).toHaveLength(1);
    },
  );

  it('at the end of a failure, until this process stops, says no more than that', async () => {
    const world = createWorld(failingWith('release').options);
    const done = world.begin();
    await world.clock.advance(10 * 60_000);
    for (const { stop } of world.flow.active.all()) stop.abort(new BotError('cancelled.shutdown', 'stop'));
    await world.clock.advanceUntil(done);
    expect(world.reply.failed).toHaveLength(1);
    expect(await world.stored()).toMatchObject({ state: 'submitted' });
    expect(world.ended).toEqual([]);
  });

  it('once its member has been told of the end says nothing more', async () => {
    const world = createWorld({
      runninghub: { check: [throws('provider.failed')] },
      jobs: (jobs) => ({ ...jobs, save: (job) => (job.isUntold === false ? storeAway() : jobs.save(job)) }),
    });
    await world.generate();
    expect(world.reply.failed).toMatchObject([{ error: { code: 'provider.failed' }, money: refunded }]);
    expect(await world.stored()).toMatchObject({ state: 'failed', isUntold: true });
  });

  it('after the credits of what was not sent were given back is not waited for', async () => {
    const world = createWorld({
      jobs: (jobs) => ({ ...jobs, save: (job) => (job.state === 'opened' ? jobs.save(job) : storeAway()) }),
    });
    await world.generate();
    expect(world.runninghub.submits).toEqual([]);
    expect(world.reply.failed).toHaveLength(1);
    expect(world.clock.monotonic()).toBeLessThan(60_000);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('after the delivery does not tell the member that it went wrong', async () => {
    const world = createWorld({
      jobs: (jobs) => ({ ...jobs, save: (job) => (job.state === 'delivered' ? storeAway() : jobs.save(job)) }),
    });
    await world.generate();
    expect(world.reply.delivered).toHaveLength(1);
    expect(world.reply.failed).toEqual([]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it('after the delivery keeps the job under way until its end is written down', async () => {
    let isAway = true;
    const world = createWorld({
      jobs: (jobs) => ({
        ...jobs,
        save: (job) => (isAway && job.state === 'delivered' ? storeAway() : jobs.save(job)),
      }),
    });
    const done = world.begin();
    await world.clock.advance(3_600_000);
    expect([world.reply.delivered.length, world.ended.length, world.flow.active.all().length]).toEqual([1, 0, 1]);
    isAway = false;
    await world.clock.advanceUntil(done);
    expect([world.ended.length, world.flow.active.all().length]).toEqual([1, 0]);
    expect(await world.stored()).toMatchObject({ state: 'delivered' });
  });

  it('a write that fails for another reason is not repeated', async () => {
    let writes = 0;
    const world = createWorld({
      jobs: (jobs) => ({
        ...jobs,
        save: (job) => {
          writes += 1;
          return job.state === 'sending' ? Promise.reject(new TypeError('no')) : jobs.save(job);
        },
      }),
    });
    await world.generate();
    expect(writes).toBe(4);
    expect(world.reply.failed).toMatchObject([{ error: { code: 'bug' }, money: refunded }]);
  });
});
