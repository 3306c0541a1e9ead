import Keyv from 'keyv';
import { BotError } from '../domain/errors.ts';
import type { Log } from '../domain/ports.ts';

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
