/** Runs `work` after everything that was asked for before it under the same key; other keys do not wait. */
export type KeyedMutex = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * A keyed lock within this process. It orders, it does not undo: what `work` has done before it threw stays done.
 * Never ask for a key from within its own work. A key that is idle takes no memory (`size` counts the others).
 */
export function createKeyedMutex(): KeyedMutex & { readonly size: () => number } {
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

/** Lets a few works run at once; the others wait in order. */
export interface Semaphore {
  /** @throws the signal's reason, when it ends before the work has begun; from then on it is the work's own affair */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** @param count how many at once, 1 or more */
export function createSemaphore(count: number): Semaphore {
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

/** Lets a few works run at once, of one key and altogether, so that one key which hangs does not hold up the others. */
export interface KeyedSemaphore {
  /** @throws the signal's reason, when it ends before the work has begun */
  run<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** @param most how many at once: more altogether than per key */
export function createKeyedSemaphore(most: { readonly perKey: number; readonly altogether: number }): KeyedSemaphore {
  const all = createSemaphore(most.altogether);
  const keys = new Map<string, { readonly slots: Semaphore; users: number }>();
  return {
    async run(key, work, signal) {
      const known = keys.get(key) ?? { slots: createSemaphore(most.perKey), users: 0 };
      keys.set(key, known);
      known.users += 1;
      try {
        return await known.slots.run(() => all.run(work, signal), signal);
      } finally {
        known.users -= 1;
        if (known.users === 0) keys.delete(key);
      }
    },
  };
}
