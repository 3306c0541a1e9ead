import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '#core/errors.ts';
import { createSpending } from '#credits/spending.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { comfyOfferOf, offerOf, planOf, requestOf, snowflakeAt, startMs } from '../support/requests.ts';
import { finished, running, type Script, takesAs, throws } from '../support/scripted-provider.ts';
import { createWorld, storeAway } from '../support/world.ts';

const two = planOf(offerOf(), comfyOfferOf(15));
const noContact = throws('provider.unavailable', { nothingStarted: true });
const full = (retryAfterMs: number) => throws('provider.unavailable', { nothingStarted: true, retryAfterMs });
const takes = takesAs('runninghub', 'remote');
const secondsOf = (calls: readonly { readonly atMs: number }[]) => calls.map(({ atMs }) => (atMs - startMs) / 1_000);

describe('the next route', () => {
  it('is taken when it is certain that nothing was started at the first', async () => {
    const world = createWorld({ plan: two, runninghub: { submit: [noContact] } });
    await world.generate();
    expect([world.runninghub.submits.length, world.runcomfy.submits.length]).toEqual([1, 1]);
    expect(await world.stored()).toMatchObject({
      state: 'delivered',
      provider: 'runcomfy',
      endpoint: 'vendor/other/text-to-image',
    });
  });

  const doubts: [ErrorCode, boolean][] = [
    ['provider.unsure', false],
    ['provider.malformed', false],
    ['provider.rejected', false],
    ['provider.unavailable', false],
    ['provider.rejected', true],
    ['bug', false],
  ];
  it.each(doubts)('is not taken after %s (nothing started: %s)', async (code, nothingStarted) => {
    const world = createWorld({ plan: two, runninghub: { submit: [throws(code, { nothingStarted })] } });
    await world.generate();
    expect([world.runninghub.submits.length, world.runcomfy.submits.length]).toEqual([1, 0]);
    expect(world.reply.failed.map(({ error }) => error.code)).toEqual([code]);
  });

  it('that is cheaper charges less, and the rest goes back', async () => {
    const world = createWorld({ plan: planOf(offerOf(), comfyOfferOf(5)), runninghub: { submit: [noContact] } });
    await world.generate();
    expect(await world.totals()).toEqual({ added: 1_000, pool: 995, bonuses: 0, held: 0, spent: 5 });
    expect(await world.stored()).toMatchObject({ credits: 5, charged: 5 });
  });

  it('that is dearer never charges more than was held', async () => {
    const world = createWorld({ plan: two, runninghub: { submit: [noContact] } });
    await world.generate();
    expect(await world.totals()).toMatchObject({ held: 0, spent: 7 });
    expect(await world.stored()).toMatchObject({ credits: 7, charged: 7 });
  });

  it('that refuses too ends the job without a charge', async () => {
    const world = createWorld({ plan: two, runninghub: { submit: [noContact] }, runcomfy: { submit: [noContact] } });
    await world.generate();
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'provider.unavailable' }, money: { returned: 7, charged: 0, held: 0 } },
    ]);
    expect(await world.stored()).toMatchObject({ state: 'failed', charged: 0 });
  });
});

describe('a service without a usable key or money', () => {
  const unfunded = throws('provider.unfunded', { nothingStarted: true, provider: 'runninghub', reason: 'balance' });

  it('hands its job to the next route, however often, and stays the first to be asked', async () => {
    const world = createWorld({ plan: two, runninghub: { submit: [unfunded] } });
    for (const number of [1, 2, 3, 4]) await world.generate(requestOf({ id: snowflakeAt(startMs, number) }));
    expect([world.runninghub.submits.length, world.runcomfy.submits.length]).toEqual([4, 4]);
    expect(world.flow.circuits.isOpen(offerOf().route)).toBe(false);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 28 });
    expect(world.unfunded).toHaveLength(4);
  });

  it('that is the only one ends the job without a charge, at once', async () => {
    const world = createWorld({ runninghub: { submit: [unfunded] } });
    await world.generate();
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'provider.unfunded' }, money: { returned: 7, charged: 0, held: 0 } },
    ]);
    expect(await world.stored()).toMatchObject({ state: 'failed', charged: 0, error: 'provider.unfunded' });
    expect(world.strikes).toEqual([]);
  });

  it('does not keep the job from waiting for a route that is full', async () => {
    const world = createWorld({
      plan: two,
      runninghub: { submit: [unfunded] },
      runcomfy: { submit: [full(1), takesAs('runcomfy', 'remote')] },
    });
    await world.generate();
    expect(await world.stored()).toMatchObject({ state: 'delivered', provider: 'runcomfy' });
  });
});

