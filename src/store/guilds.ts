import { z } from 'zod';
import type { Database, Queryable, SqlValue, Transaction } from '../db/database.ts';
import { poolModes, type Terms } from '../domain/credits.ts';
import {
  type GuildId,
  guildId as guildIdOf,
  type JobId,
  jobId,
  type UserId,
  userId as userIdOf,
} from '../domain/ids.ts';
import { assertSound, newAccount, open } from './books.ts';
import { type Account, actNameOf, type Change, type Head, type Hold } from './records.ts';
import { refill } from './refill.ts';
import { flag, readRow } from './rows.ts';
import { countUsage } from './usage.ts';

/** A guild in an open transaction that nobody else changes meanwhile. Every method throws `store.unavailable` when it cannot tell. */
export interface Guild {
  readonly id: GuildId;
  /** As it was before the `commit`. */
  readonly head: Head;
  /** A new account for a member without one. */
  account(userId: UserId): Promise<Account>;
  hold(id: JobId): Promise<Hold | null>;
  /** The credits that an act has moved; null for one that was not done. @see actNameOf */
  act(name: string): Promise<number | null>;
  /** Writes the change with its entry; resolves with the books after it. At most once. @throws {@link BotError} `bug`, `store.unavailable` */
  commit(change: Change): Promise<Head>;
}

/** The guilds of the store, each changed by one transaction at a time. */
export interface Guilds {
  visit<T>(guildId: GuildId, work: (guild: Guild) => Promise<T>): Promise<T>;
  /** Of a guild that is open: a refill that is due is done first. */
  visitRefilled<T>(guildId: GuildId, terms: Terms, work: (guild: Guild) => Promise<T>): Promise<T>;
  /** A guild that is not open is opened first, then refilled if that is due. */
  visitOpen<T>(guildId: GuildId, terms: Terms, work: (guild: Guild) => Promise<T>): Promise<T>;
}

/** Guilds whose visits are transactions of their own. */
export function guildsOf(database: Database, now: () => number): Guilds {
  return {
    visit: (id, work) => database.transaction((transaction) => guildsIn(transaction, now).visit(id, work)),
    visitRefilled: (id, terms, work) =>
      database.transaction((transaction) => guildsIn(transaction, now).visitRefilled(id, terms, work)),
    visitOpen: (id, terms, work) =>
      database.transaction((transaction) => guildsIn(transaction, now).visitOpen(id, terms, work)),
  };
}

/** Guilds whose visits are a part of an open transaction. */
export function guildsIn(transaction: Transaction, now: () => number): Guilds {
  const next = async (guild: Guild, change: Change | null) =>
    change === null ? guild : guildAt(transaction, guild.id, await guild.commit(change), now);
  const opened = (guild: Guild, terms: Terms) => next(guild, guild.head.isOpen ? null : open(terms));
  const refilled = (guild: Guild, terms: Terms) => next(guild, refill(guild.head, terms, now()));
  const locked = async (id: GuildId) => guildAt(transaction, id, await lockHead(transaction, id), now);

  return {
    visit: async (id, work) => work(await locked(id)),
    visitRefilled: async (id, terms, work) => work(await refilled(await locked(id), terms)),
    visitOpen: async (id, terms, work) => work(await refilled(await opened(await locked(id), terms), terms)),
  };
}

function guildAt(transaction: Transaction, id: GuildId, head: Head, now: () => number): Guild {
  return {
    id,
    head,
    account: (userId) => readAccount(transaction, id, userId),
    hold: (name) => readHold(transaction, id, name),
    async act(name) {
      const [row] = await transaction.query('SELECT credits FROM entries WHERE guild_id = $1 AND act = $2', [id, name]);
      return row === undefined ? null : Number(row.credits);
    },
    commit: (change) => write(transaction, { guildId: id, head, change, atMs: now() }),
  };
}

