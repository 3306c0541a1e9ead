import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { createBudget } from '#polling/budget.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createGate } from '../support/gate.ts';
import { startMs } from '../support/requests.ts';

const tooMany = (retryAfterMs?: number) =>
  new BotError('provider.unavailable', 'too many', retryAfterMs === undefined ? { httpStatus: 429 } : { retryAfterMs });
const never = new AbortController().signal;

function setUp() {
  const clock = createFakeClock(startMs);
  const budget = createBudget(clock);
  const turns: (readonly [number, number])[] = [];
  let before: Promise<unknown> = Promise.resolve();
  let sent: Promise<unknown> = Promise.resolve();
  /** Sends in order of asking, each as soon as the budget lets it. */
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    const turn = before.then(async () => {
      for (let atMs = budget.nextAtMs(); atMs > clock.monotonic(); atMs = budget.nextAtMs()) {
        if (Number.isFinite(atMs)) await clock.wait(atMs - clock.monotonic(), never);
        else await sent.catch(() => undefined);
      }
      const answer = budget.send(work);
      sent = answer;
      return { answer };
    });
    before = turn;
    return (await turn).answer;
  };
  const ask = (name: number) => run(async () => void turns.push([name, clock.monotonic()]));
  /** A request that is refused, and how long the key is silent for it. */
  const pauseAfter = async (...retryAfters: readonly (number | undefined)[]) => {
    const refused = retryAfters.map((retryAfterMs) =>
      run(() => Promise.reject(tooMany(retryAfterMs))).catch(() => undefined),
    );
    await clock.advanceUntil(Promise.all(refused));
    const refusedAtMs = clock.monotonic();
    const next = run(() => Promise.reject(new BotError('provider.malformed', 'no')));
    await clock.advanceUntil(next.catch(() => undefined));
    return clock.monotonic() - refusedAtMs;
  };
  return { clock, budget, turns, run, ask, pauseAfter };
}

