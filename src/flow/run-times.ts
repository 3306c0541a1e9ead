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
