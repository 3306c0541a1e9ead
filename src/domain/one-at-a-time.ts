/** Runs `work` after everything that was asked for before it under the same key; other keys do not wait. */
export type OneAtATime = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * A keyed lock within this process. It orders, it does not undo: what `work` has done before it threw stays done.
 * Never ask for a key from within its own work. A key that is idle takes no memory (`size` counts the others).
 */
export function createOneAtATime(): OneAtATime & { readonly size: () => number } {
  const tails = new Map<string, Promise<void>>();

  async function oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = tails.get(key) ?? Promise.resolve();
    const result = before.then(work);
    // Invariant: a tail never rejects, so one failure does not fail the next.
    const tail = result.then(
      () => {},
      () => {},
    );
    tails.set(key, tail);
    try {
      return await result;
    } finally {
      if (tails.get(key) === tail) tails.delete(key);
    }
  }

  return Object.assign(oneAtATime, { size: () => tails.size });
}
