import type { GuildId, UserId } from '#core/ids.ts';
import type { Transaction } from '#db/database.ts';
import { creditPool, newAccount } from './balances.ts';
import { type Guild, lockGuild, readAccount } from './guilds.ts';
import { type Account, type Balances, type Change, countsUntil, usageAt } from './records.ts';
import { addAccount } from './write-change.ts';

/**
 * Takes a member out of the books, in one transaction: their bonus goes back as a revoke takes it, their row gets the pseudonym,
 * and the reasons in their history go, since they may name the member too. Every hold, entry and day of usage names the
 * member by number, and stays as it is. What is used of the allowance stays under the member's own id until its periods are over.
 *
 * Harmless when repeated with the same pseudonym. Resolves with false, and nothing has changed, while a hold of theirs lasts.
 */
export async function eraseMemberIn(
  transaction: Transaction,
  { guildId, userId, pseudonym }: { readonly guildId: GuildId; readonly userId: UserId; readonly pseudonym: UserId },
  now: () => number,
): Promise<boolean> {
  const guild = await lockGuild(transaction, guildId, now);
  const account = await guild.account(userId);
  if (account.held > 0) return false;
  const isDone = (await readAccount(transaction, guildId, pseudonym)).number !== null;
  if (isDone || account.number === null || !(await hasEntries(transaction, account.number, guildId))) return true;
  const parameters = [guildId, account.number];
  await transaction.query(
    `UPDATE entries SET reason = '' WHERE guild_id = $1 AND reason <> '' AND (member = $2 OR by_member = $2)`,
    parameters,
  );
  await transaction.query('UPDATE members SET user_id = $3, is_erased = 1 WHERE guild_id = $1 AND number = $2', [
    ...parameters,
    pseudonym,
  ]);
  await guild.commit(erase(guild.head.balances, { ...account, userId: pseudonym }));
  await keepAllowanceUsage(transaction, guild, account, now());
  return true;
}

/** The entry of an erasure. */
function erase(balances: Balances, account: Account): Change {
  const { userId, bonus } = account;
  const back = creditPool(balances, bonus, balances.mode === 'unlimited');
  return {
    kind: 'erase',
    id: `erase:${userId}`,
    byUserId: userId,
    userId,
    credits: bonus,
    reason: '',
    balances: { ...back, bonuses: back.bonuses - bonus },
    accounts: [{ ...account, bonus: 0 }],
    hold: null,
    isAct: true,
  };
}

async function keepAllowanceUsage(
  transaction: Transaction,
  { id }: Guild,
  { userId, allowanceUsage }: Account,
  nowMs: number,
) {
  if (countsUntil(allowanceUsage, nowMs) === null) return;
  await addAccount(transaction, id, { ...newAccount(userId), allowanceUsage: usageAt(allowanceUsage, nowMs) });
}

/**
 * Forgets a member of whom only the used allowance was kept, once its periods are over. Resolves with the moment at which that may be;
 * null where nothing is left, and for a member who is back: then it stays anyway.
 */
export async function eraseAllowanceUsageIn(
  transaction: Transaction,
  { guildId, userId }: { readonly guildId: GuildId; readonly userId: UserId },
  now: () => number,
): Promise<number | null> {
  const guild = await lockGuild(transaction, guildId, now);
  const { number, allowanceUsage } = await guild.account(userId);
  if (number === null || (await hasEntries(transaction, number, guildId))) return null;
  const untilMs = countsUntil(allowanceUsage, now());
  if (untilMs === null) {
    await transaction.query('DELETE FROM members WHERE guild_id = $1 AND number = $2', [guildId, number]);
  }
  return untilMs;
}

async function hasEntries(transaction: Transaction, number: number, guildId: GuildId): Promise<boolean> {
  const sql = `SELECT seq FROM entries WHERE guild_id = $1 AND (member = $2 OR by_member = $2) LIMIT 1`;
  return (await transaction.query(sql, [guildId, number])).length > 0;
}
