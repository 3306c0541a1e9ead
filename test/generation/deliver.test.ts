import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { generate } from '#generation/generate.ts';
import { resume } from '#generation/resume.ts';
import type { Bookings } from '#jobs/job.ts';
import { offerOf, planOf, requestOf, routeOf, startMs } from '../support/requests.ts';
import { createWorld, type World } from '../support/world.ts';

const away = () => Promise.reject(new BotError('delivery.expired', 'Discord is away', { retryAfterMs: 30_000 }));
const charged = { added: 1_000, pool: 993, bonuses: 0, held: 0, spent: 7 };

/** A world whose Discord is away for the first few deliveries. */
function createWorldAwayFor(failures: number): World {
  let calls = 0;
  return createWorld({
    reply: {
      deliver: () => {
        calls += 1;
        return calls <= failures ? away() : Promise.resolve(null);
      },
    },
  });
}

describe('a picture that Discord cannot take for the moment', () => {
  it('waits as long as it is told and is delivered, charged once and fetched once', async () => {
    const world = createWorldAwayFor(2);
    await world.generate();
    expect(world.reply.delivered).toHaveLength(3);
    expect(world.reply.failed).toEqual([]);
    expect(world.downloads).toHaveLength(1);
    expect(await world.stored()).toMatchObject({ state: 'delivered', endedAtMs: startMs + 61_000 });
    expect(await world.totals()).toEqual(charged);
    const waits = (tries: number) => ({ level: 'warn', facts: { tries, detail: 'Discord is away' } });
    expect(world.log.lines).toMatchObject([waits(1), waits(2)]);
  });

  it('is given up after a bounded number of tries, charged since the provider was paid, and the member told', async () => {
    const world = createWorldAwayFor(Number.POSITIVE_INFINITY);
    await world.generate();
    // A quarter of an hour.
    expect(world.reply.delivered).toHaveLength(30);
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'delivery.expired', facts: { isKept: true } }, money: { charged: 7, held: 0 } },
    ]);
    expect(world.kept).toHaveLength(1);
    expect(await world.stored()).toMatchObject({ state: 'failed', charged: 7 });
    expect(await world.totals()).toEqual(charged);
  });

  it('is left open for the next start by a shutdown', async () => {
    const world = createWorldAwayFor(Number.POSITIVE_INFINITY);
    const done = world.begin();
    await world.clock.advance(10_000);
    for (const { stop } of world.flow.active.all()) stop.abort(new BotError('cancelled.shutdown', 'stop'));
    await world.clock.advanceUntil(done);
    expect(world.reply.failed).toEqual([]);
    expect(await world.stored()).toMatchObject({ state: 'delivering', charged: 7 });
  });
});

it('a job is charged in the same step in which it is written down as being delivered', async () => {
  const world = createWorld();
  const states: unknown[] = [];
  const settle: Bookings['settle'] = async (...args) => {
    const settled = await world.flow.bookings.settle(...args);
    states.push(settled.job?.state);
    return settled;
  };
  await world.clock.advanceUntil(
    generate(requestOf(), world.reply, { ...world.flow, bookings: { ...world.flow.bookings, settle } }),
  );
  expect(states).toEqual(['delivering']);
});

describe('a metered job', () => {
  const meter = { unit: 'run', by: [], amounts: {} } as const;
  const price = { ...routeOf().price, meter };
  const plan = planOf(offerOf({ route: routeOf({ price }) }));

  it('is charged what its service says that it took', async () => {
    const world = createWorld({ plan, runninghub: { costsOf: () => [{ currency: 'CNY', amount: 0.03 }] } });
    await world.generate();
    expect(world.reply.delivered).toMatchObject([{ job: { charged: 5 } }]);
    expect(await world.totals()).toEqual({ ...charged, pool: 995, spent: 5 });
  });

  it('is posted for what it was charged before a restart, although the service does not say it again', async () => {
    const world = createWorld({
      plan,
      runninghub: { costsOf: () => [{ currency: 'CNY', amount: 0.03 }] },
      reply: { deliver: () => new Promise<never>(() => undefined) },
    });
    void world.begin();
    await world.clock.advance(60_000);
    const after = createWorld({ rows: world.rows, clock: world.clock });
    await after.clock.advanceUntil((await resume(after.flow)).settled);
    expect(after.reply.delivered).toMatchObject([{ job: { came: 1, charged: 5 }, media: { length: 1 } }]);
    expect(await after.totals()).toMatchObject({ spent: 5 });
  });
});