const headColumns = 'seq, is_open, refilled_since_ms, mode, pool, added, bonuses, held, spent';
const headSchema = z
  .object({
    seq: z.number(),
    is_open: flag,
    refilled_since_ms: z.number().nullable(),
    mode: z.enum(poolModes),
    pool: z.number(),
    added: z.number(),
    bonuses: z.number(),
    held: z.number(),
    spent: z.number(),
  })
  .transform(
    ({ seq, is_open: isOpen, refilled_since_ms: refilledSinceMs, ...books }): Head => ({
      seq,
      isOpen,
      refilledSinceMs,
      books,
    }),
  );

/** Of a guild without an entry. */
export const emptyHead: Head = {
  seq: 0,
  isOpen: false,
  refilledSinceMs: null,
  books: { mode: 'limited', pool: 0, added: 0, bonuses: 0, held: 0, spent: 0 },
};

/** A guild's books. @throws {@link BotError} `store.unavailable` */
export async function readHead(from: Queryable, guildId: GuildId, forUpdate = ''): Promise<Head | null> {
  const sql = `SELECT ${headColumns} FROM guilds WHERE guild_id = $1${forUpdate}`;
  const [row] = await from.query(sql, [guildId]);
  return row === undefined ? null : readRow(headSchema, row, `the books of ${guildId}`);
}

/** A guild that is new gets its row first: two processes may meet at it. */
async function lockHead(transaction: Transaction, guildId: GuildId): Promise<Head> {
  const head = await readHead(transaction, guildId, transaction.forUpdate);
  if (head !== null) return head;
  const insert = `INSERT INTO guilds (guild_id, members, ${headColumns})
    VALUES ($1, 0, 0, 0, NULL, 'limited', 0, 0, 0, 0, 0) ON CONFLICT (guild_id) DO NOTHING`;
  await transaction.query(insert, [guildId]);
  return lockHead(transaction, guildId);
}

const accountSchema = z
  .object({
    user_id: z.string().transform(userIdOf),
    number: z.number(),
    bonus: z.number(),
    held: z.number(),
    day_used: z.number(),
    day_since_ms: z.number(),
    week_used: z.number(),
    week_since_ms: z.number(),
    month_used: z.number(),
    month_since_ms: z.number(),
  })
  .transform(
    (row): Account => ({
      userId: row.user_id,
      number: row.number,
      bonus: row.bonus,
      held: row.held,
      drawn: {
        day: { used: row.day_used, sinceMs: row.day_since_ms },
        week: { used: row.week_used, sinceMs: row.week_since_ms },
        month: { used: row.month_used, sinceMs: row.month_since_ms },
      },
    }),
  );

/** A member's numbers; a new account for one without any. @throws {@link BotError} `store.unavailable` */
export async function readAccount(from: Queryable, guildId: GuildId, userId: UserId): Promise<Account> {
  const [row] = await from.query('SELECT * FROM members WHERE guild_id = $1 AND user_id = $2', [guildId, userId]);
  return row === undefined ? newAccount(userId) : readRow(accountSchema, row, `an account of ${guildId}`);
}

const holdSchema = z
  .object({
    guild_id: z.string().transform(guildIdOf),
    job_id: z.string().transform(jobId),
    user_id: z.string().transform(userIdOf),
    is_erased: flag,
    credits: z.number(),
    from_allowance: z.number(),
    from_bonus: z.number(),
    from_pool: z.number(),
    model: z.string(),
    held_at_ms: z.number(),
    expires_at_ms: z.number(),
    is_minted: flag,
    state: z.enum(['held', 'settled', 'released']),
    charged: z.number(),
    returned: z.number(),
    refunded: z.number(),
    refunded_to_pool: z.number(),
    settled_at_ms: z.number().nullable(),
    pictures: z.number(),
    day_since_ms: z.number(),
    week_since_ms: z.number(),
    month_since_ms: z.number(),
  })
  .transform(
    (row): Hold => ({
      reservation: {
        id: row.job_id,
        guildId: row.guild_id,
        userId: row.user_id,
        credits: row.credits,
        fromAllowance: row.from_allowance,
        fromBonus: row.from_bonus,
        fromPool: row.from_pool,
        model: row.model,
        heldAtMs: row.held_at_ms,
        expiresAtMs: row.expires_at_ms,
      },
      isMinted: row.is_minted,
      state: row.state,
      charged: row.charged,
      returned: row.returned,
      refunded: row.refunded,
      refundedToPool: row.refunded_to_pool,
      settledAtMs: row.settled_at_ms,
      pictures: row.pictures,
      isErased: row.is_erased,
      drawnSinceMs: { day: row.day_since_ms, week: row.week_since_ms, month: row.month_since_ms },
    }),
  );

