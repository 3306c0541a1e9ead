import sqlite3 from 'sqlite3';
import type { Row } from './database.ts';

/** Runs a statement with its parameters, positional or in one list. */
export type SqliteQuery = (sql: string, ...parameters: unknown[]) => Promise<Row[]>;

/** The one connection to a file of SQLite. */
export interface SqliteConnection {
  query: SqliteQuery;
  /** Ends the connection; a transaction that is open is undone. */
  close(): Promise<void>;
}

/** Opens a file of SQLite. `busyTimeoutMs` is how long a lock of another process is waited for. @throws the driver's error, with its `code` */
export type OpenSqlite = (path: string, busyTimeoutMs: number) => Promise<SqliteConnection>;

/**
 * Statements that stay prepared at most. Easel has fewer; only the lists of keys, whose length is a part of their text, could
 * pass it.
 */
const maxPrepared = 200;

/** What is run again and again. A pragma, a new table or a copy of the file is compiled for the one time. */
const isRepeated = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|BEGIN|COMMIT|ROLLBACK)\b/i;

type Statement = sqlite3.Statement;

/**
 * Opens `path`. A statement is compiled once and kept: compiling costs more than running it, and each of the two is a trip to the
 * driver's thread and back.
 *
 * @throws the driver's error, with its `code`
 */
export async function openSqliteConnection(path: string, busyTimeoutMs: number): Promise<SqliteConnection> {
  const driver = await openDriver(path);
  driver.configure('busyTimeout', busyTimeoutMs);
  const prepared = new Map<string, Promise<Statement>>();

  function prepare(sql: string): Promise<Statement> {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const made = new Promise<Statement>((resolve, reject) => {
      const statement: Statement = driver.prepare(sql, (error: Error | null) =>
        error === null ? resolve(statement) : reject(error),
      );
    });
    prepared.set(sql, made);
    made.catch(() => prepared.delete(sql));
    forgetOldest();
    return made;
  }

  function forgetOldest(): void {
    const [oldest] = prepared;
    if (prepared.size <= maxPrepared || oldest === undefined) return;
    const [sql, statement] = oldest;
    prepared.delete(sql);
    // The driver finishes first what was asked of it before.
    void statement.then((old) => old.finalize()).catch(() => undefined);
  }

  async function run(sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    if (!isRepeated.test(sql)) return rowsOf((answer) => driver.all<Row>(sql, parameters, answer));
    const statement = await prepare(sql);
    return rowsOf((answer) => statement.all<Row>(parameters, answer));
  }

  return {
    query: (sql, ...parameters) => run(sql, parameters.flat()),
    async close() {
      const statements = await Promise.allSettled(prepared.values());
      prepared.clear();
      for (const each of statements) if (each.status === 'fulfilled') each.value.finalize();
      await new Promise<void>((resolve, reject) => {
        driver.close((error) => (error === null ? resolve() : reject(error)));
      });
    },
  };
}

function openDriver(path: string): Promise<sqlite3.Database> {
  return new Promise((resolve, reject) => {
    const driver: sqlite3.Database = new sqlite3.Database(path, (error) =>
      error === null ? resolve(driver) : reject(error),
    );
  });
}

type Answer = (error: Error | null, rows: Row[]) => void;

function rowsOf(run: (answer: Answer) => void): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    run((error, rows) => (error === null ? resolve(rows) : reject(error)));
  });
}
