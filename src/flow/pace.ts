/** What is known when the next check is planned. Times are Unix milliseconds. */
export interface Watched {
  readonly nowMs: number;
  readonly submittedAtMs: number;
  /** When the job was first seen running; null while it is queued or was never asked for. */
  readonly runningSinceMs: number | null;
  /** Learnt run time of the route; null before the first run. */
  readonly expectedMs: number | null;
  /** Checks that failed in a row. */
  readonly failures: number;
}

/** The first look tells whether the job waits or runs. */
const firstLookMs = 1_000;
/** Until a route's time is learnt, and for jobs past their time. */
const steadyMs = 1_000;
/** Around the expected end: the picture is at most this late. */
const endgameMs = 900;
/** Runs vary by a fifth or so; from here on the end may come at any moment. */
const endgameFraction = 0.78;
const longestBackOffMs = 30_000;

/** How long to wait until the next check. */
export function nextCheckInMs(watched: Watched): number {
  const { nowMs, submittedAtMs, runningSinceMs, expectedMs, failures } = watched;
  if (failures > 0) return Math.min(longestBackOffMs, 1_000 * 2 ** (failures - 1));
  const waitedMs = nowMs - submittedAtMs;
  if (runningSinceMs === null) return waitedMs < firstLookMs ? firstLookMs - waitedMs : slowed(waitedMs, 1_500);
  if (expectedMs === null) return slowed(nowMs - runningSinceMs, steadyMs);
  const endgameInMs = runningSinceMs + endgameFraction * expectedMs - nowMs;
  if (endgameInMs > 0) return Math.max(endgameInMs, 200);
  const overdueMs = nowMs - runningSinceMs - expectedMs * 1.5;
  return overdueMs > 0 ? slowed(overdueMs, steadyMs) : endgameMs;
}

/** Nobody waits for the second after minutes of waiting. */
function slowed(waitedMs: number, shortestMs: number): number {
  if (waitedMs > 20 * 60_000) return 60_000;
  if (waitedMs > 120_000) return 5_000;
  return waitedMs > 45_000 ? Math.max(2_000, shortestMs) : shortestMs;
}
