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
  atMs: z.number(),
  id: z.string(),
  userId: user,
  byUserId: user,
  credits: z.number(),
  reason: z.string(),
  bonusAfter: z.number().nullable(),
  byBonusAfter: z.number().nullable(),
  poolAfter: z.number(),
  pictures: z.number().nullable(),
  fromPool: z.number().nullable(),
  is_actor: flag,
});

/** Of an entry `e` with {@link joins}; {@link lineOf} reads them, with `is_actor`. */
export const columns = `e.seq, e.kind, e.at_ms AS "atMs", e.id, e.credits, e.reason, e.bonus_after AS "bonusAfter",
  e.by_bonus_after AS "byBonusAfter", e.pool_after AS "poolAfter", e.pictures, e.from_pool AS "fromPool", m.user_id AS "userId",
  COALESCE(b.user_id, e.by_user_id) AS "byUserId"`;
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
  const { kind: stored, bonusAfter, byBonusAfter, pictures, fromPool, is_actor: isActor, ...rest } = read;
  const kind = entryKinds.find((known) => known === stored) ?? 'other';
  const line: LedgerEntry = { ...rest, kind, bonusAfter: isActor ? byBonusAfter : bonusAfter };
  if (kind === 'settle' && pictures !== null && pictures > 1) return { ...line, pictures };
  return kind === 'reserve' && fromPool !== null && fromPool > 0 ? { ...line, fromPool } : line;
}