const selectHolds = `SELECT h.*, m.user_id, m.is_erased FROM holds h
  JOIN members m ON m.guild_id = h.guild_id AND m.number = h.member`;

async function readHold(from: Queryable, guildId: GuildId, id: JobId): Promise<Hold | null> {
  const [row] = await from.query(`${selectHolds} WHERE h.guild_id = $1 AND h.job_id = $2`, [guildId, id]);
  return row === undefined ? null : readRow(holdSchema, row, `the hold ${id}`);
}

/** Every hold that lasts, oldest first; those that cannot be read are handed to `onUnreadable`. @throws {@link BotError} `store.unavailable` */
export async function readOpenHolds(from: Queryable, onUnreadable: (error: unknown) => void): Promise<Hold[]> {
  const rows = await from.query(`${selectHolds} WHERE h.state = 'held' ORDER BY h.held_at_ms`);
  return rows.flatMap((row) => {
    try {
      return [readRow(holdSchema, row, `the hold ${String(row.job_id)}`)];
    } catch (error) {
      onUnreadable(error);
      return [];
    }
  });
}

/** A member's holds, open or ended, newest first. @throws {@link BotError} `store.unavailable` */
export async function readHoldsOf(from: Queryable, guildId: GuildId, number: number): Promise<Hold[]> {
  const sql = `${selectHolds} WHERE h.guild_id = $1 AND h.member = $2 ORDER BY h.held_at_ms DESC, h.job_id DESC`;
  const rows = await from.query(sql, [guildId, number]);
  return rows.map((row) => readRow(holdSchema, row, `the hold ${String(row.job_id)}`));
}

interface Write {
  readonly guildId: GuildId;
  readonly head: Head;
  readonly change: Change;
  readonly atMs: number;
}

async function write(transaction: Transaction, { guildId, head, change, atMs }: Write): Promise<Head> {
  assertSound(change);
  const seq = head.seq + 1;
  const numbers = new Map<UserId, number>();
  for (const account of change.accounts) {
    numbers.set(account.userId, await writeAccount(transaction, guildId, account));
  }
  const { books, hold } = change;
  const isOpen = head.isOpen || change.kind === 'open';
  const refilledSinceMs = change.refilledSinceMs ?? head.refilledSinceMs;
  await transaction.query(
    `UPDATE guilds SET seq = $2, is_open = $3, refilled_since_ms = $4, mode = $5, pool = $6, added = $7, bonuses = $8,
      held = $9, spent = $10 WHERE guild_id = $1`,
    [
      guildId,
      seq,
      isOpen ? 1 : 0,
      refilledSinceMs,
      books.mode,
      books.pool,
      books.added,
      books.bonuses,
      books.held,
      books.spent,
    ],
  );
  await writeEntry(transaction, { guildId, seq, change, atMs, numbers });
  const member = hold === null ? undefined : numbers.get(hold.reservation.userId);
  if (hold !== null && member !== undefined) {
    await writeHold(transaction, guildId, member, hold);
    await countUsage(transaction, { guildId, member, change, hold });
  }
  return { seq, isOpen, refilledSinceMs, books };
}

