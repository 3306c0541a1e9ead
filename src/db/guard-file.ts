import { rename, rm } from 'node:fs/promises';
import type { Log } from '#core/log.ts';
import type { Row } from './database.ts';
import { answerBackupRequest, copyInto } from './live-backup.ts';
import type { SqliteConnection, SqliteQuery } from './sqlite-connection.ts';
import { identityOf, rescuedPath, UnusableStore } from './store-file.ts';

/** @see guardFile */
export interface FileGuard {
  /** The reason for which the file is no longer there; null while all is well. */
  lost(): UnusableStore | null;
  stop(): void;
}

/** @see guardFile */
export interface GuardOptions {
  readonly path: string;
  readonly log: Log;
  readonly everyMs: number;
  /** Runs work while no transaction is open: a copy cannot be made within one. */
  readonly exclusively: (work: () => Promise<void>) => Promise<void>;
  /** Called once. */
  readonly onLost: (reason: UnusableStore) => void;
}

/** A read changes nothing, and the statements of a transaction lie between its `BEGIN` and its `COMMIT`. */
const needsNoLook = /^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ROLLBACK)\b/i;

/**
 * Looks whether the file under the open connection still has its name: during each transaction, and every `everyMs`. SQLite itself
 * goes on writing into a file that was deleted, and everything since then would be gone with the process. Once the name is
 * gone nothing more is committed, and a copy of everything is put beside it.
 *
 * The look of a transaction begins with its `BEGIN`, goes on beside its statements, and is waited for before its `COMMIT`.
 */
export async function guardFile(connection: SqliteConnection, options: GuardOptions): Promise<FileGuard> {
  const { path, log, everyMs, exclusively, onLost } = options;
  const identity = await identityOf(path);
  const query = connection.query;
  let lost: UnusableStore | null = null;
  let found = Promise.resolve(identity);

  async function look(): Promise<void> {
    found = identityOf(path);
    await judge();
  }

  async function lookAround(): Promise<void> {
    await look();
    if (lost === null) await answerBackupRequest(query, path, log);
  }

  /** No transaction is open: a copy cannot be made within one. */
  async function judge(): Promise<void> {
    const now = await found;
    if (now === identity || lost !== null) return;
    const what = now === null ? 'was deleted or renamed' : 'was replaced by another file';
    lost = new UnusableStore(`${path} ${what} while Easel was running`);
    const copy = await rescue(query, path);
    const advice = copy === null ? 'no copy could be saved' : 'rename the copy to go on with every balance';
    log.error({ path, copy }, `the file of the store ${what}: Easel stops; ${advice}`);
    onLost(lost);
  }

  async function begin(sql: string): Promise<Row[]> {
    if (lost !== null) throw lost;
    found = identityOf(path);
    return query(sql);
  }

  async function commit(sql: string): Promise<Row[]> {
    if ((await found) !== identity) {
      await query('ROLLBACK');
      await judge();
    }
    if (lost !== null) throw lost;
    return query(sql);
  }

  const looking = setInterval(() => void exclusively(lookAround), everyMs);
  looking.unref();
  connection.query = async (sql: string, ...parameters: unknown[]) => {
    if (needsNoLook.test(sql)) return query(sql, ...parameters);
    if (sql.startsWith('BEGIN')) return begin(sql);
    if (sql.startsWith('COMMIT')) return commit(sql);
    await look();
    if (lost !== null) throw lost;
    return query(sql, ...parameters);
  };
  return { lost: () => lost, stop: () => clearInterval(looking) };
}

/** Copies that may lie there from earlier times. */
const maxCopies = 9;

/** Resolves with the path of a copy of everything that was written; null where none can be made. It gets its name once it is whole. */
async function rescue(query: SqliteQuery, path: string): Promise<string | null> {
  const part = `${rescuedPath(path)}-part`;
  const saved = await saveCopy(query, part, rescuedPath(path)).catch(() => null);
  for (const suffix of ['', '-journal']) await rm(`${part}${suffix}`, { force: true }).catch(() => undefined);
  // A write-ahead file that stays beside another file of this name would be taken for a part of that one.
  await query('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => undefined);
  return saved;
}

async function saveCopy(query: SqliteQuery, part: string, wanted: string): Promise<string | null> {
  await rm(part, { force: true });
  await copyInto(query, part);
  for (let number = 1; number <= maxCopies; number += 1) {
    const copy = number === 1 ? wanted : `${wanted}-${number}`;
    if ((await identityOf(copy)) !== null) continue;
    await rename(part, copy);
    return copy;
  }
  return null;
}
