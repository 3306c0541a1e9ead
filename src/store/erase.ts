import type { UserId } from '../domain/ids.ts';
import { putBack } from './books.ts';
import { drawnBy } from './drawn.ts';
import { previousSeqIn } from './history.ts';
import type { Account, Books, Change, Entry, Hold } from './records.ts';

/** The id of the act that cuts a member off. */
export function erasureId(pseudonym: UserId): string {
  return `erase:${pseudonym}`;
}

/**
 * Cuts a member off: the bonus goes back as a revoke takes it, and the chain of entries goes on under the pseudonym.
 * Whatever the member does afterwards begins a new chain under the old id.
 */
export function erase(books: Books, account: Account, pseudonym: UserId, atMs: number): Change {
  const { userId, bonus, drawn } = account;
  const back = putBack(books, bonus, books.mode === 'unlimited');
  return {
    kind: 'erase',
    id: erasureId(pseudonym),
    byUserId: pseudonym,
    userId: pseudonym,
    credits: bonus,
    reason: '',
    books: { ...back, bonuses: back.bonuses - bonus },
    accounts: [{ ...account, userId: pseudonym, bonus: 0 }],
    hold: null,
    isAct: true,
    cutsOff: { userId, pseudonym, drawn: drawnBy(drawn, atMs) },
  };
}

/** An entry with another name in the place of a member's; its texts are emptied, since they may name the member too. */
export function renamedEntry(entry: Entry, from: UserId, to: UserId): Entry {
  const { byUserId, userId, accounts, hold } = entry;
  return {
    ...entry,
    byUserId: byUserId === from ? to : byUserId,
    userId: userId === from ? to : userId,
    reason: '',
    accounts: accounts.map((account) => (account.userId === from ? { ...account, userId: to } : account)),
    hold: hold && renamedHold(hold, to),
  };
}

/** A member's hold under another name. */
export function renamedHold(hold: Hold, to: UserId): Hold {
  return { ...hold, reservation: { ...hold.reservation, userId: to }, isErased: true };
}

/** The entry before this one in a chain that is being renamed: done or not, the link is the same. */
export function previousSeqOf(entry: Entry, from: UserId, to: UserId): number {
  return Math.max(previousSeqIn(entry, from), previousSeqIn(entry, to));
}
