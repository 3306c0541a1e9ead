import type { HoldRequest, Settlement } from '../domain/credits.ts';
import type { Refund } from '../domain/ports.ts';
import { assertHoldRequest, balanceOf, draw, putBack, tooFew } from './books.ts';
import { drawLess, drawMore, drawnBy, sincesOf } from './drawn.ts';
import type { Account, Books, Change, Head, Hold } from './records.ts';

/**
 * Sets credits aside: the allowance first (out of the pool), then the bonus.
 *
 * @throws {@link BotError} `refused.quota` with price, left and renewsAtMs
 */
export function reserve(head: Head, account: Account, request: HoldRequest, nowMs: number): Change & { hold: Hold } {
  assertHoldRequest(request);
  const { id, guildId, userId, credits, model, terms, expiresAtMs } = request;
  const balance = balanceOf(head, account, terms, nowMs);
  if (balance.spendable < credits) throw tooFew(credits, balance.spendable, balance.renewsAtMs);

  const fromAllowance = Math.min(credits, balance.allowanceLeft);
  const fromBonus = credits - fromAllowance;
  const drawn = drawMore(drawnBy(account.drawn, nowMs), fromAllowance);
  const books = draw(head.books, fromAllowance);
  return {
    kind: 'reserve',
    id,
    byUserId: userId,
    userId,
    credits,
    reason: '',
    books: { ...books, bonuses: books.bonuses - fromBonus, held: books.held + credits },
    accounts: [{ ...account, bonus: account.bonus - fromBonus, drawn }],
    hold: {
      reservation: { id, guildId, userId, credits, fromAllowance, fromBonus, model, expiresAtMs },
      minted: head.books.mode === 'unlimited',
      state: 'held',
      charged: 0,
      returned: 0,
      refunded: 0,
      settledAtMs: null,
      pictures: 0,
      isErased: false,
      drawnSinceMs: sincesOf(drawn),
    },
    isAct: false,
  };
}

/** How much of a hold is spent, for how many pictures, and when. */
export interface Ending {
  readonly charged: number;
  readonly pictures: number;
  readonly atMs: number;
}

/**
 * Ends a hold. `charged` (0..credits; 0 releases it) is taken from the allowance's part first, so that what returns is bonus first:
 * the bonus does not expire. The allowance's part returns to the pool, or is burned when it was minted for the hold:
 * also when the pool is limited by now, lest credits that nobody has put in are left in it. In each period that lasts it
 * counts as unused again.
 */
export function end(
  books: Books,
  account: Account,
  hold: Hold,
  { charged, pictures, atMs }: Ending,
): Change & { hold: Hold } {
  const { id, userId, credits, fromAllowance } = hold.reservation;
  const toPool = fromAllowance - Math.min(charged, fromAllowance);
  const toBonus = credits - charged - toPool;
  const back = putBack(books, toPool, hold.minted);
  const drawn = drawLess(account.drawn, toPool, hold.drawnSinceMs);
  const isReleased = charged === 0;
  return {
    kind: isReleased ? 'release' : 'settle',
    id,
    byUserId: null,
    userId,
    credits: isReleased ? credits : charged,
    reason: '',
    books: { ...back, bonuses: back.bonuses + toBonus, held: back.held - credits, spent: back.spent + charged },
    accounts: [{ ...account, bonus: account.bonus + toBonus, drawn }],
    hold: {
      ...hold,
      state: isReleased ? 'released' : 'settled',
      charged,
      returned: credits - charged,
      settledAtMs: isReleased ? null : atMs,
      pictures: isReleased ? 0 : pictures,
    },
    isAct: false,
  };
}

/** How an ended hold ended; what was refunded since has returned. */
export function settlementOf({ charged, returned, refunded }: Hold): Settlement {
  return { charged: charged - refunded, returned: returned + refunded };
}

/** Gives what a job was charged to the member's bonus: the period it came from may be over. */
export function refund(books: Books, account: Account, hold: Hold, { byUserId, reason }: Refund): Change {
  const credits = hold.charged;
  return {
    kind: 'refund',
    id: hold.reservation.id,
    byUserId,
    userId: hold.reservation.userId,
    credits,
    reason,
    books: { ...books, spent: books.spent - credits, bonuses: books.bonuses + credits },
    accounts: [{ ...account, bonus: account.bonus + credits }],
    hold: { ...hold, refunded: credits },
    isAct: false,
  };
}
