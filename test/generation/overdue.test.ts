import { describe, expect, it } from 'vitest';
import { abandonAfterMs } from '#polling/poller.ts';
import { patienceMs } from '#polling/schedule.ts';
import { startMs } from '../support/requests.ts';
import { running, runsUntil, type Script, throws } from '../support/scripted-provider.ts';
import { createWorld } from '../support/world.ts';

function worldWith(script: (endsAtMs: number) => Script, lastsMs: number) {
  const world = createWorld({
    runninghub: { check: [() => runsUntil(world.clock, () => startMs + lastsMs)()], ...script(startMs + lastsMs) },
  });
  return world;
}

describe('a job that takes more than half an hour', () => {
  it('is cancelled at the provider once, and the member is told until when it is waited for', async () => {
    const world = worldWith(() => ({}), 2 * patienceMs);
    const done = world.begin();
    await world.clock.advance(patienceMs);
    expect(world.runninghub.cancels).toEqual([]);
    await world.clock.advance(61_000);
    expect(world.runninghub.cancels).toHaveLength(1);
    expect(world.reply.shown.at(-1)?.progress).toEqual({ kind: 'overdue', untilMs: startMs + abandonAfterMs });
    expect(world.flow.active.all()).toMatchObject([{ progress: { kind: 'overdue' } }]);
    await world.clock.advanceUntil(done);
    expect(world.runninghub.cancels).toHaveLength(1);
  });

  it('is still delivered and charged when it finishes later', async () => {
    const world = worldWith(() => ({ cancel: [() => 'too_late'] }), 5 * 3_600_000);
    await world.generate();
    expect(world.reply.delivered).toHaveLength(1);
    expect(await world.stored()).toMatchObject({ state: 'delivered', charged: 7 });
    expect(world.clock.now() - startMs).toBeLessThanOrEqual(5 * 3_600_000 + 60_000);
  });

  it('is refunded when the provider stopped it', async () => {
    const world = worldWith(() => ({ cancel: [() => 'cancelled'] }), 5 * 3_600_000);
    await world.generate();
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'provider.timeout' }, money: { returned: 7, held: 0, charged: 0 } },
    ]);
    expect(await world.stored()).toMatchObject({ state: 'failed', error: 'provider.timeout' });
  });

  it('is refunded when the provider takes money for the stop: Easel gave it up, not its member', async () => {
    let isStopped = false;
    const world = createWorld({
      runninghub: {
        checkOf: () => (isStopped ? throws('provider.failed', { providerCode: 'CANCEL' })() : running()),
        cancelOf: () => {
          isStopped = true;
          return 'unknown';
        },
        costsOf: () => [{ currency: 'CNY', amount: 0.05 }],
      },
    });
    await world.generate();
    expect(world.reply.failed).toMatchObject([{ money: { returned: 7, held: 0, charged: 0 } }]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('goes on when the cancel itself fails', async () => {
    const world = worldWith(() => ({ cancel: [throws('provider.unavailable')] }), patienceMs + 120_000);
    await world.generate();
    expect(world.reply.delivered).toHaveLength(1);
  });

  it('is abandoned after a day and refunded', async () => {
    const world = createWorld({ runninghub: { check: [running] } });
    await world.generate();
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'provider.timeout' }, money: { returned: 7, held: 0 } },
    ]);
    expect(await world.totals()).toEqual({ added: 1_000, pool: 1_000, bonuses: 0, held: 0, spent: 0 });
    expect(world.clock.now() - startMs).toBeGreaterThan(abandonAfterMs);
    expect(world.clock.now() - startMs).toBeLessThanOrEqual(abandonAfterMs + 60_000);
  });
});
