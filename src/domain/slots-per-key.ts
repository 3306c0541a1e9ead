import { createSlots, type Slots } from './slots.ts';

/** Lets a few works run at once, of one key and altogether, so that one key which hangs does not hold up the others. */
export interface SlotsPerKey {
  /** @throws the signal's reason, when it ends before the work has begun */
  run<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** @param most how many at once: more altogether than per key */
export function createSlotsPerKey(most: { readonly perKey: number; readonly altogether: number }): SlotsPerKey {
  const all = createSlots(most.altogether);
  const keys = new Map<string, { readonly slots: Slots; users: number }>();
  return {
    async run(key, work, signal) {
      const known = keys.get(key) ?? { slots: createSlots(most.perKey), users: 0 };
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
