import { quantile } from '../quantile.ts';
import { simulateBotRequests } from './bot-requests.ts';
import * as costs from './costs.ts';
import { simulateRestart } from './gateway.ts';
import { type KeyPlan, type KeyResult, type Lag, simulateKey } from './key.ts';
import { commitsPerSecond, type KeyCapacity, loadOf, type Setup, stepsTo } from './resources.ts';

/** What a table says, and about what. */
export interface Table {
  readonly title: string;
  /** What is assumed in it. */
  readonly about: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const minuteMs = 60_000;
const seed = 1;
const guildCounts = [10_000, 30_000, 100_000] as const;
/** A key carries what it can take without this being longer for a twentieth of the pictures. */
const mostPictureLagMs = 3_000;

/** Every question, in order; the capacity of a key, which the first one finds, is used by the last one. */
export async function answerAll(): Promise<readonly Table[]> {
  const { table, capacity } = await whatAKeyCarries();
  return [
    table,
    await whatAnOutageLeaves(),
    await whatALossLeaves(),
    await howARestartGoes(),
    await whatTheBotTokenCarries(),
    whatIsCommitted(),
    whatIsFullFirst(capacity),
  ];
}

const polledRates = [1, 2, 3, 4, 8];
const calledRates = [4, 8, 11.6, 13, 15];

/** @see Table */
export async function whatAKeyCarries(): Promise<{ readonly table: Table; readonly capacity: KeyCapacity }> {
  const polled = await ratesOf(polledRates, false);
  const called = await ratesOf(calledRates, true);
  const table = {
    title: 'What one key carries',
    about:
      'Ten minutes after five. Enough workers for the uploads. Lag: from the end at the service to the message in Discord.',
    head: [
      'jobs a second',
      'a day (flat)',
      'webhooks',
      'pictures p50 / p95',
      'videos p50 / p95',
      'reads per job',
      'reads a second',
      'in flight',
    ],
    rows: [...polled, ...called].map(({ plan, result }) => keyRow(plan, result)),
  };
  return { table, capacity: { polled: carriedBy(polled), called: carriedBy(called) } };
}

async function ratesOf(rates: readonly number[], hasWebhooks: boolean) {
  const runs: { readonly plan: KeyPlan; readonly result: KeyResult }[] = [];
  for (const jobsPerSecond of rates) {
    const workers = workersFor(jobsPerSecond);
    const plan = { jobsPerSecond, hasWebhooks, workers, warmUpMs: 5 * minuteMs, forMs: 15 * minuteMs, seed };
    runs.push({ plan, result: await simulateKey(plan) });
  }
  return runs;
}

/** The uploads of all workers are busy for 60 % of the time at most. */
function workersFor(jobsPerSecond: number): number {
  return Math.ceil((jobsPerSecond * costs.uploadMs) / 1_000 / costs.uploadsAtOnce / 0.6);
}

/** The highest of the rates whose pictures, and those of all lower ones, were in time. */
function carriedBy(runs: readonly { readonly plan: KeyPlan; readonly result: KeyResult }[]): number {
  const late = runs.findIndex(({ result }) => lagOf(picturesOf(result), 0.95) > mostPictureLagMs);
  return runs.slice(0, late < 0 ? runs.length : late).at(-1)?.plan.jobsPerSecond ?? 0;
}

function keyRow({ jobsPerSecond, hasWebhooks }: KeyPlan, result: KeyResult): string[] {
  const videos = result.lags.filter(({ isVideo }) => isVideo);
  return [
    `${jobsPerSecond}`,
    thousands(jobsPerSecond * 86_400),
    hasWebhooks ? 'yes' : 'no',
    lagPair(picturesOf(result)),
    lagPair(videos),
    result.readsPerJob.toFixed(1),
    result.readsPerSecond.toFixed(1),
    result.openMean.toFixed(0),
  ];
}

function picturesOf({ lags }: KeyResult): readonly Lag[] {
  return lags.filter(({ isVideo }) => !isVideo);
}

/** @see Table */
export async function whatAnOutageLeaves(): Promise<Table> {
  const outage = { fromMs: 10 * minuteMs, toMs: 70 * minuteMs };
  const rows: string[][] = [];
  for (const [jobsPerSecond, hasWebhooks] of [
    [2, false],
    [8, true],
  ] as const) {
    const workers = workersFor(jobsPerSecond);
    const during = { jobsPerSecond, hasWebhooks, workers, warmUpMs: outage.fromMs + 5 * minuteMs, outage, seed };
    const within = await simulateKey({ ...during, forMs: outage.toMs });
    const after = await simulateKey({ ...during, warmUpMs: outage.fromMs, forMs: 80 * minuteMs });
    const held = after.lags.filter(({ endedAtMs }) => endedAtMs < outage.toMs);
    const lastMs = held.reduce((last, { endedAtMs, ms }) => Math.max(last, endedAtMs + ms), 0) - outage.toMs;
    const later = after.lags.filter(({ endedAtMs, isVideo }) => endedAtMs > outage.toMs + 5_000 && !isVideo);
    rows.push([
      `${jobsPerSecond}`,
      hasWebhooks ? 'yes' : 'no',
      thousands(within.open),
      thousands(after.refused),
      within.readsPerSecond.toFixed(1),
      seconds(lastMs),
      lagPair(later),
    ]);
  }
  return {
    title: 'A service is away for an hour',
    about:
      'One key. New jobs are refused, and nothing is charged for them; jobs in flight end at the service while it cannot be asked.',
    head: [
      'jobs a second',
      'webhooks',
      'in flight at its end',
      'refused',
      'reads a second meanwhile',
      'all delivered after its end',
      'pictures afterwards p50 / p95',
    ],
    rows,
  };
}

/** @see Table */
export async function whatALossLeaves(): Promise<Table> {
  const loss = { atMs: 8 * minuteMs, workers: 2 };
  const rows: string[][] = [];
  for (const [jobsPerSecond, hasWebhooks] of [
    [2, false],
    [8, true],
    [11.6, true],
  ] as const) {
    const plan = { jobsPerSecond, hasWebhooks, workers: 6, warmUpMs: loss.atMs, forMs: 14 * minuteMs, loss, seed };
    const { lags } = await simulateKey(plan);
    const taken = lags.filter(({ wasTakenOver }) => wasTakenOver);
    rows.push([
      `${jobsPerSecond}`,
      hasWebhooks ? 'yes' : 'no',
      thousands(taken.length),
      lagPair(taken),
      seconds(lagOf(taken, 1)),
      lagPair(lags.filter(({ wasTakenOver }) => !wasTakenOver)),
    ]);
  }
  return {
    title: 'Two of six workers die at once',
    about: `One key. A lease ends ${costs.leaseSeconds} s after the last sign of life, and jobs without an owner are looked for every ${costs.reconcileSeconds} s.`,
    head: ['jobs a second', 'webhooks', 'taken over', 'their lag p50 / p95', 'longest', 'all others p50 / p95'],
    rows,
  };
}

/** @see Table */
export async function howARestartGoes(): Promise<Table> {
  const ways = [
    { maxConcurrency: 1, keepsSessions: false },
    { maxConcurrency: 16, keepsSessions: false },
    { maxConcurrency: 1, keepsSessions: true },
  ];
  const cases = guildCounts.flatMap((guilds) => ways.map((way) => ({ guilds, ...way })));
  const rows = await Promise.all(cases.map(restartRow));
  return {
    title: 'All processes are started again',
    about: `${thousands(costs.guildsPerShard)} servers a shard; the connections alone, without the time in which a process starts. ${thousands(costs.identifiesPerDay)} logins a day.`,
    head: [
      'servers',
      'shards',
      'max_concurrency',
      'sessions kept',
      'half are back after',
      'all are back after',
      'logins',
      'such restarts a day',
    ],
    rows,
  };
}

async function restartRow(way: { guilds: number; maxConcurrency: number; keepsSessions: boolean }): Promise<string[]> {
  const { guilds, maxConcurrency, keepsSessions } = way;
  const shards = Math.ceil(guilds / costs.guildsPerShard);
  const identifiesLeft = costs.identifiesPerDay;
  const { identifies, p50Ms, allMs } = await simulateRestart({ shards, maxConcurrency, keepsSessions, identifiesLeft });
  return [
    thousands(guilds),
    `${shards}`,
    keepsSessions ? 'any' : `${maxConcurrency}`,
    keepsSessions ? 'yes' : 'no',
    seconds(p50Ms),
    seconds(allMs),
    `${identifies}`,
    identifies === 0 ? 'no limit' : `${Math.floor(costs.identifiesPerDay / identifies)}`,
  ];
}

/** @see Table */
export async function whatTheBotTokenCarries(): Promise<Table> {
  const { jobsPerSecond } = loadOf(100_000);
  const rows: string[][] = [];
  for (const [share, processes] of [
    [0.05, 6],
    [0.25, 1],
    [0.25, 6],
    [0.3, 6],
    [0.4, 6],
  ] as const) {
    const plan = { jobsPerSecond, share, processes, forMs: 10 * minuteMs, seed };
    const { wantedPerSecond, sentPerSecond, p50Ms, p95Ms, waiting } = await simulateBotRequests(plan);
    rows.push([
      `${Math.round(100 * share)} %`,
      `${processes}`,
      wantedPerSecond.toFixed(1),
      sentPerSecond.toFixed(1),
      `${milliseconds(p50Ms)} / ${milliseconds(p95Ms)}`,
      thousands(waiting),
    ]);
  }
  return {
    title: 'Requests with the bot token, 100,000 servers in their peak hour',
    about: `Discord takes ${costs.botRequestsPerSecond} a second from the whole bot; each process takes an equal part. A job that is written to in this way makes ${costs.botRequestsPerJob}.`,
    head: ['of the jobs', 'processes', 'wanted a second', 'sent a second', 'wait p50 / p95', 'waiting after 10 min'],
    rows,
  };
}

/** @see Table */
export function whatIsCommitted(): Table {
  const setup: Setup = { store: 'PostgreSQL', hasWebhooks: true, keys: 1, workers: 6, frontDoors: 2 };
  const rows = guildCounts.map((guilds) => {
    const { jobsPerSecond } = loadOf(guilds);
    const commits = commitsPerSecond(setup, jobsPerSecond);
    return [
      thousands(guilds),
      thousands(guilds * costs.jobsPerGuildPerDay),
      jobsPerSecond.toFixed(1),
      commits.toFixed(0),
      percent(commits / costs.commitsPerSecondOfPostgres),
    ];
  });
  return {
    title: 'Commits in the peak hour',
    about: `Eight processes on one PostgreSQL that makes ${costs.commitsPerSecondOfPostgres} commits a second (16 connections, a slow disk).`,
    head: ['servers', 'jobs a day', 'jobs a second', 'commits a second', 'of what it makes'],
    rows,
  };
}

/** @see Table */
export function whatIsFullFirst(capacity: KeyCapacity): Table {
  const rows = guildCounts.flatMap((guilds) => {
    const load = loadOf(guilds);
    return stepsTo(load, capacity).map(({ setup, uses, remedy }) => [
      thousands(guilds),
      load.jobsPerSecond.toFixed(1),
      nameOf(setup),
      ...uses.slice(0, 2).map(({ resource, share }) => `${resource}, ${percent(share)}`),
      remedy ?? 'enough',
    ]);
  });
  return {
    title: 'What is full first, in the peak hour',
    about: `${costs.jobsPerGuildPerDay} jobs a day of a server, the peak hour ${costs.peakFactor} times the mean. A key carries ${capacity.polled} jobs a second when polled, ${capacity.called} with webhooks.`,
    head: ['servers', 'jobs a second', 'as it is', 'fullest', 'next', 'then'],
    rows,
  };
}

function nameOf({ store, hasWebhooks, keys, workers, frontDoors }: Setup): string {
  const processes = workers === 0 ? 'one process' : `${frontDoors} front door, ${workers} workers`;
  return `${store}, ${processes}, ${keys === 1 ? '1 key' : `${keys} keys`}, ${hasWebhooks ? 'webhooks' : 'polling'}`;
}

function lagOf(lags: readonly Lag[], fraction: number): number {
  return quantile(
    lags.map(({ ms }) => ms),
    fraction,
  );
}

function lagPair(lags: readonly Lag[]): string {
  return `${seconds(lagOf(lags, 0.5))} / ${seconds(lagOf(lags, 0.95))}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 100_000 ? 1 : 0)} s`;
}

function milliseconds(ms: number): string {
  return ms < 10_000 ? `${ms.toFixed(0)} ms` : seconds(ms);
}

function thousands(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
