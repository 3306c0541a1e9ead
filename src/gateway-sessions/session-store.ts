import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Database, Queryable, Transaction } from '#db/database.ts';
import type { Shards } from './shards.ts';

const sessionSchema = z.object({
  shardId: z.int(),
  sessionId: z.string(),
  /** Of the last event that has arrived. */
  sequence: z.int(),
  resumeUrl: z.string(),
  applicationId: z.string(),
});
/** A session with Discord's gateway that can be resumed. */
export type KeptSession = Readonly<z.output<typeof sessionSchema>>;

/** The sessions of one bot, in the store that its processes share. */
export interface SessionStore {
  /** Whether no other process can have a session open, so that leases say nothing. */
  readonly isAlone: boolean;
  /**
   * Makes this process the owner of the newest session of each shard that no live process has open, and resolves with those.
   *
   * @throws {@link BotError} `store.unavailable`
   */
  claim(shards: Shards): Promise<readonly KeptSession[]>;
  /**
   * Writes this process's sessions down, renews their leases, and deletes those that Discord has refused. Resolves with the ids of the
   * sessions that are still this process's own: after a long outage of the store another one may have gone on with them.
   *
   * @throws {@link BotError} `store.unavailable`
   */
  write(sessions: readonly KeptSession[], of: number, refused: readonly string[]): Promise<ReadonlySet<string>>;
  /** Writes the sessions down for the next process, which may resume them at once. @throws {@link BotError} `store.unavailable` */
  release(sessions: readonly KeptSession[]): Promise<void>;
  /** Whether other live processes have a session of each of these shards. @throws {@link BotError} `store.unavailable` */
  isServedElsewhere(shards: Shards): Promise<boolean>;
  /**
   * Takes the next moment at which a session of this bucket may be opened, and resolves with the milliseconds until then.
   *
   * @throws {@link BotError} `store.unavailable`
   */
  takeIdentifySlot(bucket: number): Promise<number>;
}

/** @see createSessionStore */
export interface SessionStoreOptions {
  readonly database: Database;
  /** @see botKey */
  readonly bot: string;
  /** Unique per start of a process. */
  readonly owner: string;
  readonly isAlone: boolean;
}

/** No member waits for it: what an interaction changes takes its sequence along in the same commit. */
const notUrgent = { isUrgent: false } as const;
/** How long a process counts as alive after it has last written; it writes every three seconds. */
const leaseMs = 10_000;
/** Discord forgets a session within minutes after its connection has ended, and names no time. */
const keptForMs = 60 * 60_000;
/** One session per bucket and 5 s, and half a second for what the way to Discord adds. */
const identifyEveryMs = 5_500;

/** The database's clock, Unix milliseconds: processes on several machines have to agree. */
const nowIn = {
  sqlite: "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
  postgres: 'CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)',
} as const satisfies Record<Database['engine'], string>;

/** Stands for a bot at a Discord: sessions end with the token that opened them. Tells nothing of the token. */
export function botKey(apiBase: string, token: string): string {
  return createHash('sha256').update(`gateway sessions\n${apiBase}\n${token}`).digest('base64url');
}

