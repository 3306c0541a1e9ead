import { describe, expect, it } from 'vitest';
import type { FakeClock } from '../support/fake-clock.ts';
import { startMs } from '../support/requests.ts';
import { finished, queued, running, runsUntil, throws } from '../support/scripted-provider.ts';
import { watchedKind as kind, createWatchedJob as setUp } from '../support/watched-job.ts';

const lasting = (ms: number) => (clock: FakeClock) => [runsUntil(clock, () => startMs + ms)];

describe('when a job is asked for', () => {
  it('of a route that was never seen: after a second, then every second', async () => {
    const { clock, follow, seconds } = setUp(lasting(4_500));
    expect(await clock.advanceUntil(follow())).toEqual([{ url: 'https://images.example/1.png' }]);
    expect(seconds()).toEqual([1, 2, 3, 4, 5]);
  });

  it('of a learnt route: within three seconds, seldom while ends are unlikely, and from the likely end on every 0.9 s', async () => {
    const { clock, follow, seconds } = setUp(lasting(10_000), 10_000);
    await clock.advanceUntil(follow());
    expect(seconds()).toEqual([3, 6, 9.68, 10.58]);
  });

  it('of a route that was slow: never later than as long again as the job has been waited for', async () => {
    const { clock, follow, seconds } = setUp(lasting(20_000), 60_000);
    await clock.advanceUntil(follow());
    expect(seconds()).toEqual([3, 6, 12, 24]);
  });

  it('a job of 27 s on a learnt route takes at most 9 checks and is seen within 0.9 s', async () => {
    const { clock, provider, durations, follow } = setUp(lasting(27_000), 27_000);
    await clock.advanceUntil(follow());
    expect(provider.checks.length).toBeLessThanOrEqual(9);
    expect(clock.now() - startMs - 27_000).toBeLessThanOrEqual(900);
    expect(durations.of(kind)?.medianMs).toBeCloseTo(27_000, -3);
  });

  it('a job of an earlier process: at once', async () => {
    const { clock, follow, seconds } = setUp(() => [finished]);
    await clock.advanceUntil(follow({ submittedAtMs: startMs - 90_000 }));
    expect(seconds()).toEqual([0]);
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

  it('a job that is first seen running late has its time counted from between the last two looks', async () => {
    const { clock, shown, follow, seconds } = setUp(() => [queued, queued, queued, running, finished], 10_000);
    await clock.advanceUntil(follow());
    expect(seconds()).toEqual([3, 4.5, 6, 7.5, 15.61]);
    expect(shown.at(-1)).toEqual({
      kind: 'running',
      fraction: null,
      expectedAtMs: expect.closeTo(startMs + 16_750, -2),
    });
  });

  it('a job that lasts longer than most has another end told, once that one has passed', async () => {
    const { clock, shown, follow } = setUp(lasting(40_000), 10_000);
    await clock.advanceUntil(follow());
    const told = new Set(shown.map((progress) => (progress.kind === 'running' ? progress.expectedAtMs : null)));
    expect(told.size).toBe(2);
  });

  it('a job that nobody waits for any more: once a minute', async () => {
    const { clock, follow, stop, seconds } = setUp(() => [running]);
    void follow();
    await clock.advance(25 * 60_000);
    expect((seconds().at(-1) ?? 0) - (seconds().at(-2) ?? 0)).toBe(60);
    stop.abort();
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
    expect(durations.of(kind)).toBeNull();
  });

  it('is nothing from a job whose begin was not seen', async () => {
    const { clock, durations, follow } = setUp(() => [running, finished]);
    await clock.advanceUntil(follow({ submittedAtMs: startMs - 3 * 3_600_000 }));
    expect(durations.of(kind)).toBeNull();
  });

  it('is nothing from a job that ended during an outage', async () => {
    const { clock, durations, follow } = setUp(
      (at) => [running, () => (at.now() < startMs + 3_600_000 ? throws('provider.unavailable')() : finished())],
      5_000,
    );
    await clock.advanceUntil(follow());
    expect(durations.of(kind)?.medianMs).toBeCloseTo(5_000, -2);
  });

  it('is only the run of a job that waited long in the queue and then ran quickly', async () => {
    const { clock, durations, follow } = setUp((at) => [() => (at.now() < startMs + 600_000 ? queued() : finished())]);
    await clock.advanceUntil(follow());
    expect(durations.of(kind)?.medianMs).toBeLessThanOrEqual(5_000);
  });

  it('comes down for a route that has become faster than anybody looked', async () => {
    const { clock, durations, follow } = setUp(lasting(5_000), 60_000);
    const before = durations.of(kind)?.earliestMs ?? 0;
    await clock.advanceUntil(follow());
    expect(durations.of(kind)?.earliestMs).toBeLessThan(before);
  });
});

describe('the wall time', () => {
  it.each([-3_600_000, 3_600_000, 26 * 3_600_000])('set by %i ms changes nothing about a job', async (stepMs) => {
    const overdue: number[] = [];
    const { clock, follow, seconds } = setUp((at) => [() => (at.monotonic() >= 4_500 ? finished() : running())]);
    const done = follow({ onOverdue: async () => void overdue.push(1) });
    await clock.advance(1_500);
    clock.step(stepMs);
    await clock.advanceUntil(done);
    expect(clock.monotonic()).toBe(5_000);
    expect(seconds()).toHaveLength(5);
    expect(overdue).toEqual([]);
  });

  it('before the submit, as after a restart with a clock set back, counts the job as new', async () => {
    const { clock, follow } = setUp((at) => [() => (at.monotonic() >= 4_500 ? finished() : running())]);
    await clock.advanceUntil(follow({ submittedAtMs: startMs + 3_600_000 }));
    expect(clock.monotonic()).toBe(5_000);
  });

  it('a day after the submit, as after a restart with a clock set forward, leaves the job five minutes', async () => {
    const { clock, follow } = setUp((at) => [() => (at.monotonic() >= 200_000 ? finished() : running())]);
    await clock.advanceUntil(follow({ submittedAtMs: startMs - 40 * 3_600_000 }));
    expect(clock.monotonic()).toBeLessThan(300_000);
  });
});
