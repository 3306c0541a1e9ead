import type { RunTimes } from './run-times.ts';

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
/** What may end before a silence is over: of the runs that have not ended by now. */
const shareOfSilence = 0.03;
/** From here on the run is one of the few that last longer: the gap grows with its age. */
const lateShare = 0.95;
/** From here on a silence is this part of the run's age at most. */
const mostEnded = 0.75;
const lateSilenceOfAge = 0.1;
const gapOfAge = 0.07;
const longestGapMs = 5_000;
const slowestGapMs = 60_000;
/** A silence ends when the job has been waited for twice as long, unless its own end is near by then. */
const longestStretch = 1.15;
const longestBackOffMs = 30_000;
/** After that nobody waits for the second. */
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
