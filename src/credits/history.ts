import { z } from 'zod';
import { type GuildId, type UserId, userId as userIdOf } from '#core/ids.ts';
import type { Queryable, Row } from '#db/database.ts';
import { flag, readRow } from '#db/rows.ts';
import { assertWhole } from './balances.ts';
import { entryKinds, type HistoryPage, type LedgerEntry } from './credits.ts';

/** Lines of a page at most. */
export const maxLimit = 100;

const user = z.string().transform(userIdOf).nullable();
const lineSchema = z.object({
  seq: z.number(),
  kind: z.string(),
  at_ms: z.number(),
  id: z.string(),
  user_id: user,
  by_user_id: user,
  credits: z.number(),
  reason: z.string(),
  bonus_after: z.number().nullable(),
  by_bonus_after: z.number().nullable(),
  pool_after: z.number(),
  pictures: z.number().nullable(),
  from_pool: z.number().nullable(),
  is_actor: flag,
});

/** Of an entry `e` with {@link joins}; {@link lineOf} reads them, with `is_actor`. */
export const columns = `e.seq, e.kind, e.at_ms, e.id, e.credits, e.reason, e.bonus_after, e.by_bonus_after, e.pool_after, e.pictures,
  e.from_pool, m.user_id, COALESCE(b.user_id, e.by_user_id) AS by_user_id`;
/** The members of an entry. */
export const joins = `LEFT JOIN members m ON m.guild_id = e.guild_id AND m.number = e.member
  LEFT JOIN members b ON b.guild_id = e.guild_id AND b.number = e.by_member`;

/** Newest first; of one member (also what they gave or reported), or of the whole guild. @throws {@link BotError} `store.unavailable` */
export async function readHistory(
  from: Queryable,
  guildId: GuildId,
  userId: UserId | null,
  page: HistoryPage,
): Promise<LedgerEntry[]> {
  const limit = Math.min(assertWhole('limit', page.limit, 1), maxLimit);
  const beforeSeq = page.beforeSeq === null ? Number.MAX_SAFE_INTEGER : assertWhole('beforeSeq', page.beforeSeq, 1);
  const rows =
    userId === null
      ? await readGuild(from, [guildId, beforeSeq, limit])
      : await readMember(from, [guildId, beforeSeq, limit, userId]);
  return rows.map((row) => lineOf(row, guildId));
}

/** The entry of an act, by the name under which it is remembered. @throws {@link BotError} `store.unavailable` */
export async function readAct(from: Queryable, guildId: GuildId, act: string): Promise<LedgerEntry | null> {
  const sql = `SELECT ${columns}, 0 AS is_actor FROM entries e ${joins} WHERE e.guild_id = $1 AND e.act = $2`;
  const [row] = await from.query(sql, [guildId, act]);
  return row === undefined ? null : lineOf(row, guildId);
}

function readGuild(from: Queryable, parameters: readonly [GuildId, number, number]): Promise<readonly Row[]> {
  const sql = `SELECT ${columns}, 0 AS is_actor FROM entries e ${joins}
    WHERE e.guild_id = $1 AND e.seq < $2 ORDER BY e.seq DESC LIMIT $3`;
  return from.query(sql, parameters);
}

/** Both halves read an index backwards, and no more than a page of it. */
function readMember(from: Queryable, parameters: readonly [GuildId, number, number, UserId]): Promise<readonly Row[]> {
  const number = '(SELECT number FROM members WHERE guild_id = $1 AND user_id = $4)';
  const half = (column: string, isActor: number, more: string) =>
    `SELECT * FROM (SELECT seq, ${isActor} AS is_actor FROM entries WHERE guild_id = $1 AND ${column} = ${number} AND seq < $2
      ${more} ORDER BY seq DESC LIMIT $3) AS half_${isActor}`;
  const others = 'AND by_member IS NOT NULL AND (member IS NULL OR member <> by_member)';
  const sql = `SELECT ${columns}, page.is_actor FROM (
      ${half('member', 0, '')} UNION ALL ${half('by_member', 1, others)} ORDER BY seq DESC LIMIT $3
    ) AS page JOIN entries e ON e.guild_id = $1 AND e.seq = page.seq ${joins} ORDER BY e.seq DESC`;
  return from.query(sql, parameters);
}

/** @throws {@link BotError} `store.unavailable` */
export function lineOf(row: Row, guildId: GuildId): LedgerEntry {
  const read = readRow(lineSchema, row, `the journal of ${guildId}`);
  const kind = entryKinds.find((known) => known === read.kind) ?? 'other';
  const line: LedgerEntry = {
    seq: read.seq,
    kind,
    atMs: read.at_ms,
    id: read.id,
    byUserId: read.by_user_id,
    userId: read.user_id,
    credits: read.credits,
    reason: read.reason,
    bonusAfter: read.is_actor ? read.by_bonus_after : read.bonus_after,
    poolAfter: read.pool_after,
  };
  if (kind === 'settle' && read.pictures !== null && read.pictures > 1) return { ...line, pictures: read.pictures };
  return kind === 'reserve' && read.from_pool !== null && read.from_pool > 0
    ? { ...line, fromPool: read.from_pool }
    : line;
}
