import type { Allowance, Balance, HoldRequest, PoolMode, Terms, Totals } from '../domain/credits.ts';
import { periodAround } from '../domain/credits.ts';
import { BotError } from '../domain/errors.ts';
import type { UserId } from '../domain/ids.ts';
import type { Account, Books, Change, Head } from './records.ts';

/** The account of a member whom the books do not know yet. */
export function newAccount(userId: UserId): Account {
  return { userId, bonus: 0, used: 0, usedSinceMs: 0, seq: 0, previousSeq: 0 };
}

/** The first change of every guild: the pool as {@link Terms.initialPool} says. */
export function open(terms: Terms): Change {
  const mode: PoolMode = terms.initialPool === 'unlimited' ? 'unlimited' : 'limited';
  const pool = terms.initialPool === 'unlimited' ? 0 : assertWhole('initialPool', terms.initialPool, 0);
  const books: Books = { mode, pool, added: pool, bonuses: 0, held: 0, spent: 0 };
  return {
    kind: 'open',
    id: 'open',
    byUserId: null,
    userId: null,
    credits: pool,
    reason: '',
    books,
    accounts: [],
    hold: null,
    isAct: false,
  };
}

/** Takes credits out of the pool; an unlimited one is filled with them first. The caller has checked that they are there. */
export function draw(books: Books, credits: number): Books {
  if (books.mode === 'unlimited') return { ...books, added: books.added + credits };
  return { ...books, pool: books.pool - credits };
}

/** Credits come back: into the pool, or (`isBurned`) out of the books altogether. */
export function putBack(books: Books, credits: number, isBurned: boolean): Books {
  if (isBurned) return { ...books, added: books.added - credits };
  return { ...books, pool: books.pool + credits };
}

/** What an account has drawn in the period around now, and since when that counts. */
export interface Usage {
  readonly used: number;
  readonly usedSinceMs: number;
  readonly renewsAtMs: number;
}

/**
 * Draws made since the period's start count, also those made under another, shorter period and those "in the future" of
 * a clock that was set back: a change of period or clock never renews an allowance early.
 */
export function usageOf(account: Account, { period }: Allowance, nowMs: number): Usage {
  const { startsAtMs, endsAtMs } = periodAround(period, nowMs);
  const counts = account.usedSinceMs >= startsAtMs;
  return {
    used: counts ? account.used : 0,
    usedSinceMs: counts ? account.usedSinceMs : startsAtMs,
    renewsAtMs: endsAtMs,
  };
}

/** A member's balance from the guild's document and the member's. */
export function balanceOf(head: Head, account: Account, terms: Terms, nowMs: number): Balance {
  const { mode, pool } = head.books;
  const { used, renewsAtMs } = usageOf(account, terms.allowance, nowMs);
  const unused = Math.max(0, assertWhole('allowance', terms.allowance.credits, 0) - used);
  const allowanceLeft = mode === 'unlimited' ? unused : Math.min(unused, pool);
  const held = Object.values(head.holds)
    .filter((hold) => hold.userId === account.userId)
    .reduce((sum, hold) => sum + hold.credits, 0);
  return {
    allowance: terms.allowance,
    allowanceLeft,
    renewsAtMs,
    bonus: account.bonus,
    held,
    pool: mode === 'unlimited' ? 'unlimited' : pool,
    spendable: allowanceLeft + account.bonus,
  };
}

/** The sums without the mode. */
export function totalsOf({ added, pool, bonuses, held, spent }: Books): Totals {
  return { added, pool, bonuses, held, spent };
}

/** A refusal for want of credits. */
export function tooFew(price: number, left: number, renewsAtMs?: number): BotError {
  const facts = { price, left };
  return new BotError(
    'refused.quota',
    `${price} credits asked, ${left} there`,
    renewsAtMs === undefined ? facts : { ...facts, renewsAtMs },
  );
}

/** Refuses books that do not add up before they are written: better no operation than a wrong one. @throws {@link BotError} `bug` */
export function assertSound({ books, accounts }: Pick<Change, 'books' | 'accounts'>): void {
  const { added, pool, bonuses, held, spent } = books;
  for (const amount of [added, pool, bonuses, held, spent]) assertWhole('sum', amount, 0);
  for (const amount of accounts.flatMap(({ bonus, used }) => [bonus, used])) assertWhole('amount', amount, 0);
  if (added === pool + bonuses + held + spent) return;
  throw new BotError('bug', `the books do not add up: ${JSON.stringify(books)}`);
}

/** @throws {@link BotError} `bug`: no whole number of at least `min` */
export function assertWhole(what: string, amount: number, min: number): number {
  if (Number.isSafeInteger(amount) && amount >= min) return amount;
  throw new BotError('bug', `${what} is a whole number, ${min} or more, not ${amount}`);
}

/** Checks a request for a hold. @throws {@link BotError} `bug` */
export function assertHoldRequest({ credits, expiresAtMs }: HoldRequest): void {
  assertWhole('credits', credits, 1);
  assertWhole('expiresAtMs', expiresAtMs, 0);
}
