/** Lets a few works run at once; the others wait in order. */
export interface Slots {
  /** @throws the signal's reason, when it ends before the work has begun; from then on it is the work's own affair */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** @param count how many at once, 1 or more */
export function createSlots(count: number): Slots {
  let free = count;
  const waiting = new Set<() => void>();
  const wait = (signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const begin = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiting.delete(begin);
        reject(signal?.reason);
      };
      waiting.add(begin);
      signal?.addEventListener('abort', leave, { once: true });
    });
  const give = () => {
    const [next] = waiting;
    if (next === undefined) {
      free += 1;
      return;
    }
    waiting.delete(next);
    next();
  };
  return {
    async run(work, signal) {
      signal?.throwIfAborted();
      if (free > 0) free -= 1;
      else await wait(signal);
      try {
        return await work();
      } finally {
        give();
      }
    },
  };
}
