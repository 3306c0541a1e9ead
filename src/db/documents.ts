import Keyv from 'keyv';
import type { z } from 'zod';
import { BotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
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

/** A row that is not what was written. It carries nothing of the row: that may hold a prompt. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
}

/** Where rows lie, in keyv's words. `getMany` is a must: keyv's own substitute reads a failing row as "no value". */
export interface Rows {
  get(key: string): Promise<unknown>;
  getMany(keys: string[]): Promise<readonly unknown[]>;
  set(key: string, value: string): Promise<unknown>;
  delete(key: string): Promise<boolean>;
  clear(): Promise<void>;
}

/**
 * One named set of rows. Only letters: keyv treats `_` and `%` as wildcards, and drops other characters in silence.
 * It throws on every failure (keyv's own default reads a failing store as "no value").
 *
 * @throws {@link BotError} `bug` for any other name
 */
export function openNamespace(rows: Rows, name: string, log: Log): Keyv {
  if (!/^[a-zA-Z]+$/.test(name)) throw new BotError('bug', `a namespace is named with letters only, not ${name}`);
  const keyv = new Keyv({ store: rows, namespace: name, throwOnErrors: true, serialize: JSON.stringify, deserialize });
  keyv.on('error', (error: unknown) =>
    log.error({ namespace: name, reason: String(error) }, 'the store reported an error'),
  );
  return keyv;
}

/** Stricter than keyv's own, which reads the row `null` as "no value". */
function deserialize(text: string) {
  const row = parse(text);
  if (typeof row !== 'object' || row === null || !('value' in row)) throw new UnreadableRow('the row has no value');
  return row;
}

function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableRow('the row is not JSON');
  }
}
