import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { BotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import { storeError } from './sql-errors.ts';

/** Another Easel works on the database. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';
}

/** Any number, the same in every process; with the schema's name it makes the lock. */
const lockId = 7_205_311;
/** Processes that share the work have the lock together; one that works alone has it for itself. A schema that is missing is reported by the next statement. */
const lockOf = (isShared: boolean) =>
  `SELECT pg_try_advisory_lock${isShared ? '_shared' : ''}($1, hashtext(COALESCE(current_schema(), ''))) AS is_ours`;
const againAfterMs = 1_000;
const connectTimeoutMs = 5_000;

/** @see claimDatabase */
export interface Claim {
  /** Harmless when repeated. */
  end(): void;
}

/** What a claim needs. */
export interface ClaimOptions {
  readonly url: string;
  readonly log: Log;
  /** True for a process that shares the database with others of its kind. */
  readonly isShared: boolean;
  /** Called once, when another process has taken the database after the connection was lost. */
  readonly onLost: (reason: Error) => void;
}

/**
 * Claims the database for this process until `end`, or for all that share the work: an Easel that works alone follows every job. The claim is a lock of a connection of its
 * own, so it ends with the process, however that ends. A connection that is lost is opened again; where another process was
 * faster, `onLost` is called.
 *
 * @see https://www.postgresql.org/docs/15/explicit-locking.html#ADVISORY-LOCKS read 2026-11-28
 * @throws {@link BotError} `store.unavailable`, with a {@link DatabaseInUse} as its cause where another process has it
 */
export async function claimDatabase({ url, log, isShared, onLost }: ClaimOptions): Promise<Claim> {
  let isOver = false;
  let end = () => {};

  async function take(): Promise<void> {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs, keepAlive: true });
    const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
    // An 'error' event without a listener would end the process; 'end' follows it.
    client.on('error', (error) => log.warn({ reason: error.message }, 'the connection that claims the database broke'));
    end = () => void client.end().catch(() => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ is_ours: boolean }>(lockOf(isShared), [lockId]);
      if (rows[0]?.is_ours !== true)
        throw new DatabaseInUse(
          isShared ? 'an Easel without REDIS_URL uses the database' : 'another Easel uses the database',
        );
    } catch (error) {
      end();
      throw error;
    }
    void ended.then(takeAgain);
  }

  async function takeAgain(): Promise<void> {
    if (isOver) return;
    await setTimeout(againAfterMs, undefined, { ref: false });
    try {
      if (!isOver) await take();
    } catch (error) {
      if (!(error instanceof DatabaseInUse)) return takeAgain();
      isOver = true;
      onLost(error);
    }
    return undefined;
  }

  await take().catch((error: unknown) => {
    throw error instanceof DatabaseInUse
      ? new BotError('store.unavailable', error.message, {}, error)
      : storeError(error);
  });
  return {
    end() {
      isOver = true;
      end();
    },
  };
}
