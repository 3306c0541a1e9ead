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
const narrowestReach = 0.015;
const leftOut = 0.02;

/** @param runs at least one, the newest last */
export function createRunTimes(runs: readonly SeenRun[]): RunTimes {
  const corners = cornersOf(runs);
  const endMs = corners.at(-1)?.atMs ?? 0;
  const ofUnknown = 1 / (runs.length + 2);
  const shareBy = (ageMs: number) => heightAt(corners, ageMs);
  const whenBy = (share: number, fromMs: number) => Math.max(fromMs, momentOf(corners, share));
  const left = (ageMs: number) => (1 - ofUnknown) * (1 - shareBy(ageMs)) + ofUnknown * leftOfUnknown(ageMs);
  const chanceBy = (toMs: number, fromMs: number) => (toMs <= fromMs ? 0 : 1 - left(toMs) / left(fromMs));
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
    medianMs: momentOf(corners, 0.5),
    earliestMs: momentOf(corners, leftOut),
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

/** A corner of the line that says how many runs have ended; both numbers rise from one corner to the next. */
interface Corner {
  readonly atMs: number;
  readonly share: number;
}

/** Each run stands for those between two moments, evenly, so that the shares of all make one line with corners. */
function cornersOf(runs: readonly SeenRun[]): readonly Corner[] {
  const bends = piecesOf(runs).flatMap(({ fromMs, toMs, weight }) => {
    const slope = weight / (toMs - fromMs);
    return [
      { atMs: fromMs, slope },
      { atMs: toMs, slope: -slope },
    ];
  });
  const corners: Corner[] = [];
  let [share, slope, beforeMs] = [0, 0, 0];
  for (const bend of bends.toSorted((one, other) => one.atMs - other.atMs)) {
    share += slope * (bend.atMs - beforeMs);
    corners.push({ atMs: bend.atMs, share: Math.min(1, Math.max(0, share)) });
    slope += bend.slope;
    beforeMs = bend.atMs;
  }
  return corners;
}

function piecesOf(runs: readonly SeenRun[]) {
  const middles = runs.map(middleOf);
  const reach = Math.max(narrowestReach, widestReach / Math.sqrt(runs.length));
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
  return distances[Math.min(Math.round(Math.sqrt(middles.length)), middles.length - 1)] ?? 0;
}

function middleOf({ fromMs, toMs }: SeenRun): number {
  return (fromMs + toMs) / 2;
}

/** The line's height at a moment. */
function heightAt(corners: readonly Corner[], atMs: number): number {
  const next = firstIndex(corners, (corner) => corner.atMs > atMs);
  const before = corners[next - 1];
  const after = corners[next];
  if (before === undefined) return 0;
  if (after === undefined) return 1;
  return before.share + ((after.share - before.share) * (atMs - before.atMs)) / (after.atMs - before.atMs);
}

/** The first moment at which the line is that high; its end for a share that it does not reach. */
function momentOf(corners: readonly Corner[], share: number): number {
  const next = firstIndex(corners, (corner) => corner.share >= share);
  const before = corners[next - 1];
  const after = corners[Math.min(next, corners.length - 1)];
  if (after === undefined) return 0;
  if (before === undefined || after.share <= before.share) return after.atMs;
  const part = Math.min(1, (share - before.share) / (after.share - before.share));
  return before.atMs + part * (after.atMs - before.atMs);
}

/** Of sorted corners the first for which it holds; their number when it holds for none. */
function firstIndex(corners: readonly Corner[], holds: (corner: Corner) => boolean): number {
  let [low, high] = [0, corners.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const corner = corners[middle];
    if (corner !== undefined && holds(corner)) high = middle;
    else low = middle + 1;
  }
  return low;
}
