import type Keyv from 'keyv';
import type { z } from 'zod';
import { BotError } from '../domain/errors.ts';
import { UnreadableRow } from './namespace.ts';
import { storeError } from './sql-errors.ts';

/**
 * Rows of one shape. There is no `has`, `clear` or iterator on purpose: keyv's are wrong for expired keys, for shared
 * adapters, and while deleting.
 */
export interface Documents<T> {
  /** Null for a missing row only. @throws {@link BotError} `store.unavailable`, also for a row that cannot be read */
  get(key: string): Promise<T | null>;
  /** In the order of `keys`, with one query. @throws {@link BotError} `store.unavailable`, also when one row cannot be read */
  getMany(keys: readonly string[]): Promise<readonly (T | null)[]>;
  /** When it throws, the row may have been written all the same. @throws {@link BotError} `store.unavailable` */
  set(key: string, value: T): Promise<void>;
  /** A missing row is no failure. @throws {@link BotError} `store.unavailable` */
  delete(key: string): Promise<void>;
}

/** The one place where an error of the store becomes a {@link BotError}. */
export function openDocuments<T>(keyv: Keyv, schema: z.ZodType<T>): Documents<T> {
  const nameOf = (key: string) => `${keyv.namespace}:${key}`;

  function parse(key: string, value: unknown): T | null {
    if (value === undefined) return null;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const cause = new UnreadableRow(`${issue?.path.join('.')}: ${issue?.message}`);
    throw new BotError('store.unavailable', `cannot read ${nameOf(key)}: ${cause.message}`, {}, cause);
  }

  return {
    get: async (key) => parse(key, await translate(`read ${nameOf(key)}`, () => keyv.get<unknown>(key))),
    async getMany(keys) {
      if (keys.length === 0) return [];
      const what = `read ${keys.map(nameOf).join(', ')}`;
      const values = await translate(what, () => keyv.getMany<unknown>([...keys]));
      return keys.map((key, index) => parse(key, values[index]));
    },
    async set(key, value) {
      await translate(`write ${nameOf(key)}`, () => keyv.set(key, value));
    },
    async delete(key) {
      await translate(`delete ${nameOf(key)}`, () => keyv.delete(key));
    },
  };
}

/** True when the store works and a row of it is corrupt, so that one bad row need not stop everything. */
export function isUnreadableRow(error: unknown): boolean {
  return error instanceof BotError && error.cause instanceof UnreadableRow;
}

async function translate<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof UnreadableRow ? String(error) : storeError(error).message;
    throw new BotError('store.unavailable', `cannot ${what}: ${reason}`, {}, error);
  }
}
