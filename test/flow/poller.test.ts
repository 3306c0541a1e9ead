import { describe, expect, it } from 'vitest';
import type { FakeClock } from '../support/fake-clock.ts';
import { startMs } from '../support/requests.ts';
import { finished, queued, running, runsUntil, throws } from '../support/scripted-provider.ts';
import { watchedRouteKey as key, createWatchedJob as setUp } from '../support/watched-job.ts';

const lasting = (ms: number) => (clock: FakeClock) => [runsUntil(clock, () => startMs + ms)];

describe('when a job is asked for', () => {
  it('of a route that was never seen: after a second, then every second', async () => {
    const { clock, follow, seconds } = setUp(lasting(4_500));
    expect(await clock.advanceUntil(follow())).toEqual([{ url: 'https://images.example/1.png' }]);
    expect(seconds()).toEqual([1, 2, 3, 4, 5]);
  });

  it('of a learnt route: after a second, at 0.78 of the time, then every 0.9 s', async () => {
    const { clock, follow, seconds } = setUp(lasting(10_000), 10_000);
    await clock.advanceUntil(follow());
    expect(seconds()).toEqual([1, 7.8, 8.7, 9.6, 10.5]);
  });

  it('a job of 27 s on a learnt route takes at most 9 checks and is seen within 0.9 s', async () => {
    const { clock, provider, durations, follow } = setUp(lasting(27_000), 27_000);
    await clock.advanceUntil(follow());
    expect(provider.checks.length).toBeLessThanOrEqual(9);
    expect(clock.now() - startMs - 27_000).toBeLessThanOrEqual(900);
    expect(durations.expectedMs(key)).toBeCloseTo(27_000, -3);
  });

  it('a queued job: often at first, seldom after minutes', async () => {
    const { clock, follow, stop, seconds } = setUp(() => [queued]);
    void follow();
    await clock.advance(5_500);
    expect(seconds()).toEqual([1, 2.5, 4, 5.5]);
    await clock.advance(600_000);
    const gapS = (seconds().at(-1) ?? 0) - (seconds().at(-2) ?? 0);
    expect(gapS).toBe(5);
    stop.abort();
  });

  it('a job that is first seen running late has its time counted from then', async () => {
    const { clock, shown, follow, seconds } = setUp(() => [queued, queued, queued, running, finished], 10_000);
    await clock.advanceUntil(follow());
    expect(seconds()).toEqual([1, 2.5, 4, 5.5, 13.3]);
    expect(shown.at(-1)).toEqual({ kind: 'running', fraction: null, expectedAtMs: startMs + 15_500 });
  });

  it('a job without a learnt time has no expected end', async () => {
    const { clock, shown, follow } = setUp(() => [
      () => ({ kind: 'queued', ahead: 3 }),
      () => ({ kind: 'running', fraction: 0.4 }),
      finished,
    ]);
    await clock.advanceUntil(follow());
    expect(shown).toEqual([
      { kind: 'queued', ahead: 3, expectedAtMs: null },
      { kind: 'running', fraction: 0.4, expectedAtMs: null },
    ]);
  });
});

describe('what is learnt', () => {
  it('is nothing from a job whose end was not seen, as after a restart', async () => {
    const { clock, durations, follow } = setUp(() => [finished]);
    await clock.advanceUntil(follow({ submittedAtMs: startMs - 3 * 3_600_000 }));
    expect(durations.expectedMs(key)).toBeNull();
  });

  it('is nothing from a job that ended during an outage', async () => {
    const { clock, durations, follow } = setUp(
      (at) => [running, () => (at.now() < startMs + 3_600_000 ? throws('provider.unavailable')() : finished())],
      5_000,
    );
    await clock.advanceUntil(follow());
    expect(durations.expectedMs(key)).toBe(5_000);
  });

  it('is only the run of a job that waited long in the queue and then ran quickly', async () => {
    const { clock, durations, follow } = setUp((at) => [() => (at.now() < startMs + 600_000 ? queued() : finished())]);
    await clock.advanceUntil(follow());
    expect(durations.expectedMs(key)).toBeLessThanOrEqual(5_000);
  });

  it('comes down for a route that has become faster than anybody looked', async () => {
    const { clock, durations, follow } = setUp(lasting(5_000), 60_000);
    await clock.advanceUntil(follow());
    expect(durations.expectedMs(key)).toBeLessThan(60_000);
  });
});
