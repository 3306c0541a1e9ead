import { z } from 'zod';
import { type GuildId, guildId as guildIdOf, type JobId, jobId, type UserId, userId as userIdOf } from '#core/ids.ts';
import type { Queryable, Row, Transaction } from '#db/database.ts';
import { flag, readRow, readRows } from '#db/rows.ts';
import { newAccount, open, refill } from './balances.ts';
import { type CreditPolicy, poolModes } from './credits.ts';
import type { Account, Change, Head, Hold } from './records.ts';
import { writeChange } from './write-change.ts';

/** A guild whose row is locked by an open transaction. Every method throws `store.unavailable` when it can't read. */
export interface Guild {
  readonly id: GuildId;
  /** As it was before the `commit`. */
  readonly head: Head;
  /** A new account for a member without one. */
  account(userId: UserId): Promise<Account>;
  hold(id: JobId): Promise<Hold | null>;
  /** The credits that an act has moved; null for one that was not done. @see actNameOf in records.ts */
  act(name: string): Promise<number | null>;
  /** Writes the change with its entry; resolves with the books after it. At most once. @throws {@link BotError} `bug`, `store.unavailable` */
  commit(change: Change): Promise<Head>;
}

/** What a visit is going to look up before its `commit`: it is read together with the books. Anything else is read when it is asked for. */
export interface Sought {
  readonly jobId: JobId;
  /** The member of a hold that is new; null where the hold tells. */
  readonly userId: UserId | null;
}

/** Locks a guild until the transaction ends; one without a row gets it. @throws {@link BotError} `store.unavailable` */
export async function lockGuild(
  transaction: Transaction,
  id: GuildId,
  now: () => number,
  sought: Sought | null = null,
): Promise<Guild> {
  return guildAt(transaction, id, await lock(transaction, id, sought), now);
}

/** The same; a guild that is not open is opened first, then refilled if that is due. @throws {@link BotError} `store.unavailable` */
export async function lockOpenGuild(
  transaction: Transaction,
  id: GuildId,
  { policy, now }: { readonly policy: CreditPolicy; readonly now: () => number },
  sought: Sought | null = null,
): Promise<Guild> {
  const { head, found } = await lock(transaction, id, sought);
  const after = (before: Head, change: Change | null) =>
    change === null ? before : writeChange(transaction, { guildId: id, head: before, change, atMs: now() });
  const opened = await after(head, head.isOpen ? null : open(policy));
  const refilled = await after(opened, refill(opened, policy, now()));
  return guildAt(transaction, id, { head: refilled, found }, now);
}

function guildAt(transaction: Transaction, id: GuildId, { head, found }: Locked, now: () => number): Guild {
  return {
    id,
    head,
    account: async (userId) =>
      found?.account?.userId === userId ? found.account : readAccount(transaction, id, userId),
    hold: async (name) => (found?.jobId === name ? found.hold : readHold(transaction, id, name)),
    async act(name) {
      const [row] = await transaction.query('SELECT credits FROM entries WHERE guild_id = $1 AND act = $2', [id, name]);
      return row === undefined ? null : Number(row.credits);
    },
    commit: (change) => writeChange(transaction, { guildId: id, head, change, atMs: now() }),
  };
}

