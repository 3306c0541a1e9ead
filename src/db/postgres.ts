import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type ClientBase, Pool, types } from 'pg';
import { BotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import { succeeds } from '#core/retry.ts';
import { type Database, type Locking, type Row, runTransaction, type SqlValue, type Transaction } from './database.ts';
import { type Claim, type ClaimOptions, claimDatabase } from './sole-process.ts';
import { codeOf, storeError } from './sql-errors.ts';

/** @see createPostgresDatabase */
export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database`. */
  readonly url: string;
  readonly log: Log;
}

/** A database on a server, with what ends it. */
export interface PostgresDatabase extends Database {
  /** Claims the database until `close`. @see claimDatabase */
  claim(claim: Pick<ClaimOptions, 'isShared' | 'onLost'>): Promise<void>;
  /** Harmless when repeated. */
  close(): Promise<void>;
}

const maxConnections = 10;
const connectTimeoutMs = 5_000;
/** One statement takes milliseconds; what takes longer waits for a lock, or for a server that is gone. */
const statementTimeoutMs = 5_000;
/**
 * A lock that ends with its transaction.
 *
 * @see https://www.postgresql.org/docs/15/explicit-locking.html section 13.3.5, read 2026-11-28
 */
const locking: Locking = {
  forUpdate: ' FOR UPDATE',
  lockStatement: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
};
const maxTries = 6;
const firstPauseMs = 10;

/**
 * Serialisation failure and deadlock: the server undid the transaction, and trying again is what it asks for.
 *
 * @see https://www.postgresql.org/docs/15/mvcc-serialization-failure-handling.html read 2026-11-28
 */
const retryCodes: ReadonlySet<string> = new Set(['40001', '40P01']);

/** Opens no connection yet: the first statement does. */
export function createPostgresDatabase({ url, log }: PostgresOptions): PostgresDatabase {
  const pool = new Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    types: { getTypeParser: (id, format) => (id === types.builtins.INT8 ? Number : types.getTypeParser(id, format)) },
  });
  // An idle connection that ends would otherwise end the process.
  pool.on('error', (error) => log.warn({ reason: error.message }, 'a connection to the database ended'));
  let closing: Promise<void> | undefined;
  let claimed: Claim | null = null;

  const query = (sql: string, parameters: readonly SqlValue[] = []) => execute(pool, sql, parameters);

  async function tryOnce<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((error: unknown) => {
      throw storeError(error);
    });
    let broken = false;
    // The pool listens to idle connections only, and an 'error' event without a listener would end the process.
    const onEnded = (error: Error) => log.warn({ reason: error.message }, 'a transaction lost its connection');
    client.on('error', onEnded);
    try {
      await execute(client, 'BEGIN');
      const result = await runTransaction((sql, parameters) => execute(client, sql, parameters), locking, work);
      await execute(client, 'COMMIT');
      return result;
    } catch (error) {
      broken = !(await succeeds(execute(client, 'ROLLBACK')));
      throw error;
    } finally {
      // A connection that cannot even undo is thrown away.
      client.release(broken);
      client.off('error', onEnded);
    }
  }

  async function transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await tryOnce(work);
      } catch (error) {
        if (tries === maxTries || !isWorthAnotherTry(error)) throw error;
        const pauseMs = firstPauseMs * 2 ** tries;
        await setTimeout(randomInt(pauseMs, 2 * pauseMs));
      }
    }
  }

  return {
    engine: 'postgres',
    query,
    transaction,
    async claim(claim) {
      claimed = await claimDatabase({ url, log, ...claim });
    },
    close() {
      claimed?.end();
      closing ??= pool.end();
      return closing;
    },
  };
}

async function execute(
  connection: Pick<ClientBase, 'query'>,
  sql: string,
  parameters: readonly SqlValue[] = [],
): Promise<readonly Row[]> {
  try {
    return (await connection.query<Row>(sql, [...parameters])).rows;
  } catch (error) {
    throw storeError(error);
  }
}

function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof BotError && retryCodes.has(codeOf(error.cause));
}
