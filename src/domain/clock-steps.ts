const dayMs = 24 * 60 * 60_000;

/** Whether a stored moment was written by a clock that was wrong: no clock that is put right goes back by more than a day. */
export function isFarAhead(atMs: number, nowMs: number): boolean {
  return atMs - nowMs > dayMs;
}

/** Whether `forMs` have passed since a stored moment. A moment that a wrong clock has written has passed: nothing waits for it. */
export function hasPassed(sinceMs: number, forMs: number, nowMs: number): boolean {
  return nowMs - sinceMs >= forMs || isFarAhead(sinceMs, nowMs);
}
