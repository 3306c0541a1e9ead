/** Counts how often the same thing was seen in a row, per job. */
export interface FailureCounter {
  /** One more; returns the count, 1 or more. */
  next(key: string): number;
  /** The row is broken, or the job is over. */
  end(key: string): void;
}

/** Jobs that are counted at once; beyond it the oldest is forgotten and starts again at 1. */
const maxKeys = 10_000;

/** @see FailureCounter */
export function createFailureCounter(): FailureCounter {
  const counts = new Map<string, number>();
  return {
    next(key) {
      const count = (counts.get(key) ?? 0) + 1;
      counts.delete(key);
      counts.set(key, count);
      const oldest = counts.keys().next();
      if (counts.size > maxKeys && !oldest.done) counts.delete(oldest.value);
      return count;
    },
    end(key) {
      counts.delete(key);
    },
  };
}
