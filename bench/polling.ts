import type { Random } from '../sandbox/services/random.ts';
import { around, evenly, heavyTailed, lognormal, type SimulatedRun, simulatePolling } from '../test/support/polling.ts';
import { benchCrowd } from './crowd.ts';

type Times = (random: Random) => number;

/** A queue of 1.5 s, give or take a fifth. */
const shortQueue = around(1_500, 0.2);
const alone =
  (times: Times) =>
  (random: Random): SimulatedRun => ({ queueMs: 0, runMs: times(random) });
const queued =
  (times: Times, queue: Times) =>
  (random: Random): SimulatedRun => ({
    queueMs: queue(random),
    runMs: times(random),
  });
const either =
  (one: Times, other: Times): Times =>
  (random) =>
    (random() < 0.5 ? one : other)(random);

/** What a case is called, how its jobs run, and how many of them are learnt from. */
const cases: readonly (readonly [string, (random: Random, index: number) => SimulatedRun, number])[] = [
  ['evenly 5 to 30 s', alone(evenly(5_000, 30_000)), 40],
  ['lognormal, median 15 s, sigma 0.35', alone(lognormal(15_000, 0.35)), 40],
  ['lognormal, median 30 s, sigma 0.35', alone(lognormal(30_000, 0.35)), 40],
  ['two kinds, 4 s and 25 s', alone(either(around(4_000, 0.2), around(25_000, 0.2))), 40],
  ['two kinds, 6 s and 40 s', alone(either(around(6_000, 0.2), around(40_000, 0.2))), 40],
  ['two lognormal kinds, 4 s and 25 s, sigma 0.35', alone(either(lognormal(4_000, 0.35), lognormal(25_000, 0.35))), 40],
  [
    'two lognormal kinds, 5 s and 120 s, sigma 0.35',
    alone(either(lognormal(5_000, 0.35), lognormal(120_000, 0.35))),
    40,
  ],
  ['narrow, 5 s ± 20 %, after a queue', queued(around(5_000, 0.2), shortQueue), 5],
  ['narrow, 15 s ± 20 %, after a queue', queued(around(15_000, 0.2), shortQueue), 5],
  ['narrow, 30 s ± 20 %, after a queue', queued(around(30_000, 0.2), shortQueue), 5],
  ['a few very long ones, from 5 s to 300 s', alone(heavyTailed(5_000)), 40],
  ['20 s ± 20 %, then suddenly 5 s', (random, index) => alone(around(index < 40 ? 20_000 : 5_000, 0.2))(random), 40],
  ['5 s ± 20 %, then suddenly 20 s', (random, index) => alone(around(index < 40 ? 5_000 : 20_000, 0.2))(random), 40],
  ['evenly 5 to 30 s, after 0 to 20 s of queue', queued(evenly(5_000, 30_000), evenly(0, 20_000)), 40],
  ['evenly 5 to 30 s, from the first job on', alone(evenly(5_000, 30_000)), 0],
];
const seeds = [1, 2, 3, 4];
const jobs = 200;

/** Prints how soon the poller sees an end, and how often it asks for that: some seconds, in no real time; then among many jobs. */
export async function benchPolling(): Promise<void> {
  console.log(`polling: ${jobs} jobs of a route one after the other, ${seeds.length} times, without a network`);
  for (const [title, runOf, learntFrom] of cases) {
    const measured = await Promise.all(seeds.map((seed) => simulatePolling({ runOf, learntFrom, jobs, seed })));
    const mean = (of: (each: (typeof measured)[number]) => number) =>
      measured.reduce((sum, each) => sum + of(each), 0) / measured.length;
    const [p50, p95] = [mean(({ p50Ms }) => p50Ms), mean(({ p95Ms }) => p95Ms)];
    const [longest, reads] = [mean(({ longestMs }) => longestMs), mean(({ readsPerJob }) => readsPerJob)];
    console.log(
      `  ${title}: lag p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, most ${longest.toFixed(0)} ms; ${reads.toFixed(1)} reads`,
    );
  }
  await benchCrowd();
}
