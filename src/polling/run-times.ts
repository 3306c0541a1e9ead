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
  /** The moment by which {@link RunTimes.chanceBy} has grown to that chance. */
  whenByChance(chance: number, fromMs: number): number;
  /** 0..1: the chance that a run has ended by `toMs` that was seen running at `fromMs`. */
  chanceBy(toMs: number, fromMs: number): number;
  readonly medianMs: number;
  /** When the first runs end: what is left out is a fiftieth. */
  readonly earliestMs: number;
}

/** The newest run counts twice as much as the fifteenth before it: services become faster and slower. */
const halfLifeRuns = 15;
/** A run stands for others that take a little less or more: by a part of its time, less the more runs are known. */
const widestReach = 0.15;
const leftOut = 0.02;

/** @param runs at least one, the newest last */
export function createRunTimes(runs: readonly SeenRun[]): RunTimes {
  const { atMs, share } = lineOf(runs);
  const endMs = Number(atMs.at(-1));
  const ofUnknown = 1 / (runs.length + 2);
  const shareBy = (ageMs: number) => alongside(atMs, share, ageMs);
  const whenBy = (wanted: number, fromMs: number) => Math.max(fromMs, alongside(share, atMs, wanted));
  const left = (ageMs: number) => (1 - ofUnknown) * (1 - shareBy(ageMs)) + ofUnknown * leftOfUnknown(ageMs);
  const chanceBy = (toMs: number, fromMs: number) => 1 - left(toMs) / left(fromMs);
  const whenByChance = (chance: number, fromMs: number) => {
    let [low, high] = [fromMs, 2 * Math.max(fromMs, endMs)];
    // Halving to below a millisecond.
    for (let step = (high - low) / 2; step >= 0.5; step /= 2) {
      if (chanceBy(low + step, fromMs) >= chance) high = low + step;
      else low += step;
    }
    return high;
  };
  return {
    shareBy,
    whenBy,
    chanceBy,
    whenByChance,
    medianMs: whenBy(0.5, 0),
    earliestMs: whenBy(leftOut, 0),
  };
}

/** Of runs about which nothing is known, half end before they are twice as old and this much more. */
const unknownMs = 2_000;

/** 0..1: how many runs of an unknown kind are left at that age. Some of a known kind are like these, too: services change. */
export function leftOfUnknown(ageMs: number): number {
  return unknownMs / (unknownMs + ageMs);
}

/** The age by which a run of an unknown kind has ended with that chance (below 1), which was seen running at `fromMs`. */
export function whenUnknown(chance: number, fromMs: number): number {
  return (unknownMs + fromMs) / (1 - chance) - unknownMs;
}

/** The line that says how many runs have ended: its corners, of which both numbers rise from one to the next. */
interface Line {
  readonly atMs: Float64Array;
  readonly share: Float64Array;
}

/** Each run stands for those between two moments, evenly, so that the shares of all make one line with corners. */
function lineOf(runs: readonly SeenRun[]): Line {
  const bends = piecesOf(runs).flatMap(({ fromMs, toMs, weight }) => {
    const slope = weight / (toMs - fromMs);
    return [
      { atMs: fromMs, slope },
      { atMs: toMs, slope: -slope },
    ];
  });
  const atMs = new Float64Array(bends.length);
  const share = new Float64Array(bends.length);
  let [height, slope, beforeMs] = [0, 0, 0];
  for (const [index, bend] of bends.toSorted((one, other) => one.atMs - other.atMs).entries()) {
    height += slope * (bend.atMs - beforeMs);
    atMs[index] = bend.atMs;
    share[index] = Math.min(1, Math.max(0, height));
    slope += bend.slope;
    beforeMs = bend.atMs;
  }
  return { atMs, share };
}

function piecesOf(runs: readonly SeenRun[]) {
  const middles = runs.map(middleOf);
  const reach = widestReach / Math.sqrt(runs.length);
  const weightAt = (index: number) => 2 ** ((index - runs.length) / halfLifeRuns);
  const whole = runs.reduce((sum, _, index) => sum + weightAt(index), 0);
  return runs.map((run, index) => {
    const middleMs = middleOf(run);
    const seenWithinMs = (run.toMs - run.fromMs) / 4;
    const halfMs = Math.max(1, reach * middleMs, neighbourMs(middleMs, middles) / 2, seenWithinMs);
    return { fromMs: Math.max(0, middleMs - halfMs), toMs: middleMs + halfMs, weight: weightAt(index) / whole };
  });
}

/** How far the neighbours are, more of them the more runs are known: where runs are scattered, each stands for more of the time between. */
function neighbourMs(middleMs: number, middles: readonly number[]): number {
  const distances = middles.map((other) => Math.abs(other - middleMs)).toSorted((one, other) => one - other);
  return Number(distances[Math.min(Math.round(Math.sqrt(middles.length)), middles.length - 1)]);
}

function middleOf({ fromMs, toMs }: SeenRun): number {
  return (fromMs + toMs) / 2;
}

/** Where the second list stands at a value of the first one; its ends outside of it. No place outside of the lists is read. */
function alongside(from: Float64Array, to: Float64Array, value: number): number {
  const next = firstAbove(from, value);
  const last = from.length - 1;
  if (next === 0 || next > last) return Number(to[Math.min(next, last)]);
  const [before, after] = [Number(from[next - 1]), Number(from[next])];
  const [low, high] = [Number(to[next - 1]), Number(to[next])];
  return low + ((high - low) * (value - before)) / (after - before);
}

/** Of rising numbers the index of the first one above; their count where there is none. */
function firstAbove(rising: Float64Array, value: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(rising[middle]) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