describe('a full provider', () => {
  it('is waited for, at least as long as it asked and longer each time', async () => {
    const world = createWorld({ runninghub: { submit: [full(500), full(9_000), full(100), takes] } });
    await world.generate();
    expect(secondsOf(world.runninghub.submits)).toEqual([0, 2, 11, 19]);
    expect(await world.stored()).toMatchObject({ state: 'delivered', charged: 7 });
  });

  it('is waited for also when it answered 429 without naming a time', async () => {
    const busy = throws('provider.unavailable', { nothingStarted: true, httpStatus: 429 });
    const world = createWorld({ runninghub: { submit: [busy, takes] } });
    await world.generate();
    expect(secondsOf(world.runninghub.submits)).toEqual([0, 2]);
  });

  it('gets five tries, then the member gets the credits back', async () => {
    const world = createWorld({ runninghub: { submit: [full(1)] } });
    await world.generate();
    expect(secondsOf(world.runninghub.submits)).toEqual([0, 2, 6, 14, 30]);
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'provider.unavailable' }, money: { returned: 7, held: 0 } },
    ]);
  });

  it('that asks for an hour is asked again after half a minute', async () => {
    const world = createWorld({ runninghub: { submit: [full(3_600_000), takes] } });
    await world.generate();
    expect(secondsOf(world.runninghub.submits)).toEqual([0, 30]);
  });

  it.each<[string, Script, Script]>([
    ['second', { submit: [full(1), takes] }, { submit: [noContact] }],
    ['first', { submit: [noContact, takes] }, { submit: [full(1)] }],
  ])('is waited for when the %s route cannot be reached', async (_which, runninghub, runcomfy) => {
    const world = createWorld({ plan: two, runninghub, runcomfy });
    await world.generate();
    expect(secondsOf(world.runninghub.submits)).toEqual([0, 2]);
    expect(await world.stored()).toMatchObject({ state: 'delivered', provider: 'runninghub' });
  });

  it('leaves the job written down as not sent while it waits', async () => {
    const world = createWorld({ runninghub: { submit: [full(1), takes] } });
    const done = world.begin();
    await world.clock.advance(1_000);
    expect(await world.stored()).toMatchObject({ state: 'opened', tickets: [] });
    await world.clock.advanceUntil(done);
  });
});

describe('a ticket', () => {
  it('is written down after the job was written down as being sent', async () => {
    const states: string[] = [];
    const world = createWorld({
      runninghub: {
        submit: [
          () => {
            states.push('submit');
            return { provider: 'runninghub', remoteId: 'remote' };
          },
        ],
      },
      jobs: (jobs) => ({
        ...jobs,
        save: (job) => {
          states.push(job.state);
          return jobs.save(job);
        },
      }),
    });
    await world.generate();
    expect(states).toEqual(['opened', 'sending', 'submit', 'submitted', 'delivering', 'delivered']);
  });

  it('that cannot be stored is followed all the same', async () => {
    const world = createWorld({
      jobs: (jobs) => ({ ...jobs, save: (job) => (job.state === 'submitted' ? storeAway() : jobs.save(job)) }),
    });
    await world.generate();
    expect(world.log.lines).toMatchObject([{ level: 'error', facts: { tickets: [{ remoteId: 'runninghub-1' }] } }]);
    expect(await world.stored()).toMatchObject({
      state: 'delivered',
      charged: 7,
      tickets: [{ remoteId: 'runninghub-1' }],
    });
    expect(world.runninghub.submits).toHaveLength(1);
  });
});

describe('the circuit of a route', () => {
  const route = offerOf().route;

  it('opens after three failures in a row, in doubt or not, and closes with a success', async () => {
    const doubt = throws('provider.unavailable');
    const world = createWorld({ runninghub: { submit: [noContact, doubt, noContact, takes] } });
    for (const number of [1, 2]) await world.generate(requestOf({ id: snowflakeAt(startMs, number) }));
    expect(world.flow.circuits.isOpen(route)).toBe(false);
    await world.generate(requestOf({ id: snowflakeAt(startMs, 3) }));
    expect(world.flow.circuits.isOpen(route)).toBe(true);
    await world.generate(requestOf({ id: snowflakeAt(startMs, 4) }));
    expect(world.flow.circuits.isOpen(route)).toBe(false);
  });

  it('is tried again after a minute', async () => {
    const world = createWorld({ runninghub: { submit: [noContact] } });
    for (const number of [1, 2, 3]) await world.generate(requestOf({ id: snowflakeAt(startMs, number) }));
    await world.clock.advance(59_999);
    expect(world.flow.circuits.isOpen(route)).toBe(true);
    await world.clock.advance(1);
    expect(world.flow.circuits.isOpen(route)).toBe(false);
  });

  it('of another route stays closed', async () => {
    const world = createWorld({ runninghub: { submit: [noContact] } });
    for (const number of [1, 2, 3]) await world.generate(requestOf({ id: snowflakeAt(startMs, number) }));
    expect(world.flow.circuits.isOpen(comfyOfferOf(1).route)).toBe(false);
  });
});

describe('the operator’s spending of the day', () => {
  it.each([
    ['the list price of the route', { listCredits: 11 }, 11],
    ['the price where there is no other', {}, 7],
  ])('counts a job with %s as soon as it is taken, and so does its record', async (_name, changes, credits) => {
    const clock = createFakeClock(startMs);
    const limits = { all: null, perGuild: null };
    const spending = createSpending({ limits, now: clock.now, onMark: () => undefined });
    const world = createWorld({
      clock,
      plan: planOf(offerOf(changes)),
      runninghub: { check: [running, running, finished] },
      flow: { spending },
    });
    const done = world.begin();
    await world.clock.advance(500);
    expect(spending.todayOfAll()).toBe(credits);
    expect(await world.stored()).toMatchObject({ state: 'submitted', listCredits: credits, credits: 7 });
    await world.clock.advanceUntil(done);
  });
});
