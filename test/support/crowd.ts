import { guildId, type JobId, userId } from '#core/ids.ts';
import { createBudget } from '#polling/budget.ts';
import { createPoller, type Poller, type PollerDeps } from '#polling/poller.ts';
import { createDurations, nextCheckInMs, type RunKind } from '#polling/schedule.ts';
import type { Watch } from '#polling/watch.ts';
import type { JobUpdate } from '#providers/provider.ts';
import { quantile } from '../../bench/quantile.ts';
import { createRandom, type Random } from '../../sandbox/services/random.ts';
import { createFakeClock, type FakeClock, settleQuickly } from './fake-clock.ts';
import { snowflakeAt, startMs } from './requests.ts';
import { createScriptedProvider } from './scripted-provider.ts';
import { createRecordingLog } from './store/recording-log.ts';

/** Jobs of one kind among many. */
export interface CrowdKind {
  readonly name: string;
  /** How many of all that are in flight are of this kind. */
  readonly inFlight: number;
  readonly runMs: (random: Random) => number;
  /** In the service's queue, before the run. Nothing when left out. */
  readonly queueMs?: (random: Random) => number;
  /** Whose jobs these are; each of another server and member when left out. */
  readonly guild?: string;
  readonly member?: string;
}

/** Many jobs of one API key. They arrive evenly at random, as many as it takes to keep so many in flight. */
export interface Crowd {
  readonly kinds: readonly CrowdKind[];
  /** How long the jobs are watched. What is measured are the ends of the later two thirds. */
  readonly forMs: number;
  readonly seed: number;
  /** How long after an end the provider's call arrives; null for one that is lost. No calls are promised when left out. */
  readonly callMs?: (random: Random) => number | null;
  /** The floor: each job is asked for when its own schedule says so, in order of asking. */
  readonly isInOrder?: boolean;
}

/** From the end at the service to the answer that says so. A job whose end was not seen at all counts with the time until the measuring ended. */
export interface CrowdResult {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly longestMs: number;
  readonly ended: number;
}

interface CrowdJob {
  readonly kind: CrowdKind;
  readonly id: JobId;
  readonly fromMs: number;
  readonly runsFromMs: number;
  readonly endsAtMs: number;
  seenAtMs: number | null;
  reads: number;
  /** The longest time for which it was not asked for. */
  askedAtMs: number;
  unaskedMs: number;
}

/** Lets the real poller follow many jobs on a clock of its own. The same seed gives the same figures. */
export async function simulateCrowd(crowd: Crowd) {
  const random = createRandom(crowd.seed);
  const clock = createFakeClock(startMs, settleQuickly);
  const jobs = arrivalsOf(crowd, random);
  const provider = createScriptedProvider('runninghub', clock, { checkOf: checksOf(jobs, clock) });
  const durations = learnt(crowd, createRandom(crowd.seed + 1));
  const log = createRecordingLog();
  const budget = createBudget(clock);
  const deps = { providerOf: () => provider, budgetOf: () => budget, observe, durations, clock, log };
  const poller = crowd.isInOrder ? inOrder(deps) : createPoller(deps);
  const stops: AbortController[] = [];
  for (const { atMs, job, isCall } of eventsOf(crowd, jobs, random)) {
    if (atMs > clock.monotonic()) await clock.advance(atMs - clock.monotonic());
    if (isCall) {
      poller.called(job.id);
      continue;
    }
    const stop = new AbortController();
    stops.push(stop);
    void follow(job, poller, { clock, isCalledBack: crowd.callMs !== undefined, signal: stop.signal });
  }
  await clock.advance(crowd.forMs - clock.monotonic());
  const reads = provider.checks.length;
  for (const stop of stops) stop.abort(new Error('measured'));
  await clock.settle();
  return { ...resultsOf(crowd, jobs), readsPerSecond: (1_000 * reads) / crowd.forMs, log };
}

/** How the service answers. */
function checksOf(jobs: readonly CrowdJob[], clock: FakeClock): (remoteId: string) => JobUpdate {
  const byRemoteId = new Map(jobs.map((job) => [job.id as string, job]));
  return (remoteId) => {
    const job = byRemoteId.get(remoteId);
    if (job === undefined) throw new Error(`no job ${remoteId}`);
    const nowMs = clock.monotonic();
    job.reads += 1;
    noteAsked(job, nowMs);
    if (nowMs >= job.endsAtMs) return { kind: 'finished', media: [] };
    return nowMs >= job.runsFromMs ? { kind: 'running', fraction: null } : { kind: 'queued', ahead: null };
  };
}

const observe: PollerDeps['observe'] = (_name, _call, work) => work;

function noteAsked(job: CrowdJob, nowMs: number): void {
  job.unaskedMs = Math.max(job.unaskedMs, nowMs - job.askedAtMs);
  job.askedAtMs = nowMs;
}

