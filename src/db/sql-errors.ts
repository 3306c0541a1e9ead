import { asBotError, BotError } from '#core/errors.ts';

/**
 * A failure of a database as the rest of Easel knows it: `bug` for a breach of a constraint (nothing was written), else
 * `store.unavailable`. The message names no values: they may be a prompt.
 */
export function storeError(error: unknown): BotError {
  if (error instanceof BotError) return error;
  const code = codeOf(error);
  if (isConstraint(code)) return new BotError('bug', `a constraint of the database: ${firstLineOf(error)}`, {}, error);
  return new BotError('store.unavailable', reasons.get(code) ?? `the database: ${firstLineOf(error)}`, {}, error);
}

/** The error code of a driver's error; empty where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['SQLITE_FULL', 'the disk that holds the store is full'],
  ['53100', 'the disk of the database server is full'],
  ['57014', 'the database did not answer in time'],
]);

/** @see https://www.postgresql.org/docs/15/errcodes-appendix.html class 23, read 2026-11-28 */
function isConstraint(code: string): boolean {
  return code === 'SQLITE_CONSTRAINT' || code.startsWith('23');
}

function firstLineOf(error: unknown): string {
  const [line = ''] = asBotError(error).message.split('\n');
  return line;
}