/** Resolves with the member's number: the next one of the guild for a member who is new. The guild is locked. */
export async function writeAccount(transaction: Transaction, guildId: GuildId, account: Account): Promise<number> {
  const { userId, number, bonus, held, drawn } = account;
  const { day, week, month } = drawn;
  const values = [bonus, held, day.used, day.sinceMs, week.used, week.sinceMs, month.used, month.sinceMs];
  if (number !== null) {
    await transaction.query(
      `UPDATE members SET bonus = $3, held = $4, day_used = $5, day_since_ms = $6, week_used = $7, week_since_ms = $8,
        month_used = $9, month_since_ms = $10 WHERE guild_id = $1 AND number = $2`,
      [guildId, number, ...values],
    );
    return number;
  }
  const [row] = await transaction.query(
    'UPDATE guilds SET members = members + 1 WHERE guild_id = $1 RETURNING members',
    [guildId],
  );
  const next = Number(row?.members);
  await transaction.query(
    `INSERT INTO members (guild_id, number, user_id, is_erased, bonus, held, day_used, day_since_ms, week_used, week_since_ms,
      month_used, month_since_ms) VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [guildId, next, userId, ...values],
  );
  return next;
}

interface EntryWrite {
  readonly guildId: GuildId;
  readonly seq: number;
  readonly change: Change;
  readonly atMs: number;
  readonly numbers: ReadonlyMap<UserId, number>;
}

/** Who did it is a number where the entry belongs to their own history, and a Discord id otherwise: that stays when they are erased. */
async function writeEntry(
  transaction: Transaction,
  { guildId, seq, change, atMs, numbers }: EntryWrite,
): Promise<void> {
  const { kind, id, byUserId, userId, hold } = change;
  const numberOf = (member: UserId | null) => (member === null ? null : (numbers.get(member) ?? null));
  const bonusOf = (member: UserId | null) => change.accounts.find((each) => each.userId === member)?.bonus ?? null;
  const byMember = numberOf(byUserId);
  const columns: Readonly<Record<string, SqlValue>> = {
    guild_id: guildId,
    seq,
    kind,
    at_ms: atMs,
    id,
    act: change.isAct ? actNameOf(change) : null,
    member: numberOf(userId),
    bonus_after: bonusOf(userId),
    by_member: byMember,
    by_bonus_after: bonusOf(byUserId),
    by_user_id: byMember === null ? byUserId : null,
    credits: change.credits,
    reason: change.reason,
    pool_after: change.books.pool,
    added_after: change.books.added,
    bonuses_after: change.books.bonuses,
    held_after: change.books.held,
    spent_after: change.books.spent,
    pictures: hold === null ? null : hold.pictures,
    from_pool: hold === null ? null : hold.reservation.fromPool,
  };
  await insert(transaction, 'entries', columns);
}

async function writeHold(transaction: Transaction, guildId: GuildId, member: number, hold: Hold): Promise<void> {
  const { reservation, drawnSinceMs: since } = hold;
  const columns: Readonly<Record<string, SqlValue>> = {
    guild_id: guildId,
    job_id: reservation.id,
    member,
    credits: reservation.credits,
    from_allowance: reservation.fromAllowance,
    from_bonus: reservation.fromBonus,
    from_pool: reservation.fromPool,
    model: reservation.model,
    held_at_ms: reservation.heldAtMs,
    expires_at_ms: reservation.expiresAtMs,
    is_minted: hold.isMinted ? 1 : 0,
    state: hold.state,
    charged: hold.charged,
    returned: hold.returned,
    refunded: hold.refunded,
    refunded_to_pool: hold.refundedToPool,
    settled_at_ms: hold.settledAtMs,
    pictures: hold.pictures,
    day_since_ms: since.day,
    week_since_ms: since.week,
    month_since_ms: since.month,
  };
  const changed = Object.keys(columns).filter((name) => name !== 'guild_id' && name !== 'job_id');
  const assignments = changed.map((name) => `${name} = excluded.${name}`).join(', ');
  await insert(transaction, 'holds', columns, ` ON CONFLICT (guild_id, job_id) DO UPDATE SET ${assignments}`);
}

async function insert(
  transaction: Transaction,
  table: string,
  columns: Readonly<Record<string, SqlValue>>,
  conflict = '',
): Promise<void> {
  const names = Object.keys(columns);
  const places = names.map((_, index) => `$${index + 1}`).join(', ');
  const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})${conflict}`;
  await transaction.query(sql, Object.values(columns));
}