async function follow(
  job: CrowdJob,
  poller: Pick<Poller, 'untilFinished'>,
  {
    clock,
    isCalledBack,
    signal,
  }: { readonly clock: FakeClock; readonly isCalledBack: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const watch: Watch = {
    id: job.id,
    owner: { guildId: guildId(job.kind.guild ?? job.id), userId: userId(job.kind.member ?? job.id) },
    ticket: { provider: 'runninghub', remoteId: job.id },
    kind: kindOf(job.kind),
    isCalledBack,
    submittedAtMs: startMs + job.fromMs,
    onProgress: () => undefined,
    onOverdue: async () => undefined,
  };
  const done = poller.untilFinished(watch, signal).catch(() => null);
  if ((await done) !== null) job.seenAtMs = clock.monotonic();
}

function kindOf({ name }: CrowdKind): RunKind {
  return { route: `runninghub/${name}`, options: '' };
}

/** Those of the time before the start are in flight then, as a service has them that has been busy for long. */
function arrivalsOf({ kinds, forMs }: Crowd, random: Random): CrowdJob[] {
  const jobs: CrowdJob[] = [];
  for (const kind of kinds) {
    const sample = Array.from({ length: 2_000 }, () => (kind.queueMs?.(random) ?? 0) + kind.runMs(random));
    const gapMs = sample.reduce((sum, ms) => sum + ms, 0) / sample.length / kind.inFlight;
    for (let atMs = -Math.max(...sample); atMs < forMs; atMs += -gapMs * Math.log(1 - random())) {
      const runsFromMs = atMs + (kind.queueMs?.(random) ?? 0);
      const endsAtMs = runsFromMs + kind.runMs(random);
      if (endsAtMs <= 0) continue;
      const id = snowflakeAt(startMs, jobs.length);
      const askedAtMs = Math.max(0, atMs);
      jobs.push({ kind, id, fromMs: atMs, runsFromMs, endsAtMs, seenAtMs: null, reads: 0, askedAtMs, unaskedMs: 0 });
    }
  }
  return jobs;
}

/** Forty runs of each kind were seen before. */
function learnt({ kinds }: Crowd, random: Random) {
  const durations = createDurations();
  for (const kind of kinds) {
    for (let run = 0; run < 40; run += 1) {
      const ms = kind.runMs(random);
      durations.learn(kindOf(kind), { fromMs: ms, toMs: ms });
    }
  }
  return durations;
}

interface CrowdEvent {
  readonly atMs: number;
  readonly job: CrowdJob;
  readonly isCall: boolean;
}

function eventsOf({ callMs, forMs }: Crowd, jobs: readonly CrowdJob[], random: Random): readonly CrowdEvent[] {
  const events: CrowdEvent[] = [];
  for (const job of jobs) {
    events.push({ atMs: Math.max(0, job.fromMs), job, isCall: false });
    const afterMs = callMs?.(random) ?? null;
    if (afterMs !== null) events.push({ atMs: job.endsAtMs + afterMs, job, isCall: true });
  }
  return events.filter(({ atMs }) => atMs < forMs).toSorted((one, other) => one.atMs - other.atMs);
}

function resultsOf({ kinds, forMs }: Crowd, jobs: readonly CrowdJob[]) {
  for (const job of jobs) if (job.seenAtMs === null && job.fromMs <= forMs) noteAsked(job, forMs);
  const ended = jobs.filter(({ endsAtMs }) => endsAtMs > forMs / 3 && endsAtMs < forMs);
  const of = (kind: CrowdKind): CrowdResult => {
    const own = ended.filter((job) => job.kind === kind);
    const lags = own.map(({ seenAtMs, endsAtMs }) => (seenAtMs ?? forMs) - endsAtMs);
    return { p50Ms: quantile(lags, 0.5), p95Ms: quantile(lags, 0.95), longestMs: quantile(lags, 1), ended: own.length };
  };
  const seen = ended.filter(({ seenAtMs, fromMs }) => seenAtMs !== null && fromMs >= 0);
  const lags = ended.map(({ seenAtMs, endsAtMs }) => (seenAtMs ?? forMs) - endsAtMs);
  return {
    all: { p50Ms: quantile(lags, 0.5), p95Ms: quantile(lags, 0.95), longestMs: quantile(lags, 1), ended: lags.length },
    kinds: new Map(kinds.map((kind) => [kind.name, of(kind)])),
    /** Of the jobs that came while it was measured and whose end was seen. */
    readsPerJob: seen.reduce((sum, { reads }) => sum + reads, 0) / Math.max(1, seen.length),
    longestUnaskedMs: Math.max(...jobs.map(({ unaskedMs }) => unaskedMs)),
  };
}

/** Every job by itself, at the times of its own schedule, and turns in order of asking: what the poller is compared with. */
function inOrder({ clock, durations, providerOf }: PollerDeps): Pick<Poller, 'untilFinished' | 'called'> {
  let slotAtMs = 0;
  return {
    async untilFinished({ ticket, kind, submittedAtMs }, signal) {
      const fromMs = clock.monotonic() - (clock.now() - submittedAtMs);
      let hasAnswered = false;
      for (;;) {
        const waitedMs = clock.monotonic() - fromMs;
        const ageMs = hasAnswered ? waitedMs : null;
        await clock.wait(
          nextCheckInMs({ waitedMs, ageMs, hasAnswered, times: durations.of(kind), failures: 0 }),
          signal,
        );
        slotAtMs = Math.max(clock.monotonic(), slotAtMs + 50);
        await clock.wait(slotAtMs - clock.monotonic(), signal);
        const update = await providerOf(ticket.provider).check(ticket, signal);
        if (update.kind === 'finished') return update.media;
        hasAnswered = true;
      }
    },
    called: () => undefined,
  };
}