const headSchema = z
  .object({
    seq: z.number(),
    members: z.number(),
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
    ({ seq, members, is_open: isOpen, refilled_since_ms: refilledSinceMs, ...balances }): Head => ({
      seq,
      members,
      isOpen,
      refilledSinceMs,
      balances,
    }),
  );

/** In the order of the schema. */
const headColumns = Object.keys(headSchema.in.shape);

/** A guild without an entry. */
export const emptyHead: Head = {
  seq: 0,
  members: 0,
  isOpen: false,
  refilledSinceMs: null,
  balances: { mode: 'limited', pool: 0, added: 0, bonuses: 0, held: 0, spent: 0 },
};

/** A guild's books. @throws {@link BotError} `store.unavailable` */
export async function readHead(from: Queryable, guildId: GuildId, forUpdate = ''): Promise<Head | null> {
  const sql = `SELECT ${headColumns.join(', ')} FROM guilds WHERE guild_id = $1${forUpdate}`;
  const [row] = await from.query(sql, [guildId]);
  return row === undefined ? null : readRow(headSchema, row, `the books of ${guildId}`);
}

/** A guild's books and a member's numbers at one moment, without a lock. @throws {@link BotError} `store.unavailable` */
export async function readBooks(
  from: Queryable,
  guildId: GuildId,
  userId: UserId,
): Promise<{ readonly head: Head; readonly account: Account }> {
  const [row] = await from.query(selectBooks, [guildId, userId]);
  const account = row === undefined ? null : accountIn(row, guildId);
  return {
    head: row === undefined ? emptyHead : readRow(headSchema, row, `the books of ${guildId}`),
    account: account ?? newAccount(userId),
  };
}

/** A guild whose row is locked, and what was read with it. */
interface Locked {
  readonly head: Head;
  readonly found: Found | null;
}

/** `account` is that of the hold's member, or of the member who was sought. */
interface Found {
  readonly jobId: JobId;
  readonly hold: Hold | null;
  readonly account: Account | null;
}

/** A guild that is new gets its row first: two processes may meet at it. */
async function lock(transaction: Transaction, guildId: GuildId, sought: Sought | null): Promise<Locked> {
  const locked = sought === null ? await lockAlone(transaction, guildId) : await lockWith(transaction, guildId, sought);
  if (locked !== null) return locked;
  const insert = `INSERT INTO guilds (guild_id, ${headColumns.join(', ')})
    VALUES ($1, 0, 0, 0, NULL, 'limited', 0, 0, 0, 0, 0) ON CONFLICT (guild_id) DO NOTHING`;
  await transaction.query(insert, [guildId]);
  return lock(transaction, guildId, sought);
}

async function lockAlone(transaction: Transaction, guildId: GuildId): Promise<Locked | null> {
  const head = await readHead(transaction, guildId, transaction.forUpdate);
  return head === null ? null : { head, found: null };
}

/** Where others may hold the lock, the rest is read after it: what is joined to a locked row is as old as the wait. */
async function lockWith(transaction: Transaction, guildId: GuildId, { jobId, userId }: Sought): Promise<Locked | null> {
  // A row that another process writes down right now would be read without its lock.
  if (!(await transaction.lockRows('SELECT seq FROM guilds WHERE guild_id = $1', [guildId]))) return null;
  const [row] = await transaction.query(selectSought, [guildId, jobId, userId]);
  if (row === undefined) return null;
  const head = readRow(headSchema, row, `the books of ${guildId}`);
  const hold = row.h_job_id === null ? null : readRow(holdSchema, columnsOf(row, holdColumns), `the hold ${jobId}`);
  return { head, found: { jobId, hold, account: accountIn(row, guildId) ?? (userId && newAccount(userId)) } };
}

/** The columns of a member in a row of a guild's; null where it has none. */
function accountIn(row: Row, guildId: GuildId): Account | null {
  return row.m_number === null
    ? null
    : readRow(accountSchema, columnsOf(row, accountColumns), `an account of ${guildId}`);
}

/** Columns by name, and what they are called in a row that holds those of several tables. */
type Named = readonly (readonly [name: string, called: string])[];

function columnsOf(row: Row, named: Named): Row {
  const own: Record<string, unknown> = {};
  for (const [name, called] of named) own[name] = row[called];
  return own;
}

function withPrefix(prefix: string, names: readonly string[]): Named {
  return names.map((name) => [name, `${prefix}${name}`]);
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
      allowanceUsage: {
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

const accountColumns = withPrefix('m_', Object.keys(accountSchema.in.shape));
const holdColumns = withPrefix('h_', Object.keys(holdSchema.in.shape));
const ofMember = new Set(['user_id', 'is_erased']);
const booksColumns = [
  ...headColumns.map((name) => `g.${name}`),
  ...accountColumns.map(([name, called]) => `m.${name} AS ${called}`),
].join(', ');
const selectBooks = `SELECT ${booksColumns} FROM guilds g
  LEFT JOIN members m ON m.guild_id = g.guild_id AND m.user_id = $2 WHERE g.guild_id = $1`;
const selectSought = `SELECT ${booksColumns},
    ${holdColumns.map(([name, called]) => `${ofMember.has(name) ? 'm' : 'h'}.${name} AS ${called}`).join(', ')}
  FROM guilds g
  LEFT JOIN holds h ON h.guild_id = g.guild_id AND h.job_id = $2
  LEFT JOIN members m ON m.guild_id = g.guild_id
    AND m.number = COALESCE(h.member, (SELECT number FROM members WHERE guild_id = $1 AND user_id = $3))
  WHERE g.guild_id = $1`;

const selectHolds = `SELECT h.*, m.user_id, m.is_erased FROM holds h
  JOIN members m ON m.guild_id = h.guild_id AND m.number = h.member`;

async function readHold(from: Queryable, guildId: GuildId, id: JobId): Promise<Hold | null> {
  const [row] = await from.query(`${selectHolds} WHERE h.guild_id = $1 AND h.job_id = $2`, [guildId, id]);
  return row === undefined ? null : readHoldRow(row);
}

/** Every hold that lasts, oldest first; those that cannot be read are handed to `onUnreadable`. @throws {@link BotError} `store.unavailable` */
export async function readOpenHolds(
  from: Queryable,
  onUnreadable: (row: Row, reason: string) => void,
): Promise<readonly Hold[]> {
  const rows = await from.query(`${selectHolds} WHERE h.state = 'held' ORDER BY h.held_at_ms`);
  return readRows(rows, readHoldRow, onUnreadable);
}

/** A member's holds, open or ended, newest first. @throws {@link BotError} `store.unavailable` */
export async function readHoldsOf(from: Queryable, guildId: GuildId, number: number): Promise<Hold[]> {
  const sql = `${selectHolds} WHERE h.guild_id = $1 AND h.member = $2 ORDER BY h.held_at_ms DESC, h.job_id DESC`;
  const rows = await from.query(sql, [guildId, number]);
  return rows.map(readHoldRow);
}

function readHoldRow(row: Row): Hold {
  return readRow(holdSchema, row, `the hold ${String(row.job_id)}`);
}
