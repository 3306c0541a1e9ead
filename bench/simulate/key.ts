import { setMaxListeners } from 'node:events';
import { BotError } from '#core/errors.ts';
import { guildId, type JobId, jobId, userId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import { createBudget } from '#polling/budget.ts';
import { createPoller, type Poller } from '#polling/poller.ts';
import { createDurations, type Durations, type RunKind } from '#polling/schedule.ts';
import type { JobUpdate, Provider } from '#providers/provider.ts';
import { createRandom, type Random } from '../../sandbox/services/random.ts';
import { evenly, lognormal } from '../../test/support/polling.ts';
import {
  answerMs,
  beatSeconds,
  callMs,
  callsPerLost,
  leaseSeconds,
  reconcileSeconds,
  uploadMs,
  uploadSigma,
  uploadsAtOnce,
} from './costs.ts';
import { createSimulation, type Simulation } from './events.ts';

/** The jobs of one API key, and the workers that follow them. Times in milliseconds from the start. */
export interface KeyPlan {
  readonly jobsPerSecond: number;
  readonly hasWebhooks: boolean;
  readonly workers: number;
  /** Jobs that end before this are not measured: until then there are fewer in flight than later. */
  readonly warmUpMs: number;
  readonly forMs: number;
  readonly seed: number;
  /** The service answers nothing between the two; what it has begun goes on. */
  readonly outage?: { readonly fromMs: number; readonly toMs: number };
  /** So many workers end without a word. */
  readonly loss?: { readonly atMs: number; readonly workers: number };
}

/** What became of the jobs. Lags are from the end at the service to the message in Discord. */
export interface KeyResult {
  readonly arrived: number;
  readonly delivered: number;
  /** The service could not be reached; nothing was charged. */
  readonly refused: number;
  /** In flight when the time was over. */
  readonly open: number;
  /** Of every job that ended in the measured time; one that was not delivered counts with the time until then. */
  readonly lags: readonly Lag[];
  readonly readsPerJob: number;
  readonly readsPerSecond: number;
  /** In flight, seen once a second of the measured time. */
  readonly openAtMost: number;
  readonly openMean: number;
  readonly events: number;
}

/** How late one job was. */
export interface Lag {
  readonly endedAtMs: number;
  readonly ms: number;
  readonly isVideo: boolean;
  /** Its first worker has died. */
  readonly wasTakenOver: boolean;
}

interface Job {
  readonly id: JobId;
  readonly kind: Kind;
  readonly atMs: number;
  readonly endsAtMs: number;
  reads: number;
  deliveredAtMs: number | null;
  worker: Worker | null;
  wasTakenOver: boolean;
}

interface Worker {
  readonly poller: Poller;
  readonly stop: AbortController;
  readonly jobs: Set<Job>;
  readonly uploads: Job[];
  uploading: number;
}

interface Kind {
  readonly run: RunKind;
  /** Of ten jobs. */
  readonly ofTen: number;
  readonly runMs: (random: Random) => number;
}

const minuteMs = 60_000;
const pictureSigma = 0.35;
const videoRoute = 'runninghub/video';

/** Assumed: nine of ten are pictures of three routes, as `bench/delivery.ts` has them; the others videos. */
const kinds: readonly Kind[] = [
  ...[5_000, 15_000, 30_000].map((ms) => ({
    run: { route: `runninghub/picture-${ms}`, options: '' },
    ofTen: 3,
    runMs: lognormal(ms, pictureSigma),
  })),
  { run: { route: videoRoute, options: '' }, ofTen: 1, runMs: evenly(minuteMs, 5 * minuteMs) },
];

interface Stage extends Simulation {
  readonly plan: KeyPlan;
  readonly random: Random;
  readonly jobs: Map<string, Job>;
  readonly workers: Worker[];
  /** Workers that live. */
  readonly alive: Worker[];
  /** Jobs whose worker has died, and that no other one has claimed yet. */
  readonly orphans: Set<Job>;
  reads: number;
  refused: number;
  openSeen: number[];
}

/** Lets the real poller follow the jobs of one key. The same plan gives the same result. */
export async function simulateKey(plan: KeyPlan): Promise<KeyResult> {
  const stage = openStage(plan);
  arrive(stage);
  count(stage);
  const { loss } = plan;
  if (loss) stage.at(loss.atMs, () => lose(stage, loss.workers));
  await stage.run(plan.forMs);
  for (const { stop } of stage.workers) stop.abort(new Error('measured'));
  return resultOf(stage);
}

function openStage(plan: KeyPlan): Stage {
  const simulation = createSimulation();
  const random = createRandom(plan.seed);
  const stage: Stage = {
    ...simulation,
    plan,
    random,
    jobs: new Map(),
    workers: [],
    alive: [],
    orphans: new Set(),
    reads: 0,
    refused: 0,
    openSeen: [],
  };
  const provider = createService(stage);
  // One budget for all workers of a key: each has its share of it.
  const budget = createBudget(stage.clock);
  const observe = <T>(_name: string, _call: string, work: Promise<T>) => work;
  for (let index = 0; index < plan.workers; index += 1) {
    const durations = learnt(random);
    const { clock } = stage;
    const poller = createPoller({
      providerOf: () => provider,
      budgetOf: () => budget,
      observe,
      durations,
      clock,
      log: silent,
    });
    const stop = new AbortController();
    // Each job that is followed listens to it.
    setMaxListeners(0, stop.signal);
    stage.workers.push({ poller, stop, jobs: new Set(), uploads: [], uploading: 0 });
  }
  stage.alive.push(...stage.workers);
  return stage;
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Forty runs of each kind were seen before. */
function learnt(random: Random): Durations {
  const durations = createDurations();
  for (const { run, runMs } of kinds) {
    for (let seen = 0; seen < 40; seen += 1) {
      const ms = runMs(random);
      durations.learn(run, { fromMs: ms, toMs: ms });
    }
  }
  return durations;
}

function createService(stage: Stage): Provider {
  const refuse = () => Promise.reject(new BotError('bug', 'the simulation only follows'));
  return {
    name: 'runninghub',
    callsBack: () => true,
    submit: refuse,
    upload: refuse,
    cancel: refuse,
    account: refuse,
    async check({ remoteId }, signal): Promise<JobUpdate> {
      const job = stage.jobs.get(remoteId);
      if (job === undefined) throw new BotError('provider.failed', 'no such job');
      if (isMeasured(stage)) stage.reads += 1;
      job.reads += 1;
      await stage.clock.wait(answerMs, signal);
      if (isAway(stage)) throw new BotError('provider.unavailable', 'away');
      if (stage.clock.now() < job.endsAtMs) return { kind: 'running', fraction: null };
      return { kind: 'finished', media: [] };
    },
  };
}

function isAway({ clock, plan: { outage } }: Stage): boolean {
  return outage !== undefined && clock.now() >= outage.fromMs && clock.now() < outage.toMs;
}

function isMeasured({ clock, plan }: Stage): boolean {
  return clock.now() >= plan.warmUpMs;
}

/** One arrives, and plans the next one. */
function arrive(stage: Stage): void {
  const { random, plan, jobs, clock } = stage;
  const inMs = (-1_000 * Math.log(1 - random())) / plan.jobsPerSecond;
  stage.at(clock.now() + inMs, () => {
    arrive(stage);
    if (isAway(stage)) {
      stage.refused += 1;
      return;
    }
    const kind = kindAt(random());
    const atMs = clock.now();
    const job: Job = {
      id: jobId(`${jobs.size + 1}`),
      kind,
      atMs,
      endsAtMs: atMs + kind.runMs(random),
      reads: 0,
      deliveredAtMs: null,
      worker: null,
      wasTakenOver: false,
    };
    jobs.set(job.id, job);
    planCall(stage, job);
    const worker = nextOf(stage);
    if (worker) void follow(stage, worker, job);
  });
}

/** @param place 0..1, drawn by chance */
function kindAt(place: number): Kind {
  let upTo = 0;
  for (const kind of kinds) {
    upTo += kind.ofTen;
    if (10 * place < upTo) return kind;
  }
  throw new Error('all kinds together are ten of ten');
}

/** In turn. */
function nextOf({ alive, jobs }: Stage): Worker | undefined {
  return alive[jobs.size % alive.length];
}

/** A call that comes while its job has no worker, or while the service is away, is lost. */
function planCall(stage: Stage, job: Job): void {
  const { random, plan } = stage;
  const afterMs = evenly(callMs.from, callMs.to)(random);
  const isLost = random() < 1 / callsPerLost;
  if (!plan.hasWebhooks || isLost) return;
  stage.at(job.endsAtMs + afterMs, () => {
    if (!isAway(stage)) job.worker?.poller.called(job.id);
  });
}

async function follow(stage: Stage, worker: Worker, job: Job): Promise<void> {
  job.worker = worker;
  worker.jobs.add(job);
  const watch = {
    id: job.id,
    owner: { guildId: guildId(`${Number(job.id) % 10_000}`), userId: userId(job.id) },
    ticket: { provider: 'runninghub', remoteId: job.id },
    kind: job.kind.run,
    isCalledBack: stage.plan.hasWebhooks,
    submittedAtMs: job.atMs,
    onProgress: () => undefined,
    onOverdue: async () => undefined,
  };
  const isSeen = await worker.poller.untilFinished(watch, worker.stop.signal).then(
    () => true,
    () => false,
  );
  if (!isSeen) return;
  worker.uploads.push(job);
  deliverNext(stage, worker);
}

/** As many at a time as a process uploads, in the order in which their ends were seen. */
function deliverNext(stage: Stage, worker: Worker): void {
  if (worker.uploading >= uploadsAtOnce) return;
  const job = worker.uploads.shift();
  if (job === undefined) return;
  worker.uploading += 1;
  stage.at(stage.clock.now() + lognormal(uploadMs, uploadSigma)(stage.random), () => {
    worker.uploading -= 1;
    // A worker that has died posts nothing.
    if (job.worker !== worker) return;
    job.deliveredAtMs = stage.clock.now();
    job.worker = null;
    worker.jobs.delete(job);
    deliverNext(stage, worker);
  });
}

/** Their jobs are claimed at the first look after their leases have ended. */
function lose(stage: Stage, howMany: number): void {
  for (const worker of stage.alive.splice(0, howMany)) {
    worker.stop.abort(new Error('killed'));
    worker.uploads.length = 0;
    const orphans = [...worker.jobs];
    worker.jobs.clear();
    for (const job of orphans) {
      job.worker = null;
      job.wasTakenOver = true;
      stage.orphans.add(job);
    }
    const sinceBeatMs = 1_000 * beatSeconds * stage.random();
    const untilLookMs = 1_000 * reconcileSeconds * stage.random();
    stage.at(stage.clock.now() + 1_000 * leaseSeconds - sinceBeatMs + untilLookMs, () => takeOver(stage, orphans));
  }
}

function takeOver(stage: Stage, orphans: readonly Job[]): void {
  for (const [index, job] of orphans.entries()) {
    const worker = stage.alive[index % stage.alive.length];
    if (worker === undefined) return;
    stage.orphans.delete(job);
    void follow(stage, worker, job);
  }
}

function count(stage: Stage): void {
  stage.at(stage.clock.now() + 1_000, () => {
    count(stage);
    if (isMeasured(stage)) stage.openSeen.push(openOf(stage));
  });
}

/** Counted where the jobs are, not from those that have come and gone. */
function openOf({ workers, orphans }: Stage): number {
  return workers.reduce((sum, { jobs }) => sum + jobs.size, orphans.size);
}

function resultOf(stage: Stage): KeyResult {
  const { plan, jobs, refused, reads, openSeen } = stage;
  const all = [...jobs.values()];
  const delivered = all.filter(({ deliveredAtMs }) => deliveredAtMs !== null);
  const ended = all.filter(({ endsAtMs }) => endsAtMs >= plan.warmUpMs && endsAtMs < plan.forMs);
  const whole = delivered.filter(({ atMs }) => atMs >= plan.warmUpMs);
  const lags = ended.map(({ kind, endsAtMs, deliveredAtMs, wasTakenOver }) => ({
    endedAtMs: endsAtMs,
    ms: (deliveredAtMs ?? plan.forMs) - endsAtMs,
    isVideo: kind.run.route === videoRoute,
    wasTakenOver,
  }));
  return {
    arrived: jobs.size + refused,
    delivered: delivered.length,
    refused,
    open: openOf(stage),
    lags,
    readsPerJob: whole.reduce((sum, job) => sum + job.reads, 0) / Math.max(1, whole.length),
    readsPerSecond: reads / ((plan.forMs - plan.warmUpMs) / 1_000),
    openAtMost: openSeen.reduce((most, open) => Math.max(most, open), 0),
    openMean: openSeen.reduce((sum, open) => sum + open, 0) / Math.max(1, openSeen.length),
    events: stage.happened(),
  };
}