/** @see SessionStore */
export function createSessionStore({ database, bot, owner, isAlone }: SessionStoreOptions): SessionStore {
  const now = nowIn[database.engine];
  const row: RowWriter = { bot, owner, now };
  return {
    isAlone,
    claim: (shards) =>
      database.transaction(async (transaction) => {
        await transaction.lock(`gateway sessions of ${bot}`);
        await transaction.query(`DELETE FROM gateway_sessions WHERE lease_until_ms < ${now} - ${keptForMs}`);
        return claimEach(transaction, row, shards, isAlone);
      }),
    write: (sessions, of, refused) =>
      database.transaction(async (transaction) => {
        const deletion = 'DELETE FROM gateway_sessions WHERE bot = $1 AND session_id = $2 AND owner = $3';
        for (const id of refused) await transaction.query(deletion, [bot, id, owner]);
        const ours = new Set<string>();
        for (const session of sessions) if (await writeOne(transaction, row, session, of)) ours.add(session.sessionId);
        return ours;
      }, notUrgent),
    release: (sessions) =>
      database.transaction(async (transaction) => {
        for (const { sessionId, sequence } of sessions) {
          await transaction.query(
            `UPDATE gateway_sessions SET sequence = $4, owner = NULL, lease_until_ms = ${now}
              WHERE bot = $1 AND session_id = $2 AND owner = $3`,
            [bot, sessionId, owner, sequence],
          );
        }
      }),
    async isServedElsewhere({ first, last, of }) {
      const [found] = await database.query(
        `SELECT COUNT(DISTINCT shard_id) AS shards FROM gateway_sessions WHERE bot = $1 AND shard_count = $2
          AND shard_id BETWEEN $3 AND $4 AND owner <> $5 AND lease_until_ms > ${now}`,
        [bot, of, first, last, owner],
      );
      return Number(found?.shards) === last - first + 1;
    },
    async takeIdentifySlot(bucket) {
      const [taken] = await database.query(
        `INSERT INTO gateway_identifies (bot, bucket, next_at_ms) VALUES ($1, $2, ${now} + ${identifyEveryMs})
          ON CONFLICT (bot, bucket) DO UPDATE SET next_at_ms = ${identifyEveryMs} + CASE
            WHEN gateway_identifies.next_at_ms > ${now} THEN gateway_identifies.next_at_ms ELSE ${now} END
          RETURNING next_at_ms - ${identifyEveryMs} - ${now} AS wait_ms`,
        [bot, bucket],
      );
      return Math.max(0, Number(taken?.wait_ms));
    },
  };
}

interface RowWriter {
  readonly bot: string;
  readonly owner: string;
  /** SQL of the database's clock. */
  readonly now: string;
}

async function claimEach(
  transaction: Transaction,
  { bot, owner, now }: RowWriter,
  { first, last, of }: Shards,
  isAlone: boolean,
): Promise<KeptSession[]> {
  const isFree = isAlone ? '' : `AND (owner IS NULL OR lease_until_ms <= ${now})`;
  const rows = await transaction.query(
    `SELECT shard_id AS "shardId", session_id AS "sessionId", sequence, resume_url AS "resumeUrl",
        application_id AS "applicationId" FROM gateway_sessions
      WHERE bot = $1 AND shard_count = $2 AND shard_id BETWEEN $3 AND $4 ${isFree}
      ORDER BY lease_until_ms DESC, session_id`,
    [bot, of, first, last],
  );
  const newest = new Map<number, KeptSession>();
  for (const session of rows.map((each) => sessionSchema.parse(each))) {
    if (!newest.has(session.shardId)) newest.set(session.shardId, session);
  }
  for (const { sessionId } of newest.values()) {
    await transaction.query(
      `UPDATE gateway_sessions SET owner = $3, lease_until_ms = ${now} + ${leaseMs} WHERE bot = $1 AND session_id = $2`,
      [bot, sessionId, owner],
    );
  }
  return [...newest.values()];
}

/** False where the row belongs to another process, or was let go. */
async function writeOne(
  transaction: Queryable,
  { bot, owner, now }: RowWriter,
  { sessionId, shardId, resumeUrl, sequence, applicationId }: KeptSession,
  of: number,
): Promise<boolean> {
  const written = await transaction.query(
    `INSERT INTO gateway_sessions
        (bot, session_id, shard_count, shard_id, resume_url, sequence, application_id, owner, lease_until_ms)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, ${now} + ${leaseMs})
      ON CONFLICT (bot, session_id) DO UPDATE SET sequence = excluded.sequence, lease_until_ms = excluded.lease_until_ms
        WHERE gateway_sessions.owner = excluded.owner
      RETURNING session_id`,
    [bot, sessionId, of, shardId, resumeUrl, sequence, applicationId, owner],
  );
  return written.length > 0;
}
