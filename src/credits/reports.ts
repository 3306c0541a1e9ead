import { z } from 'zod';
import { type GuildId, guildId as guildIdOf, type UserId } from '#core/ids.ts';
import type { Queryable, Row, SqlValue } from '#db/database.ts';
import { readRow } from '#db/rows.ts';
import { type EntryKind, type LedgerEntry, poolModes } from './credits.ts';
import { columns, joins, lineOf } from './history.ts';
import type { Balances } from './records.ts';

/** A guild's books, as a line of the list of all guilds. */
export interface GuildBooks extends Balances {
  readonly guildId: GuildId;
  /** How many members the books know. */
  readonly members: number;
}

/** What the usage is added up by. @see Reports.usage */
export type UsageBy = 'day' | 'guild' | 'member' | 'model';

/** Pictures and credits with the same key: a day's start, an id or a name. Credits are what was spent, less what was refunded. */
export interface UsageSum {
  readonly key: string;
  readonly pictures: number;
  readonly credits: number;
}

/** What is looked for in a guild's journal; null leaves it out. */
export interface JournalSearch {
  readonly kind: EntryKind | null;
  readonly userId: UserId | null;
  /** A part of the reason, in any case. */
  readonly text: string | null;
  /** The id of a job or an act. */
  readonly id: string | null;
}

/** The newest first. `next` is where the search goes on; null at the beginning of the journal. A page can be short and still have a next one. */
export interface JournalPage {
  readonly entries: readonly LedgerEntry[];
  readonly next: number | null;
}

/** The books of all guilds as the operator looks at them. Every question reads a bounded part of an index. Everything throws `store.unavailable`. */
export interface Reports {
  /** In the order of their ids, after one of them. */
  guilds(after: GuildId | null, limit: number): Promise<readonly GuildBooks[]>;
  /** The books of one guild; null where there are none. */
  books(guildId: GuildId): Promise<GuildBooks | null>;
  /** For the days from `fromMs` to before `toMs`. The dearest first, at most `limit`; days in their order. */
  usage(
    by: UsageBy,
    span: { readonly fromMs: number; readonly toMs: number },
    guildId: GuildId | null,
    limit: number,
  ): Promise<readonly UsageSum[]>;
  journal(guildId: GuildId, search: JournalSearch, beforeSeq: number | null, limit: number): Promise<JournalPage>;
}

/** Entries that one page of a search looks through. */
const defaultWindow = 5_000;

/** @see Reports */
export function createReports({
  database,
  window = defaultWindow,
}: {
  readonly database: Queryable;
  readonly window?: number;
}): Reports {
  return {
    async guilds(after, limit) {
      const sql = `SELECT ${bookColumns} FROM guilds WHERE guild_id > $1 ORDER BY guild_id LIMIT $2`;
      return (await database.query(sql, [after ?? '', limit])).map(booksOf);
    },
    async books(guildId) {
      const [row] = await database.query(`SELECT ${bookColumns} FROM guilds WHERE guild_id = $1`, [guildId]);
      return row === undefined ? null : booksOf(row);
    },
    async usage(by, { fromMs, toMs }, guildId, limit) {
      const rows = await database.query(usageSql(by, guildId !== null), [
        fromMs,
        toMs,
        limit,
        ...(guildId === null ? [] : [guildId]),
      ]);
      return rows.map(({ key, pictures, credits }) => ({
        key: String(key),
        pictures: Number(pictures),
        credits: Number(credits),
      }));
    },
    async journal(guildId, search, beforeSeq, limit) {
      const before = beforeSeq ?? (await newestSeq(database, guildId)) + 1;
      const first = Math.max(1, before - window);
      const { sql, parameters } = searchIn({ guildId, search, first, before, limit });
      const rows = await database.query(sql, parameters);
      const entries = rows.slice(0, limit).map((row) => lineOf(row, guildId));
      const last = entries.at(-1)?.seq ?? first;
      const next = rows.length > limit ? last : first;
      return { entries, next: next > 1 ? next : null };
    },
  };
}

const booksSchema = z.object({
  guild_id: z.string().transform(guildIdOf),
  mode: z.enum(poolModes),
  added: z.number(),
  pool: z.number(),
  bonuses: z.number(),
  held: z.number(),
  spent: z.number(),
  members: z.number(),
});
const bookColumns = Object.keys(booksSchema.shape).join(', ');

function booksOf(row: Row): GuildBooks {
  const { guild_id: guildId, ...books } = readRow(booksSchema, row, `the books of ${String(row.guild_id)}`);
  return { guildId, ...books };
}

const usageKeys: Readonly<Record<UsageBy, string>> = {
  day: 'u.starts_at_ms',
  guild: 'u.guild_id',
  member: 'm.user_id',
  model: 'u.model',
};

function usageSql(by: UsageBy, isOfGuild: boolean): string {
  const key = usageKeys[by];
  const members = by === 'member' ? 'JOIN members m ON m.guild_id = u.guild_id AND m.number = u.member' : '';
  return `SELECT ${key} AS key, CAST(SUM(u.pictures) AS BIGINT) AS pictures, CAST(SUM(u.credits) AS BIGINT) AS credits
    FROM usage u ${members} WHERE u.period = 'day' AND u.starts_at_ms >= $1 AND u.starts_at_ms < $2
      ${isOfGuild ? 'AND u.guild_id = $4' : ''}
    GROUP BY ${key} ORDER BY ${by === 'day' ? key : `credits DESC, ${key}`} LIMIT $3`;
}

async function newestSeq(from: Queryable, guildId: GuildId): Promise<number> {
  const [row] = await from.query('SELECT seq FROM guilds WHERE guild_id = $1', [guildId]);
  return Number(row?.seq ?? 0);
}

/** Entries are numbered without gaps, so that the numbers bound what is read. */
function searchIn(wanted: {
  readonly guildId: GuildId;
  readonly search: JournalSearch;
  readonly first: number;
  readonly before: number;
  readonly limit: number;
}): { readonly sql: string; readonly parameters: readonly SqlValue[] } {
  const { guildId, search, first, before, limit } = wanted;
  const parameters: SqlValue[] = [guildId, first, before];
  const put = (value: SqlValue) => `$${parameters.push(value)}`;
  const conditions = ['e.guild_id = $1', 'e.seq >= $2', 'e.seq < $3'];
  if (search.kind !== null) conditions.push(`e.kind = ${put(search.kind)}`);
  if (search.id !== null) conditions.push(`e.id = ${put(search.id)}`);
  if (search.text !== null) conditions.push(`LOWER(e.reason) LIKE ${put(patternOf(search.text))} ESCAPE '!'`);
  if (search.userId !== null) {
    const user = put(search.userId);
    conditions.push(`(m.user_id = ${user} OR b.user_id = ${user} OR e.by_user_id = ${user})`);
  }
  const sql = `SELECT ${columns}, 0 AS is_actor FROM entries e ${joins} WHERE ${conditions.join(' AND ')}
    ORDER BY e.seq DESC LIMIT ${put(limit + 1)}`;
  return { sql, parameters };
}

function patternOf(text: string): string {
  return `%${text.toLowerCase().replace(/[!%_]/gu, '!$&')}%`;
}
