/** A clock that stands still until the story begins, then runs, and jumps ahead between scenes. */
export interface StoryClock {
  /** Unix milliseconds. */
  now(): number;
  /** Never back. */
  jumpTo(atMs: number): void;
  /** From here on it runs like the machine's. */
  run(): void;
}

/** @param machineNow what the clock runs by, Unix milliseconds */
export function createStoryClock(startMs: number, machineNow: () => number): StoryClock {
  let base = startMs;
  let since: number | null = null;
  const now = () => base + (since === null ? 0 : machineNow() - since);
  return {
    now,
    jumpTo(atMs) {
      if (atMs < now()) throw new Error(`the story is at ${new Date(now()).toISOString()} already`);
      base = atMs;
      since = since === null ? null : machineNow();
    },
    run() {
      since = machineNow();
    },
  };
}
