import type { Redis } from 'ioredis';

/** Texts that all processes see, for a while. They may be gone at any time. */
export interface SharedTexts {
  /** Keeps a text beside others of the same key. Must not throw. */
  put(key: string, field: string, text: string, forMs: number): void;
  /** Null where there is none, and where they cannot be reached. Never throws. */
  find(key: string, field: string): Promise<string | null>;
  /** Drops all texts of a key. Must not throw. */
  drop(key: string): void;
}

/** Texts in Redis by key and field, each key for a while after its last change. Nothing here throws: what cannot be reached is not there. */
export function openSharedTexts(redis: Redis, prefix: string): SharedTexts {
  const at = (key: string) => `${prefix}:${key}`;
  const ignored = () => undefined;
  return {
    put(key, field, text, forMs) {
      redis.multi().hset(at(key), field, text).pexpire(at(key), forMs).exec().catch(ignored);
    },
    find: (key, field) =>
      redis.status === 'ready' ? redis.hget(at(key), field).catch(() => null) : Promise.resolve(null),
    drop: (key) => void redis.del(at(key)).catch(ignored),
  };
}
