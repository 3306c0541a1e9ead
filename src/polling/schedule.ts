import { createRunTimes, type RunTimes, type SeenRun, whenUnknown } from './run-times.ts';

/** What is known when the next look is planned. */
export interface Watched {
  /** How long ago the job was submitted. */
  readonly waitedMs: number;
  /** How long it has been running; null while it is queued or was never asked for. */
  readonly ageMs: number | null;
  /** False before the first answer. */
  readonly hasAnswered: boolean;
  /** How long such runs take; null before the first one. */
  readonly times: RunTimes | null;
  /** Checks that failed in a row. */
  readonly failures: number;
}

/** After this the provider is asked to stop, and the member is told that it takes unusually long. */
export const patienceMs = 30 * 60_000;

/** Until a route's time is learnt, its jobs may be done at once. */
const firstLookMs = 1_000;
/** Where it is learnt, the first look tells whether the job waits or runs. */
const latestFirstLookMs = 3_000;
const queueGapMs = 1_500;
const firstGapMs = 1_000;
const shortestGapMs = 900;
/** Where ends are likely; for long runs in parts of the time by which half of those left have ended. */
const longestGap = { ms: 2_200, ofEnd: 0.04 } as const;
/** A look before this chance of an end is wasted. */
const leastChance = 0.025;
/** The chance of an end that is worth a look: of a run that is soon over, and of one that may last that many times longer. */
const worthALook = { soonOver: 0.1, goingOn: 0.13, muchLonger: 1.3 } as const;
/** From here on a silence is this part of the run's age at most: of the last runs too little is known for a long one. */
const mostEnded = 0.75;
const lateSilenceOfAge = 0.1;
const gapOfAge = 0.07;
const longestGapMs = 5_000;
const slowestGapMs = 60_000;
/** A silence ends when the job has been waited for twice as long, unless its own end is near. */
const longestStretch = 1.15;
const longestBackOffMs = 30_000;
/** After that a second more or less does not matter. */
const hardlyWaitedForMs = 20 * 60_000;

/**
 * How long to wait until the next look: silent while ends are unlikely, often where they are likely, and hardly longer than
 * the job has been waited for, so that a service that has become faster is noticed.
 */
export function nextCheckInMs(watched: Watched): number {
  const { waitedMs, ageMs, hasAnswered, times, failures } = watched;
  if (failures > 0) return Math.min(longestBackOffMs, 1_000 * 2 ** (failures - 1));
  if (!hasAnswered) return Math.max(0, firstLookOf(times) - waitedMs);
  if (waitedMs > hardlyWaitedForMs) return slowestGapMs;
  if (ageMs === null) return queueGapOf(waitedMs);
  const gapMs = times === null ? Math.max(firstGapMs, Math.min(longestGapMs, gapOfAge * ageMs)) : gapIn(times, ageMs);
  return gapMs <= longestStretch * waitedMs ? gapMs : Math.max(firstGapMs, waitedMs);
}

function firstLookOf(times: RunTimes | null): number {
  if (times === null) return firstLookMs;
  return Math.min(latestFirstLookMs, Math.max(firstLookMs, times.earliestMs));
}

function queueGapOf(waitedMs: number): number {
  if (waitedMs > 120_000) return longestGapMs;
  return waitedMs > 45_000 ? 2_000 : queueGapMs;
}

function gapIn(times: RunTimes, ageMs: number): number {
  const halfMs = times.whenByChance(0.5, ageMs);
  const longestMs = Math.min(longestGapMs, Math.max(longestGap.ms, longestGap.ofEnd * halfMs));
  const worth = halfMs > worthALook.muchLonger * ageMs ? worthALook.goingOn : worthALook.soonOver;
  const worthMs = times.whenByChance(worth, ageMs) - ageMs;
  const likelyMs = times.whenByChance(leastChance, ageMs) - ageMs;
  const silentMs = times.shareBy(ageMs) > mostEnded ? Math.min(likelyMs, lateSilenceOfAge * ageMs) : likelyMs;
  return Math.max(silentMs, shortestGapMs, Math.min(longestMs, worthMs));
}

/** A call that has not come by then, and so long afterwards, is lost. */
const surelyEnded = 0.97;
const callLateMs = 15_000;
/** Between two looks at a job whose call is waited for, once its usual time has passed. */
const longestSafetyGapMs = 5 * 60_000;

/** How long to wait until a job is asked for whose provider should have called; never past the moment when it is asked to stop. */
export function safetyLookInMs(watched: Pick<Watched, 'waitedMs' | 'times'> & { readonly ageMs: number }): number {
  const { waitedMs, ageMs, times } = watched;
  const endedAtMs = times === null ? whenUnknown(surelyEnded, ageMs) : times.whenByChance(surelyEnded, ageMs);
  const usualMs = times === null ? 0 : times.whenBy(surelyEnded, ageMs) - ageMs;
  const safetyMs = Math.min(endedAtMs - ageMs + callLateMs, Math.max(longestSafetyGapMs, usualMs));
  return waitedMs < patienceMs ? Math.min(safetyMs, patienceMs - waitedMs + 1) : safetyMs;
}

/** What tells runs apart: where they are made, and the options on which their time depends. */
export interface RunKind {
  readonly route: string;
  readonly options: string;
}

/** How long runs take, learnt from the runs seen. In memory only: a restart learns again what the service is like. */
export interface Durations {
  /** Of runs of this kind; of all runs of the route while fewer than three of the kind are known; null before the first one. */
  of(kind: RunKind): RunTimes | null;
  learn(kind: RunKind, run: SeenRun): void;
}

/** Runs that are remembered, of a kind and of a route. */
const mostRuns = 40;
/** Fewer say less about a kind than all runs of its route do. */
const fewestOfKind = 3;
/** Kinds and routes that are remembered; the one that was learnt about longest ago is forgotten. */
const mostKeys = 500;

interface Learnt {
  readonly runs: readonly SeenRun[];
  /** Made when it is first asked for. */
  times: RunTimes | null;
}

/** @see Durations */
export function createDurations(): Durations {
  const learnt = new Map<string, Learnt>();

  const add = (key: string, run: SeenRun) => {
    const runs = [...(learnt.get(key)?.runs ?? []), run].slice(-mostRuns);
    learnt.delete(key);
    learnt.set(key, { runs, times: null });
    const [oldest] = learnt.keys();
    if (learnt.size > mostKeys && oldest !== undefined) learnt.delete(oldest);
  };

  const timesOf = (key: string, fewest: number): RunTimes | null => {
    const known = learnt.get(key);
    if (known === undefined || known.runs.length < fewest) return null;
    known.times ??= createRunTimes(known.runs);
    return known.times;
  };

  return {
    of: (kind) => timesOf(kindKey(kind), fewestOfKind) ?? timesOf(kind.route, 1),
    learn(kind, run) {
      add(kindKey(kind), run);
      add(kind.route, run);
    },
  };
}

/** One kind's name. A route's own key has no space. */
export function kindKey({ route, options }: RunKind): string {
  return `${route} ${options}`;
}

/** One route's name in {@link Durations} and in the metrics. */
export function routeKey(route: { readonly provider: string; readonly endpoint: string }): string {
  return `${route.provider}/${route.endpoint}`;
}
