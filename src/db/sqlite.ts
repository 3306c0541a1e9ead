import { BotError } from '../domain/errors.ts';
import type { Database, Queryable, Row } from './database.ts';
import { type Locking, runTransaction } from './run-transaction.ts';
import { storeError } from './sql-errors.ts';

/** One connection to SQLite: runs a statement with its parameters, positional or in one list. */
export type SqliteQuery = (sql: string, ...parameters: unknown[]) => Promise<Row[]>;

/** Transactions that share a commit at most. Later ones wait for the next, so that the first is not kept waiting. */
const maxPerCommit = 32;

/** A database on one connection, and the way for all others who use the connection. */
export interface SqliteDatabase extends Database {
  /** Takes the place of the connection's own `query`, so that no statement falls into somebody else's transaction. */
  readonly plainQuery: SqliteQuery;
  /** Runs `work` while no transaction is open, after what was asked for before. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

const aloneAnyway: Locking = { forUpdate: '', lockStatement: null };

/** A statement or a transaction that changes something, and waits for its place in a commit. */
interface Write {
  run(): Promise<void>;
  committed(): void;
  failed(error: unknown): void;
}

/**
 * Puts a queue in front of the one connection of SQLite. Reads run between commits. Writes that wait together run one after
 * the other, each within a savepoint, and share one commit, since the disk and not the processor is what a commit waits for.
 *
 * @see https://www.sqlite.org/lang_savepoint.html read 2026-11-28
 */
export function createSqliteDatabase(connection: SqliteQuery): SqliteDatabase {
  const execute: SqliteQuery = (sql, ...parameters) =>
    connection(sql, ...parameters).catch((error: unknown) => {
      throw storeError(error);
    });
  const queue = createQueue(execute);
  const inTransaction: Queryable['query'] = (sql, parameters = []) => execute(positional(sql), [...parameters]);

  const plainQuery: SqliteQuery = (sql, ...parameters) => {
    const run = () => execute(sql, ...parameters);
    switch (kindOf(sql)) {
      case 'read':
        return queue.read(run);
      case 'write':
        return queue.write(run);
      case 'alone':
        return queue.alone(run);
    }
  };

  return {
    engine: 'sqlite',
    plainQuery,
    query: (sql, parameters = []) => plainQuery(positional(sql), [...parameters]),
    exclusively: queue.alone,
    transaction: (work) => queue.write(() => runTransaction(inTransaction, aloneAnyway, work)),
  };
}

function createQueue(execute: SqliteQuery) {
  const reads: (() => Promise<void>)[] = [];
  const writes: Write[] = [];
  const others: (() => Promise<void>)[] = [];
  let isRunning = false;

  function start(): void {
    if (isRunning) return;
    isRunning = true;
    // What is asked for in the same turn shares the first round.
    void Promise.resolve().then(drain);
  }

  async function drain(): Promise<void> {
    while (reads.length + writes.length + others.length > 0) {
      await Promise.all(reads.splice(0).map((read) => read()));
      await others.shift()?.();
      if (writes.length > 0) await commitSome(execute, writes);
    }
    isRunning = false;
  }

  function waitIn<T>(list: (() => Promise<void>)[], run: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      list.push(() => run().then(resolve, reject));
      start();
    });
  }

  return {
    read: <T>(run: () => Promise<T>) => waitIn(reads, run),
    /** What cannot be part of a transaction: a pragma, a checkpoint, a copy of the file. */
    alone: <T>(run: () => Promise<T>) => waitIn(others, run),
    write<T>(run: () => Promise<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        let commit = () => reject(new BotError('bug', 'committed before it ran'));
        writes.push({
          async run() {
            const value = await run();
            commit = () => resolve(value);
          },
          committed: () => commit(),
          failed: reject,
        });
        start();
      });
    },
  };
}

/** Runs what waits, up to {@link maxPerCommit}, and commits it. One that fails is undone alone; a commit that fails fails all. */
async function commitSome(execute: SqliteQuery, waiting: Write[]): Promise<void> {
  const open: Write[] = [];
  try {
    await execute('BEGIN IMMEDIATE');
    await runWaiting(execute, waiting, open);
    await execute('COMMIT');
  } catch (error) {
    await execute('ROLLBACK').catch(() => undefined);
    const failed = open.length > 0 ? open : waiting.splice(0, maxPerCommit);
    for (const write of failed) write.failed(error);
    return;
  }
  for (const write of open) write.committed();
}

/** Leaves in `open` what is to be committed. @throws what makes the whole transaction unusable */
async function runWaiting(execute: SqliteQuery, waiting: Write[], open: Write[]): Promise<void> {
  while (open.length < maxPerCommit) {
    const write = waiting.shift();
    if (write === undefined) return;
    open.push(write);
    if (!(await runInSavepoint(execute, write))) open.pop();
  }
}

/** False where the write failed and was undone. @throws what makes the whole transaction unusable */
async function runInSavepoint(execute: SqliteQuery, write: Write): Promise<boolean> {
  await execute('SAVEPOINT work');
  try {
    await write.run();
  } catch (error) {
    // SQLite ends the whole transaction by itself where the disk is full: then there is no savepoint to go back to.
    await execute('ROLLBACK TO work').catch(() => {
      throw error;
    });
    await execute('RELEASE work');
    write.failed(error);
    return false;
  }
  await execute('RELEASE work');
  return true;
}

type Kind = 'read' | 'write' | 'alone';

function kindOf(sql: string): Kind {
  const [word = ''] = sql.trimStart().split(/\s/, 1);
  return kinds.get(word.toUpperCase()) ?? 'alone';
}

const kinds: ReadonlyMap<string, Kind> = new Map([
  ['SELECT', 'read'],
  ['INSERT', 'write'],
  ['UPDATE', 'write'],
  ['DELETE', 'write'],
]);

/** `$1` as SQLite numbers its parameters: `?1`. */
function positional(sql: string): string {
  return sql.replaceAll(/\$(\d+)/g, '?$1');
}