describe('the budget of a key', () => {
  it('hands out turns in order of asking, twenty a second', async () => {
    const { clock, turns, ask } = setUp();
    await clock.advanceUntil(Promise.all([1, 2, 3, 4].map((name) => ask(name))));
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

  it('makes up for a fifth of a second that was missed, and for no more', async () => {
    const { clock, turns, ask } = setUp();
    await ask(1);
    await clock.advance(190);
    await clock.advanceUntil(Promise.all([2, 3, 4, 5].map((name) => ask(name))));
    expect(turns.map(([, atMs]) => atMs)).toEqual([0, 190, 190, 190, 200]);
    await clock.advance(10_000);
    await clock.advanceUntil(Promise.all([6, 7, 8].map((name) => ask(name))));
    expect(turns.slice(5).map(([, atMs]) => atMs - 10_200)).toEqual([0, 50, 100]);
  });

  it('makes up for nothing where a fifth of a second or more was missed', async () => {
    const { clock, turns, ask } = setUp();
    await ask(1);
    await clock.advance(250);
    await clock.advanceUntil(Promise.all([2, 3].map((name) => ask(name))));
    expect(turns.map(([, atMs]) => atMs)).toEqual([0, 250, 300]);
  });

  it('is shared: half of it is half as many', async () => {
    const clock = createFakeClock(startMs);
    const budget = createBudget(clock, () => 0.5);
    await budget.send(async () => undefined);
    expect(budget.nextAtMs()).toBe(100);
  });

  it('goes on as before when the wall time is set back or forward', async () => {
    const { clock, turns, ask } = setUp();
    await ask(1);
    for (const stepMs of [-3_600_000, 7_200_000]) {
      clock.step(stepMs);
      await clock.advance(100);
      await ask(stepMs);
    }
    expect(turns.map(([, atMs]) => atMs)).toEqual([0, 100, 200]);
  });
});

describe('a refusal for too many requests', () => {
  it('pauses everybody, also those who wait for their turn already', async () => {
    const { clock, run, turns, ask } = setUp();
    const refused = run(() => Promise.reject(tooMany()));
    refused.catch(() => undefined);
    const all = Promise.all([1, 2, 3].map((name) => ask(name)));
    await clock.advanceUntil(all);
    expect(turns).toEqual([
      [1, 2_000],
      [2, 2_050],
      [3, 2_100],
    ]);
  });

  it('pauses twice as long each time, at most a minute, and short again after an answer', async () => {
    const { clock, run, pauseAfter } = setUp();
    const pauses: number[] = [];
    for (let count = 0; count < 7; count += 1) pauses.push(await pauseAfter(undefined));
    expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    await clock.advanceUntil(run(async () => undefined));
    expect(await pauseAfter(undefined)).toBe(2_000);
  });

  it('pauses as long as the provider asked, and no longer than a quarter of a minute at first, a minute ever', async () => {
    const { pauseAfter } = setUp();
    expect(await pauseAfter(5_000)).toBe(5_000);
    const next: number[] = [];
    for (let count = 0; count < 3; count += 1) next.push(await pauseAfter(3_600_000));
    expect(next).toEqual([30_000, 60_000, 60_000]);
    expect(await setUp().pauseAfter(3_600_000)).toBe(15_000);
    expect(await setUp().pauseAfter(0)).toBe(2_000);
  });

  it('counts once when several come together, and the longest pause holds', async () => {
    const { clock, run, ask, turns } = setUp();
    const gates = [undefined, 9_000, 1_000].map((retryAfterMs) => ({ retryAfterMs, gate: createGate<void>() }));
    const refused = gates.map(({ gate, retryAfterMs }) =>
      run(() => gate.promise.then(() => Promise.reject(tooMany(retryAfterMs)))).catch(() => undefined),
    );
    await clock.advance(500);
    for (const { gate } of gates) gate.resolve();
    await Promise.all(refused);
    await clock.advanceUntil(ask(1));
    expect(turns).toEqual([[1, 9_500]]);
  });
});

describe('a pause', () => {
  it('is as long as one refusal asks for, however many come within it', async () => {
    const { clock, run, ask, turns } = setUp();
    const gate = createGate<void>();
    const refused = [1, 2, 3].map(() =>
      run(() => gate.promise.then(() => Promise.reject(tooMany()))).catch(() => undefined),
    );
    await clock.advance(500);
    gate.resolve();
    await Promise.all(refused);
    await clock.advanceUntil(ask(1));
    expect(turns).toEqual([[1, 2_500]]);
  });

  it('tells how long it lasts still, and nothing once it is over', async () => {
    const { clock, budget, run } = setUp();
    expect(budget.pausedForMs()).toBe(0);
    await run(() => Promise.reject(tooMany())).catch(() => undefined);
    expect(budget.pausedForMs()).toBe(2_000);
    await clock.advance(500);
    expect(budget.pausedForMs()).toBe(1_500);
    await clock.advance(5_000);
    expect(budget.pausedForMs()).toBe(0);
  });
});

describe('after a pause', () => {
  it('the first request is waited for, whatever becomes of one that was sent before the pause', async () => {
    const { clock, budget } = setUp();
    const [old, first] = [createGate<void>(), createGate<void>()];
    const answered = budget.send(() => old.promise);
    await budget.send(() => Promise.reject(tooMany())).catch(() => undefined);
    await clock.advance(2_000);
    const probing = budget.send(() => first.promise);
    old.resolve();
    await answered;
    expect(budget.nextAtMs()).toBe(Number.POSITIVE_INFINITY);
    first.resolve();
    await probing;
    expect(budget.nextAtMs()).toBeLessThanOrEqual(clock.monotonic() + 100);
  });

  it('one request goes first, and the others wait for its answer', async () => {
    const { clock, run, turns, ask } = setUp();
    await run(() => Promise.reject(tooMany())).catch(() => undefined);
    const gate = createGate<void>();
    const probe = run(() => gate.promise);
    const others = Promise.all([1, 2].map((name) => ask(name)));
    await clock.advance(10_000);
    expect(turns).toEqual([]);
    gate.resolve();
    await clock.advanceUntil(Promise.all([probe, others]));
    expect(turns.map(([name]) => name)).toEqual([1, 2]);
    expect(turns[1]?.[1]).toBe((turns[0]?.[1] ?? 0) + 50);
  });

  it('the next one goes first when that one is refused, fails, or is given up', async () => {
    const { clock, run, turns, ask } = setUp();
    await run(() => Promise.reject(tooMany())).catch(() => undefined);
    const failing = [tooMany(), new BotError('provider.malformed', 'no'), new Error('given up')];
    const probes = failing.map((error) => run(() => Promise.reject(error)).catch(() => undefined));
    await clock.advanceUntil(Promise.all([...probes, ask(1)]));
    expect(turns).toHaveLength(1);
    expect(turns[0]?.[1]).toBeLessThan(6_500);
  });
});
