import { describe, expect, it } from 'vitest';
import { quantile } from '../../bench/quantile.ts';
import { around, evenly, heavyTailed, lognormal, type SimulatedRun, simulatePolling } from '../support/polling.ts';

type Case = Parameters<typeof simulatePolling>[0]['runOf'];
const alone =
  (times: ReturnType<typeof evenly>): Case =>
  (random) => ({ queueMs: 0, runMs: times(random) });
const afterQueue =
  (ms: number): Case =>
  (random) => ({
    queueMs: around(1_500, 0.2)(random),
    runMs: around(ms, 0.2)(random),
  });
const measure = (runOf: Case, { learntFrom = 40, jobs = 200, seed = 7 } = {}) =>
  simulatePolling({ runOf, learntFrom, jobs, seed });

/** Two kinds of jobs, of which the options say nothing. */
const mixed =
  (shortMs: number, longMs: number): Case =>
  (random) => ({
    queueMs: 0,
    runMs: around(random() < 0.5 ? shortMs : longMs, 0.2)(random),
  });

describe('an end is seen within 0.9 s (half), 2.2 s (nearly all), with at most 11 reads', () => {
  it.each<readonly [string, Case]>([
    ['runs that last from 5 to 30 s', alone(evenly(5_000, 30_000))],
    ['runs that are spread lognormally around 8 s', alone(lognormal(8_000, 0.35))],
    ['runs that are spread lognormally around 15 s', alone(lognormal(15_000, 0.35))],
    ['two kinds of runs, 4 s and 25 s', mixed(4_000, 25_000)],
    ['two kinds of runs, 6 s and 40 s', mixed(6_000, 40_000)],
    ['a few very long runs', alone(heavyTailed(5_000))],
    ['runs that become faster', (random, index) => alone(around(index < 40 ? 20_000 : 5_000, 0.2))(random, index)],
    ['runs that become slower', (random, index) => alone(around(index < 40 ? 5_000 : 20_000, 0.2))(random, index)],
  ])('%s', async (_, runOf) => {
    const { p50Ms, p95Ms, readsPerJob } = await measure(runOf);
    expect(p50Ms).toBeLessThanOrEqual(900);
    expect(p95Ms).toBeLessThanOrEqual(2_200);
    expect(readsPerJob).toBeLessThanOrEqual(11);
  });

  it('runs from 5 to 30 s of which none is known at first', async () => {
    const { p50Ms, p95Ms, readsPerJob } = await measure(alone(evenly(5_000, 30_000)), { learntFrom: 0 });
    expect([p50Ms <= 900, p95Ms <= 2_200, readsPerJob <= 11]).toEqual([true, true, true]);
  });
});

it('the end of a narrow run is seen within 0.5 s (half), 0.9 s (nearly all), with at most 8 reads, after five runs', async () => {
  const lanes = await Promise.all(
    [5_000, 15_000, 30_000].map((ms) => measure(afterQueue(ms), { learntFrom: 5, jobs: 200 })),
  );
  const lags = lanes.flatMap(({ lagsMs }) => lagsMs);
  const reads = lanes.reduce((sum, { readsPerJob }) => sum + readsPerJob, 0) / lanes.length;
  expect(quantile(lags, 0.5)).toBeLessThanOrEqual(500);
  expect(quantile(lags, 0.95)).toBeLessThanOrEqual(900);
  expect(reads).toBeLessThanOrEqual(8);
});

it('kinds that the options tell apart are learnt apart: each is seen as if it were alone', async () => {
  const runOf = (random: () => number): SimulatedRun => {
    const isLarge = random() < 0.5;
    return { queueMs: 0, runMs: around(isLarge ? 25_000 : 4_000, 0.1)(random), options: isLarge ? '4k' : '1k' };
  };
  const { p95Ms, readsPerJob } = await measure(runOf);
  expect(p95Ms).toBeLessThanOrEqual(900);
  expect(readsPerJob).toBeLessThanOrEqual(6);
});

it('the very first jobs, of which nothing is known, are seen within a few seconds, whatever they are', async () => {
  for (const ms of [600, 4_000, 17_000, 60_000, 300_000]) {
    const { longestMs } = await measure(alone(evenly(ms, ms)), { learntFrom: 0, jobs: 1 });
    expect(longestMs).toBeLessThanOrEqual(5_000);
  }
});
