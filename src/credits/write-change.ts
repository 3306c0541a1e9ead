import type { GuildId, UserId } from '#core/ids.ts';
import type { SqlValue, Transaction } from '#db/database.ts';
import { assertSound } from './balances.ts';
import { type Period, periodAround } from './credits.ts';
import { type Account, actNameOf, type Change, type Head, type Hold } from './records.ts';

/** A change of a guild whose row is locked; `head` is before it. */
export interface ChangeOrder {
  readonly guildId: GuildId;
  readonly head: Head;
  readonly change: Change;
  readonly atMs: number;
}

/**
 * Writes a change with its entry; resolves with the books after it. One statement, since each is a trip to the database: the trigger
 * of the view `ledger_changes` spreads it over the tables.
 *
 * @throws {@link BotError} `bug`, `store.unavailable`
 */
export async function writeChange(transaction: Transaction, order: ChangeOrder): Promise<Head> {
  const { guildId, head, change } = order;
  assertSound(change);
  const numbers = new Map<UserId | null, number>();
  let { members } = head;
  for (const { userId, number } of change.accounts) {
    if (number === null) members += 1;
    numbers.set(userId, number ?? members);
  }
  const after: Head = {
    seq: head.seq + 1,
    members,
    isOpen: head.isOpen || change.kind === 'open',
    refilledSinceMs: change.refilledSinceMs ?? head.refilledSinceMs,
    balances: change.balances,
  };
  const numberOf = (userId: UserId | null) => numbers.get(userId) ?? null;
  const [first, ...others] = change.accounts;
  for (const account of others) await upsertAccount(transaction, guildId, account, numberOf(account.userId));
  const holder = change.hold === null ? null : numberOf(change.hold.reservation.userId);
  const values: Values = {
    guild_id: guildId,
    ...columnsOfGuild(after),
    ...columnsOfEntry(order, numberOf),
    ...columnsOfAccount(first, numberOf),
    ...columnsOfHold(change.hold, holder),
    ...columnsOfUsage(change),
  };
  const columns = Object.keys(values);
  const places = columns.map((_, index) => `$${index + 1}`);
  const insert = `INSERT INTO ledger_changes (${columns.join(', ')}) VALUES (${places.join(', ')})`;
  await transaction.query(insert, Object.values(values));
  return after;
}

/** Writes an account beside those of a change, under the next number of the guild, which is locked. */
export async function addAccount(transaction: Transaction, guildId: GuildId, account: NewAccount): Promise<void> {
  const next = 'UPDATE guilds SET members = members + 1 WHERE guild_id = $1 RETURNING members';
  const [row] = await transaction.query(next, [guildId]);
  await upsertAccount(transaction, guildId, account, Number(row?.members));
}

type NewAccount = Omit<Account, 'number'>;

async function upsertAccount(
  transaction: Transaction,
  guildId: GuildId,
  { userId, bonus, held, allowanceUsage: { day, week, month } }: NewAccount,
  number: number | null,
): Promise<void> {
  await transaction.query(
    `INSERT INTO members (guild_id, number, user_id, is_erased, bonus, held, day_used, day_since_ms, week_used, week_since_ms,
        month_used, month_since_ms) VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, $11)
      ON CONFLICT (guild_id, number) DO UPDATE SET bonus = excluded.bonus, held = excluded.held, day_used = excluded.day_used,
        day_since_ms = excluded.day_since_ms, week_used = excluded.week_used, week_since_ms = excluded.week_since_ms,
        month_used = excluded.month_used, month_since_ms = excluded.month_since_ms`,
    [
      ...[guildId, number, userId, bonus, held],
      ...[day.used, day.sinceMs, week.used, week.sinceMs, month.used, month.sinceMs],
    ],
  );
}

/** Columns of the view `ledger_changes`; those that are left out are NULL. */
type Values = Readonly<Record<string, SqlValue>>;
/** A member's number within the guild; null for one without an account in the change. */
type NumberOf = (userId: UserId | null) => number | null;

function columnsOfGuild({ seq, members, isOpen, refilledSinceMs, balances }: Head): Values {
  const { mode, pool, added, bonuses, held, spent } = balances;
  return {
    seq,
    members,
    is_open: isOpen ? 1 : 0,
    refilled_since_ms: refilledSinceMs,
    ...{ mode, pool, added, bonuses, held, spent },
  };
}

/** Who did it is a number where the entry belongs to their own history, and a Discord id otherwise: that stays when they are erased. */
function columnsOfEntry({ change, atMs }: ChangeOrder, numberOf: NumberOf): Values {
  const { kind, id, byUserId, userId, credits, reason, accounts, isAct } = change;
  const bonusOf = (member: UserId | null) => accounts.find((each) => each.userId === member)?.bonus ?? null;
  const byMember = numberOf(byUserId);
  return {
    kind,
    at_ms: atMs,
    id,
    act: isAct ? actNameOf(change) : null,
    member: numberOf(userId),
    bonus_after: bonusOf(userId),
    by_member: byMember,
    by_bonus_after: bonusOf(byUserId),
    by_user_id: byMember === null ? byUserId : null,
    credits,
    reason,
  };
}

function columnsOfAccount(account: Account | undefined, numberOf: NumberOf): Values {
  if (account === undefined) return {};
  const { day, week, month } = account.allowanceUsage;
  return {
    account_number: numberOf(account.userId),
    account_user_id: account.userId,
    account_bonus: account.bonus,
    account_held: account.held,
    day_used: day.used,
    day_since_ms: day.sinceMs,
    week_used: week.used,
    week_since_ms: week.sinceMs,
    month_used: month.used,
    month_since_ms: month.sinceMs,
  };
}

function columnsOfHold(hold: Hold | null, member: number | null): Values {
  if (hold === null) return {};
  const { reservation, drawnSinceMs: since } = hold;
  return {
    hold_member: member,
    hold_job_id: reservation.id,
    hold_credits: reservation.credits,
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
    hold_day_since_ms: since.day,
    hold_week_since_ms: since.week,
    hold_month_since_ms: since.month,
  };
}

/**
 * A settle adds its pictures and their credits to its day, week and month; a refund takes the credits away in those of the settle.
 * No other change has a hold that was settled.
 */
function columnsOfUsage({ kind, credits, hold }: Change): Values {
  if (hold === null || hold.settledAtMs === null) return {};
  const { pictures, settledAtMs } = hold;
  const startOf = (period: Period) => periodAround(period, settledAtMs).startsAtMs;
  return {
    used_pictures: kind === 'settle' ? pictures : 0,
    used_credits: kind === 'settle' ? credits : -credits,
    used_day_ms: startOf('day'),
    used_week_ms: startOf('week'),
    used_month_ms: startOf('month'),
  };
}
