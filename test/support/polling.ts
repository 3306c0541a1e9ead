import { createBudget } from '#polling/budget.ts';
import { createPoller } from '#polling/poller.ts';
import { createDurations, type RunKind } from '#polling/schedule.ts';
import { quantile } from '../../bench/quantile.ts';
import { createRandom, type Random } from '../../sandbox/services/random.ts';
import { createFakeClock } from './fake-clock.ts';
import { guild, member, snowflakeAt, startMs } from './requests.ts';
import { createScriptedProvider } from './scripted-provider.ts';
import { createRecordingLog } from './store/recording-log.ts';

/** One job as the service carries it out. */
export interface SimulatedRun {
  readonly queueMs: number;
  readonly runMs: number;
  /** What the route's runs are told apart by; the same for all when left out. */
  readonly options?: string;
}

/** What is measured: jobs of one route, one after the other, the first of which are only learnt from. */
export interface Simulation {
  readonly runOf: (random: Random, index: number) => SimulatedRun;
  readonly learntFrom: number;
  readonly jobs: number;
  readonly seed: number;
}

/** From the service's end to the answer that says so, and the requests that asked. */
export interface Measured {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly longestMs: number;
  readonly readsPerJob: number;
  /** Of every job, shortest first. */
  readonly lagsMs: readonly number[];
}

/** Lets the real poller follow jobs on a clock of its own. No network is in it, and nothing is left to chance. */
export async function simulatePolling({ runOf, learntFrom, jobs, seed }: Simulation): Promise<Measured> {
  const random = createRandom(seed);
  const clock = createFakeClock(startMs);
  let endsAtMs = 0;
  let runsFromMs = 0;
  const checkOf = () => {
    const nowMs = clock.monotonic();
    if (nowMs >= endsAtMs) return { kind: 'finished', media: [] } as const;
    return nowMs >= runsFromMs
      ? ({ kind: 'running', fraction: null } as const)
      : ({ kind: 'queued', ahead: null } as const);
  };
  const provider = createScriptedProvider('runninghub', clock, { checkOf });
  const budget = createBudget(clock);
  const durations = createDurations();
  const log = createRecordingLog();
  const poller = createPoller({
    providerOf: () => provider,
    budgetOf: () => budget,
    observe: (_name, _call, work) => work,
    durations,
    clock,
    log,
  });
  const ticket = { provider: 'runninghub', remoteId: 'remote' } as const;
  const owner = { guildId: guild, userId: member };
  const lags: number[] = [];
  let readsBefore = 0;
  for (let index = 0; index < learntFrom + jobs; index += 1) {
    if (index === learntFrom) readsBefore = provider.checks.length;
    const { queueMs, runMs, options = '' } = runOf(random, index);
    const kind: RunKind = { route: 'runninghub/route', options };
    runsFromMs = clock.monotonic() + queueMs;
    endsAtMs = runsFromMs + runMs;
    const watch = {
      id: snowflakeAt(startMs, index),
      owner,
      ticket,
      kind,
      isCalledBack: false,
      submittedAtMs: clock.now(),
    };
    const told = { onProgress: () => undefined, onOverdue: async () => undefined };
    await clock.advanceUntil(poller.untilFinished({ ...watch, ...told }, new AbortController().signal));
    if (index >= learntFrom) lags.push(clock.monotonic() - endsAtMs);
  }
  const lagsMs = lags.toSorted((one, other) => one - other);
  const readsPerJob = (provider.checks.length - readsBefore) / jobs;
  const [p50Ms, p95Ms, longestMs] = [quantile(lagsMs, 0.5), quantile(lagsMs, 0.95), quantile(lagsMs, 1)];
  return { p50Ms, p95Ms, longestMs, readsPerJob, lagsMs };
}

/** Every time between the two is as likely. */
export function evenly(fromMs: number, toMs: number): (random: Random) => number {
  return (random) => fromMs + (toMs - fromMs) * random();
}

/** Around the time, up to that part of it shorter or longer. */
export function around(ms: number, part: number): (random: Random) => number {
  return evenly(ms * (1 - part), ms * (1 + part));
}

/** Half of the times are below the median; their logarithms are spread normally. */
export function lognormal(medianMs: number, sigma: number): (random: Random) => number {
  return (random) => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return medianMs * Math.exp(sigma * normal);
  };
}

/** A few take very long: half as many are twice as long, again and again, up to five minutes. */
export function heavyTailed(shortestMs: number): (random: Random) => number {
  return (random) => Math.min(300_000, shortestMs / (1 - random()) ** (1 / 1.5));
}
