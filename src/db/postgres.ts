import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type ClientBase, Pool, type QueryConfig, types } from 'pg';
import { BotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import { succeeds } from '#core/retry.ts';
import {
  type Database,
  type Locking,
  type Row,
  runTransaction,
  type SqlValue,
  type Transaction,
  type TransactionOptions,
} from './database.ts';
import { type Claim, type ClaimOptions, claimDatabase } from './sole-process.ts';
import { codeOf, storeError } from './sql-errors.ts';

/** @see createPostgresDatabase */
export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database`. */
  readonly url: string;
  readonly log: Log;
  /** How long an answer is waited for where the connection is silent. */
  readonly answerTimeoutMs?: number;
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
/** One statement takes milliseconds; what takes longer waits for a lock. The server itself ends it. */
const statementTimeoutMs = 5_000;
/** Longer than the server takes to end a statement. A server that is silent for longer is gone, which TCP may notice only a quarter of an hour later. */
const defaultAnswerTimeoutMs = 10_000;
/** A server that answers rolls back at once. Otherwise the connection is closed, and the server rolls back then. */
const undoTimeoutMs = 1_000;
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
export function createPostgresDatabase(options: PostgresOptions): PostgresDatabase {
  const { url, log, answerTimeoutMs = defaultAnswerTimeoutMs } = options;
  const pool = new Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    // A statement that may take minutes is given no time: a server that is gone is noticed by the probes of TCP.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser: (id, format) => (id === types.builtins.INT8 ? Number : types.getTypeParser(id, format)) },
  });
  // An 'error' event without a listener would end the process, and the pool itself listens to idle connections only.
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ reason: error.message }, 'a connection to the database ended'));
  });
  pool.on('error', () => undefined);
  let closing: Promise<void> | undefined;
  let claimed: Claim | null = null;

  const query = (sql: string, parameters: readonly SqlValue[] = []) => execute(pool, answerTimeoutMs, sql, parameters);

  async function tryOnce<T>(work: Work<T>, { mayTakeLong = false }: TransactionOptions): Promise<T> {
    const client = await pool.connect().catch((error: unknown) => {
      throw storeError(error);
    });
    let broken = false;
    const run: Database['query'] = (sql, parameters) =>
      execute(client, mayTakeLong ? noTimeout : answerTimeoutMs, sql, parameters);
    try {
      await execute(client, answerTimeoutMs, 'BEGIN');
      if (mayTakeLong) await execute(client, answerTimeoutMs, 'SET LOCAL statement_timeout = 0');
      const result = await runTransaction(run, locking, work);
      await run('COMMIT');
      return result;
    } catch (error) {
      broken = !(await succeeds(execute(client, undoTimeoutMs, 'ROLLBACK')));
      throw error;
    } finally {
      // A connection that cannot even undo is thrown away.
      client.release(broken);
    }
  }

  async function transaction<T>(work: Work<T>, options: TransactionOptions = {}): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await tryOnce(work, options);
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

type Work<T> = (transaction: Transaction) => Promise<T>;

/** The driver knows the timeout of one statement; its types don't. */
type TimedQuery = QueryConfig & { readonly query_timeout: number };

const noTimeout = 0;

async function execute(
  connection: Pick<ClientBase, 'query'>,
  timeoutMs: number,
  sql: string,
  parameters: readonly SqlValue[] = [],
): Promise<readonly Row[]> {
  try {
    const statement: TimedQuery = { text: sql, values: parameters.map(storable), query_timeout: timeoutMs };
    return (await connection.query<Row>(statement)).rows;
  } catch (error) {
    throw storeError(error);
  }
}

/** PostgreSQL refuses a text with a NUL, which is invisible. */
function storable(value: SqlValue): SqlValue {
  return typeof value === 'string' ? value.replaceAll('\0', '') : value;
}

function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof BotError && retryCodes.has(codeOf(error.cause));
}
