import { describe, expect, it } from 'vitest';
import { type Budget, createBudget } from '../../src/flow/budget.ts';
import { nextCheckInMs } from '../../src/flow/pace.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { startMs } from '../support/requests.ts';

function setUp() {
  const clock = createFakeClock(startMs);
  const budget = createBudget(clock);
  const turns: (readonly [number, number])[] = [];
  const ask = (name: number, signal = new AbortController().signal) =>
    budget.turn(signal).then(() => void turns.push([name, clock.now() - startMs]));
  return { clock, budget, turns, ask };
}

async function pauseMsOf(budget: Budget, clock: ReturnType<typeof createFakeClock>): Promise<number> {
  const beforeMs = clock.now();
  await clock.advanceUntil(budget.turn(new AbortController().signal));
  return clock.now() - beforeMs;
}

describe('the budget of a key', () => {
  it('hands out turns in order of asking, twenty a second', async () => {
    const { clock, turns, ask } = setUp();
    const all = Promise.all([1, 2, 3, 4].map((name) => ask(name)));
    await clock.advanceUntil(all);
    expect(turns).toEqual([
      [1, 0],
      [2, 50],
      [3, 100],
      [4, 150],
    ]);
  });

  it('lets one go at once after a quiet time', async () => {
    const { clock, turns, ask } = setUp();
    await ask(1);
    await clock.advance(1_000);
    await ask(2);
    expect(turns).toEqual([
      [1, 0],
      [2, 1_000],
    ]);
  });

  it('ends a wait with the reason of the signal, and a call with an aborted one', async () => {
    const { clock, ask } = setUp();
    const stop = new AbortController();
    await ask(1);
    const waiting = ask(2, stop.signal);
    waiting.catch(() => undefined);
    await clock.settle();
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(ask(3, stop.signal)).rejects.toThrow('enough');
  });
});

describe('a refusal for too many requests', () => {
  it('pauses everybody, also those who wait for their turn already', async () => {
    const { clock, budget, turns, ask } = setUp();
    const all = Promise.all([1, 2, 3].map((name) => ask(name)));
    await clock.settle();
    budget.pushBack();
    await clock.advanceUntil(all);
    expect(turns).toEqual([
      [1, 0],
      [2, 2_000],
      [3, 2_050],
    ]);
  });

  it('pauses right after a request was sent too', async () => {
    const { clock, budget, ask } = setUp();
    await ask(1);
    await clock.advance(10);
    budget.pushBack();
    expect(await pauseMsOf(budget, clock)).toBe(2_000);
  });

  it('pauses twice as long each time, at most a minute, and short again after an answer', async () => {
    const { clock, budget } = setUp();
    const pauses: number[] = [];
    for (let count = 0; count < 7; count += 1) {
      budget.pushBack();
      pauses.push(await pauseMsOf(budget, clock));
    }
    expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    budget.relax();
    budget.pushBack();
    expect(await pauseMsOf(budget, clock)).toBe(2_000);
  });

  it('pauses at least as long as the provider asked', async () => {
    const { clock, budget } = setUp();
    budget.pushBack(90_000);
    expect(await pauseMsOf(budget, clock)).toBe(90_000);
  });

  it('counts once when several come together, and the longest pause holds', async () => {
    const { clock, budget } = setUp();
    budget.pushBack();
    budget.pushBack(5_000);
    budget.pushBack(1_000);
    expect(await pauseMsOf(budget, clock)).toBe(5_000);
    budget.pushBack();
    expect(await pauseMsOf(budget, clock)).toBe(4_000);
  });
});

describe('the wait until the next check', () => {
  const minuteMs = 60_000;
  const watched = { nowMs: startMs, submittedAtMs: startMs, runningSinceMs: null, expectedMs: null, failures: 0 };
  const inMs = (waitedMs: number, changes: object = {}) =>
    nextCheckInMs({ ...watched, nowMs: startMs + waitedMs, ...changes });

  it('for a job that is not known to run is until one second after its submit, then longer and longer', () => {
    expect([0, 400, 1_000, 45_001, 120_001, 20 * minuteMs + 1].map((waited) => inMs(waited))).toEqual([
      1_000, 600, 1_500, 2_000, 5_000, 60_000,
    ]);
  });

  it('for a run of unknown length is a second, then longer and longer', () => {
    const run = { runningSinceMs: startMs };
    expect([0, 45_001, 120_001, 20 * minuteMs + 1].map((waited) => inMs(waited, run))).toEqual([
      1_000, 2_000, 5_000, 60_000,
    ]);
  });

  it('for a run of learnt length is never below 0.2 s, and slow again once it is half as long again', () => {
    const run = { runningSinceMs: startMs, expectedMs: 10_000 };
    expect([0, 7_750, 7_800, 14_999, 15_001, 60_001].map((waited) => inMs(waited, run))).toEqual([
      7_800, 200, 900, 900, 1_000, 2_000,
    ]);
  });

  it('after failures doubles up to half a minute, whatever else is known', () => {
    expect(
      [1, 2, 5, 6, 2_000].map((failures) => inMs(0, { failures, runningSinceMs: startMs, expectedMs: 10 })),
    ).toEqual([1_000, 2_000, 16_000, 30_000, 30_000]);
  });
});
