import { BotError } from '#core/errors.ts';
import { type Database, type Locking, type Queryable, runTransaction } from './database.ts';
import { storeError } from './sql-errors.ts';
import type { SqliteQuery } from './sqlite-connection.ts';

/** Transactions that share a commit at most. Later ones wait for the next, so that the first is not kept waiting. */
const maxPerCommit = 32;
/** How long what is not urgent waits for a commit of others. */
const patienceMs = 50;

/** A database on one connection, and the way for all others who use the connection. */
export interface SqliteDatabase extends Database {
  /** Replaces the connection's own `query`: every statement waits for its turn between transactions. */
  readonly plainQuery: SqliteQuery;
  /** Runs `work` while no transaction is open, after what was asked for before. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

const aloneAnyway: Locking = { forUpdate: '', lockStatement: null };

/** A statement or a transaction that changes something, and waits for its place in a commit. It may run several times. */
interface Write {
  run(): Promise<void>;
  /** Whether its last run has changed something before it failed. */
  hasChanged(): boolean;
  committed(): void;
  failed(error: unknown): void;
}

/**
 * Puts a queue in front of the one connection of SQLite. Reads run between commits. Writes that wait together run one after
 * the other and share one commit, since the disk and not the processor is what a commit waits for. One that fails before it
 * has changed anything fails alone; after a change all are undone, and the others run again without it.
 */
export function createSqliteDatabase(connection: SqliteQuery): SqliteDatabase {
  const execute: SqliteQuery = (sql, ...parameters) =>
    connection(sql, ...parameters).catch((error: unknown) => {
      throw storeError(error);
    });
  const queue = createQueue(execute);

  const plainQuery: SqliteQuery = (sql, ...parameters) => {
    const run = () => execute(sql, ...parameters);
    switch (kindOf(sql)) {
      case 'read':
        return queue.read(run);
      case 'write':
        return queue.write((changes) => {
          changes();
          return run();
        });
      case 'alone':
        return queue.alone(run);
    }
  };

  return {
    engine: 'sqlite',
    plainQuery,
    query: (sql, parameters = []) => plainQuery(positional(sql), [...parameters]),
    exclusively: queue.alone,
    transaction: (work, { isUrgent = true } = {}) =>
      queue[isUrgent ? 'write' : 'writeLater']((changes) => {
        const query: Queryable['query'] = (sql, parameters = []) => {
          if (kindOf(sql) !== 'read') changes();
          return execute(positional(sql), [...parameters]);
        };
        return runTransaction(query, aloneAnyway, work);
      }),
  };
}

function createQueue(execute: SqliteQuery) {
  const reads: (() => Promise<void>)[] = [];
  const writes: Write[] = [];
  const unhurried: Write[] = [];
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
      if (writes.length === 0) continue;
      writes.unshift(...unhurried.splice(0));
      await commitSome(execute, writes);
    }
    isRunning = false;
  }

  /** What nobody else's commit has taken along. */
  function hurry(): void {
    if (unhurried.length === 0) return;
    writes.push(...unhurried.splice(0));
    start();
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
    /** `run` calls `changes` before its first change. */
    write<T>(run: Run<T>): Promise<T> {
      const { write, done } = writeOf(run);
      writes.push(write);
      start();
      return done;
    },
    /** As `write`, with the next commit of others, or after {@link patienceMs}. */
    writeLater<T>(run: Run<T>): Promise<T> {
      const { write, done } = writeOf(run);
      if (unhurried.push(write) === 1) setTimeout(hurry, patienceMs);
      return done;
    },
  };
}

type Run<T> = (changes: () => void) => Promise<T>;

function writeOf<T>(run: Run<T>): { readonly write: Write; readonly done: Promise<T> } {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const done = new Promise<T>((...ends) => {
    [resolve, reject] = ends;
  });
  let commit = () => reject(new BotError('bug', 'committed before it ran'));
  let hasChanged = false;
  const write: Write = {
    async run() {
      hasChanged = false;
      const value = await run(() => {
        hasChanged = true;
      });
      commit = () => resolve(value);
    },
    hasChanged: () => hasChanged,
    committed: () => commit(),
    failed: reject,
  };
  return { write, done };
}

/** Runs what waits, up to {@link maxPerCommit}, and commits it. A commit that fails fails all of them. */
async function commitSome(execute: SqliteQuery, waiting: Write[]): Promise<void> {
  let batch = waiting.splice(0, maxPerCommit);
  while (batch.length > 0) batch = await tryCommit(execute, batch);
}

/** Resolves with those that have to run again, since one of them had to be undone. */
async function tryCommit(execute: SqliteQuery, batch: readonly Write[]): Promise<Write[]> {
  const left = new Set(batch);
  try {
    await execute('BEGIN IMMEDIATE');
    for (const write of batch) {
      const failure = await failureOf(write);
      if (failure === null) continue;
      left.delete(write);
      write.failed(failure);
      if (!write.hasChanged() && !isStoreFailure(failure)) continue;
      await execute('ROLLBACK').catch(() => undefined);
      return [...left];
    }
    await execute('COMMIT');
  } catch (error) {
    await execute('ROLLBACK').catch(() => undefined);
    for (const write of left) write.failed(error);
    return [];
  }
  for (const write of left) write.committed();
  return [];
}

async function failureOf(write: Write): Promise<unknown> {
  return write.run().then(
    () => null,
    (error: unknown) => error ?? new BotError('bug', 'failed without an error'),
  );
}

/** SQLite may have ended the transaction by itself, as where the disk is full: nothing more may be done in it. */
function isStoreFailure(error: unknown): boolean {
  return error instanceof BotError && error.code === 'store.unavailable';
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
