import { z } from 'zod';
import type { JobId } from '#core/ids.ts';
import { jobId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Database } from '#db/database.ts';
import { openStore } from '#db/open-store.ts';
import type { Job } from '#jobs/job.ts';
import { createJobs } from '#jobs/job-store.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import { createPendingRequests } from '#moderation/pending-requests.ts';
import type { Entry, Evidence, GuildBooks } from './evidence.ts';

/** What to look for in a store that no process uses any more. */
export interface StoreQuestion {
  readonly url: string;
  readonly now: () => number;
  readonly guildIds: readonly string[];
  readonly userIds: readonly string[];
  readonly requestIds: readonly string[];
}

type Stored = Pick<Evidence, 'books' | 'jobs' | 'openJobIds' | 'pending'>;

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Reads what the bot has kept, with its own modules. */
export async function readStore({ url, now, guildIds, userIds, requestIds }: StoreQuestion): Promise<Stored> {
  const log = quiet;
  const store = await openStore({ url, log });
  try {
    const jobs = createJobs({ store, log });
    const pending = createPendingRequests({ store, now, log });
    const ids = requestIds.map(jobId);
    return {
      books: await Promise.all(guildIds.map((id) => readBooks(store.database, id, userIds))),
      jobs: await findAll<Job>(ids, (id) => jobs.find(id)),
      openJobIds: (await jobs.listOpen()).map(({ id }) => id),
      pending: await findAll<PendingRequest>(ids, (id) => pending.find(id)),
    };
  } finally {
    await store.close();
  }
}

async function readBooks(database: Database, guildId: string, userIds: readonly string[]): Promise<GuildBooks> {
  const [totals = {}] = await database.query(
    'SELECT added, pool, bonuses, held, spent FROM guilds WHERE guild_id = $1',
    [guildId],
  );
  const entries = await database.query(
    `SELECT e.*, m.user_id, b.user_id AS actor, h.credits AS held_credits FROM entries e
      LEFT JOIN members m ON m.guild_id = e.guild_id AND m.number = e.member
      LEFT JOIN members b ON b.guild_id = e.guild_id AND b.number = e.by_member
      LEFT JOIN holds h ON h.guild_id = e.guild_id AND h.job_id = e.id
      WHERE e.guild_id = $1 ORDER BY e.seq`,
    [guildId],
  );
  const held = await database.query("SELECT job_id FROM holds WHERE guild_id = $1 AND state = 'held'", [guildId]);
  const members = await database.query('SELECT user_id, bonus FROM members WHERE guild_id = $1', [guildId]);
  return {
    guildId,
    totals: sumsSchema.parse(totals),
    entries: entries.map((row) => entrySchema.parse(row)),
    openHolds: held.map(({ job_id: id }) => String(id)),
    bonuses: new Map(
      members
        .filter(({ user_id: id }) => userIds.includes(String(id)))
        .map(({ user_id: id, bonus }) => [String(id), Number(bonus)]),
    ),
  };
}

const amount = z.number().default(0);
const sumsSchema = z.object({ added: amount, pool: amount, bonuses: amount, held: amount, spent: amount });
const text = z.string().nullable();
const entrySchema = z
  .object({
    seq: z.number(),
    kind: z.string(),
    id: z.string(),
    act: text,
    user_id: text,
    actor: text,
    by_user_id: text,
    credits: z.number(),
    reason: z.string(),
    bonus_after: z.number().nullable(),
    by_bonus_after: z.number().nullable(),
    pool_after: z.number(),
    added_after: z.number(),
    bonuses_after: z.number(),
    held_after: z.number(),
    spent_after: z.number(),
    held_credits: z.number().nullable(),
  })
  .transform(
    (row): Entry => ({
      seq: row.seq,
      kind: row.kind,
      id: row.id,
      byUserId: row.actor ?? row.by_user_id,
      credits: row.credits,
      reason: row.reason,
      isAct: row.act !== null,
      books: {
        added: row.added_after,
        pool: row.pool_after,
        bonuses: row.bonuses_after,
        held: row.held_after,
        spent: row.spent_after,
      },
      accounts: [
        ...accountIn(row.user_id, row.bonus_after),
        ...(row.actor === row.user_id ? [] : accountIn(row.actor, row.by_bonus_after)),
      ],
      heldCredits: row.held_credits,
    }),
  );

function accountIn(userId: string | null, bonus: number | null): Entry['accounts'] {
  return userId === null || bonus === null ? [] : [{ userId, bonus }];
}

async function findAll<Value>(
  ids: readonly JobId[],
  find: (id: JobId) => Promise<Value | null>,
): Promise<Map<string, Value>> {
  const found = new Map<string, Value>();
  for (const id of ids) {
    const value = await find(id);
    if (value !== null) found.set(id, value);
  }
  return found;
}
