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

/** Until a route's time is learnt, its jobs may be done at once. */
const firstLookMs = 1_000;
/** Where it is learnt, the first look tells whether the job waits or runs. */
const latestFirstLookMs = 3_000;
const queueGapMs = 1_500;
const firstGapMs = 1_000;
/** Where ends are likely: at least and at most; for long runs in parts of their time. */
const shortestGap = { ms: 900, ofMedian: 0.03 } as const;
const longestGap = { ms: 1_750, ofMedian: 0.06 } as const;
/** Looks that an average run is worth, from the earliest end on. */
const looksPerRun = 7;
/** Fewer runs than this end between two looks where many end at the same time. */
const shareOfGap = 0.08;
/** What may end before a silence is over: of the runs that have not ended yet. */
const shareOfSilence = 0.03;
/** From here on the run is one of the few that last longer: the gap grows with its age. */
const lateShare = 0.95;
/** From here on a silence is this part of the run's age at most. */
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
  const gapMs = times === null ? gapAt(ageMs, firstGapMs) : gapIn(times, ageMs);
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

/** Of a run about which nothing else is known: ever longer. */
function gapAt(ageMs: number, shortestMs: number): number {
  return Math.max(shortestMs, Math.min(longestGapMs, gapOfAge * ageMs));
}

function gapIn(times: RunTimes, ageMs: number): number {
  const shortestMs = Math.min(longestGapMs, Math.max(shortestGap.ms, shortestGap.ofMedian * times.medianMs));
  const longestMs = Math.min(longestGapMs, Math.max(longestGap.ms, longestGap.ofMedian * times.medianMs));
  const usualMs = Math.min(longestMs, Math.max(shortestMs, times.spreadMs / looksPerRun));
  const ended = times.shareBy(ageMs);
  if (ended > lateShare) return Math.max(silenceAfter(times, ageMs, ended), gapAt(ageMs, usualMs));
  const denseMs = times.whenBy(ended + shareOfGap, ageMs) - ageMs;
  return Math.max(silenceAfter(times, ageMs, ended), shortestMs, Math.min(usualMs, denseMs));
}

/** Until the next ends are likely. Of the last runs too little is known for a long one. */
function silenceAfter(times: RunTimes, ageMs: number, ended: number): number {
  const silentMs = times.whenBy(ended + shareOfSilence * (1 - ended), ageMs) - ageMs;
  return ended > mostEnded ? Math.min(silentMs, lateSilenceOfAge * ageMs) : silentMs;
}

/** A run whose end was seen: it ended after `fromMs`, when it was last seen running, and at the latest at `toMs`. */
export interface SeenRun {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How long runs of one kind take, estimated from the runs seen. */
export interface RunTimes {
  /** 0..1: how many of the runs have ended by then. */
  shareBy(ageMs: number): number;
  /** The first moment, not before `fromMs`, by which that share of the runs has ended. */
  whenBy(share: number, fromMs: number): number;
  readonly medianMs: number;
  /** When the first runs end: what is left out is a fiftieth. */
  readonly earliestMs: number;
  /** How long after `earliestMs` a run ends on average. */
  readonly spreadMs: number;
}

/** The newest run counts twice as much as the fifteenth before it: services become faster and slower. */
const halfLifeRuns = 15;
/** A run stands for others that take a little less or more: by a part of its time, less the more runs are known. */
const widestReach = 0.15;
const narrowestReach = 0.015;
const leftOut = 0.02;

/** A run stands for those between `fromMs` and `toMs`, evenly; all weights add up to 1. */
interface Piece extends SeenRun {
  readonly weight: number;
}

/** @param runs at least one, the newest last */
export function createRunTimes(runs: readonly SeenRun[]): RunTimes {
  const pieces = piecesOf(runs);
  const endMs = Math.max(...pieces.map(({ toMs }) => toMs));
  const shareBy = (ageMs: number) =>
    pieces.reduce((sum, { fromMs, toMs, weight }) => sum + weight * partOf(ageMs, fromMs, toMs), 0);
  const whenBy = (share: number, fromMs: number) => {
    let [low, high] = [fromMs, Math.max(fromMs, endMs)];
    // Halving to below a millisecond.
    for (let step = (high - low) / 2; step >= 0.5; step /= 2) {
      if (shareBy(low + step) >= share) high = low + step;
      else low += step;
    }
    return high;
  };
  const earliestMs = whenBy(leftOut, 0);
  const spreadMs = pieces.reduce((sum, piece) => sum + piece.weight * Math.max(0, middleOf(piece) - earliestMs), 0);
  return { shareBy, whenBy, medianMs: whenBy(0.5, 0), earliestMs, spreadMs };
}

function piecesOf(runs: readonly SeenRun[]): readonly Piece[] {
  const middles = runs.map(middleOf);
  const reach = Math.max(narrowestReach, widestReach / Math.sqrt(runs.length));
  const weightAt = (index: number) => 2 ** ((index - runs.length) / halfLifeRuns);
  const whole = runs.reduce((sum, _, index) => sum + weightAt(index), 0);
  return runs.map((run, index) => {
    const middleMs = middleOf(run);
    const seenWithinMs = (run.toMs - run.fromMs) / 4;
    const halfMs = Math.max(1, reach * middleMs, neighbourMs(middleMs, middles) / 2, seenWithinMs);
    const weight = weightAt(index) / whole;
    return { fromMs: Math.max(0, middleMs - halfMs), toMs: middleMs + halfMs, weight };
  });
}

/** How far the second nearest of the others is: where runs are scattered, each stands for more of the time between them. */
function neighbourMs(middleMs: number, middles: readonly number[]): number {
  const distances = middles.map((other) => Math.abs(other - middleMs)).toSorted((one, other) => one - other);
  return Math.max(...distances.slice(0, 3));
}

function middleOf({ fromMs, toMs }: SeenRun): number {
  return (fromMs + toMs) / 2;
}

function partOf(ageMs: number, fromMs: number, toMs: number): number {
  return Math.min(1, Math.max(0, (ageMs - fromMs) / (toMs - fromMs)));
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
    of: (kind) => timesOf(keyOf(kind), fewestOfKind) ?? timesOf(kind.route, 1),
    learn(kind, run) {
      add(keyOf(kind), run);
      add(kind.route, run);
    },
  };
}

/** A route's own key has no space. */
function keyOf({ route, options }: RunKind): string {
  return `${route} ${options}`;
}

/** One route's name in {@link Durations} and in the metrics. */
export function routeKey(route: { readonly provider: string; readonly endpoint: string }): string {
  return `${route.provider}/${route.endpoint}`;
}
