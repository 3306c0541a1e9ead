import { assertHoldRequest, balanceOf, creditPool, debitPool, tooFew } from './balances.ts';
import type { HoldRequest, Refund, Reservation, Settlement } from './credits.ts';
import {
  type Account,
  addUsage,
  type Balances,
  type Change,
  type Hold,
  periodStarts,
  subtractUsage,
  usageAt,
} from './records.ts';

/**
 * Sets credits aside: the allowance first (out of the pool), then the bonus. The rest comes from the pool if
 * the request was approved.
 *
 * @throws {@link BotError} `refused.quota` with price, left and renewsAtMs
 */
export function reserve(
  before: Balances,
  account: Account,
  request: HoldRequest,
  nowMs: number,
): Change & { hold: Hold } {
  assertHoldRequest(request);
  const { id, guildId, userId, credits, model, expiresAtMs } = request;
  const { fromAllowance, fromBonus, fromPool } = partsOf(before, account, request, nowMs);
  const approval = fromPool > 0 ? request.approval : null;
  const allowanceUsage = addUsage(usageAt(account.allowanceUsage, nowMs), fromAllowance);
  const balances = debitPool(before, fromAllowance + fromPool);
  return {
    kind: 'reserve',
    id,
    byUserId: approval?.byUserId ?? userId,
    userId,
    credits,
    reason: approval?.reason ?? '',
    balances: { ...balances, bonuses: balances.bonuses - fromBonus, held: balances.held + credits },
    accounts: [{ ...account, bonus: account.bonus - fromBonus, held: account.held + credits, allowanceUsage }],
    hold: {
      reservation: {
        id,
        guildId,
        userId,
        credits,
        fromAllowance,
        fromBonus,
        fromPool,
        model,
        heldAtMs: nowMs,
        expiresAtMs,
      },
      isMinted: before.mode === 'unlimited',
      state: 'held',
      charged: 0,
      returned: 0,
      refunded: 0,
      refundedToPool: 0,
      settledAtMs: null,
      pictures: 0,
      isErased: false,
      drawnSinceMs: periodStarts(allowanceUsage),
    },
    isAct: false,
  };
}

type Parts = Pick<Reservation, 'fromAllowance' | 'fromBonus' | 'fromPool'>;

/** @throws {@link BotError} `refused.quota` */
function partsOf(before: Balances, account: Account, request: HoldRequest, nowMs: number): Parts {
  const { credits, policy, approval } = request;
  const { spendable, allowanceLeft, renewsAtMs, pool } = balanceOf(before, account, policy, nowMs);
  const fromAllowance = Math.min(credits, allowanceLeft);
  const fromBonus = Math.min(credits - fromAllowance, account.bonus);
  const fromPool = credits - fromAllowance - fromBonus;
  if (fromPool === 0) return { fromAllowance, fromBonus, fromPool };
  if (!approval) throw tooFew(credits, spendable, renewsAtMs);
  const left = pool === 'unlimited' ? fromPool : pool - fromAllowance;
  if (left < fromPool) throw tooFew(credits, spendable + left, renewsAtMs);
  return { fromAllowance, fromBonus, fromPool };
}

/** How much of a hold is spent, for how many pictures, and when. */
export interface Ending {
  readonly charged: number;
  readonly pictures: number;
  readonly atMs: number;
}

/**
 * Ends a hold. `charged` (0..credits; 0 releases it) is taken from the allowance's part first, then from the bonus, and from
 * what an approval has added last: the bonus does not expire, and the approval was for this request alone. What came from
 * the pool returns to it, or is burned when it was minted for the hold, also when the pool is limited now: nobody has put
 * those credits in. The allowance's part counts as unused again in each period that lasts.
 */
export function end(
  balances: Balances,
  account: Account,
  hold: Hold,
  { charged, pictures, atMs }: Ending,
): Change & { hold: Hold } {
  const { id, userId, credits, fromAllowance, fromBonus } = hold.reservation;
  const toAllowance = fromAllowance - Math.min(charged, fromAllowance);
  const toBonus = fromBonus - Math.min(Math.max(0, charged - fromAllowance), fromBonus);
  const back = creditPool(balances, credits - charged - toBonus, hold.isMinted);
  const allowanceUsage = subtractUsage(account.allowanceUsage, toAllowance, hold.drawnSinceMs);
  const isReleased = charged === 0;
  return {
    kind: isReleased ? 'release' : 'settle',
    id,
    byUserId: null,
    userId,
    credits: isReleased ? credits : charged,
    reason: '',
    balances: { ...back, bonuses: back.bonuses + toBonus, held: back.held - credits, spent: back.spent + charged },
    accounts: [{ ...account, bonus: account.bonus + toBonus, held: account.held - credits, allowanceUsage }],
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

/** How an ended hold ended; what was refunded since has returned. What the pool has back is in neither number. */
export function settlementOf(hold: Hold): Settlement {
  const { charged, returned, refunded, refundedToPool } = hold;
  const toPool = hold.reservation.fromPool - poolPartOf(hold, charged);
  return { charged: charged - refunded, returned: returned - toPool + refunded - refundedToPool };
}

/** How much of a charge was paid by what an approval had added: that is spent last. */
function poolPartOf({ reservation: { fromAllowance, fromBonus } }: Hold, charged: number): number {
  return Math.max(0, charged - fromAllowance - fromBonus);
}

/**
 * Takes a charge back, all of it or down to what is kept. The member's part goes to their bonus: the period it came from may
 * be over. Null where there is nothing to take back.
 */
export function refund(
  balances: Balances,
  account: Account,
  hold: Hold,
  order: Refund,
): (Change & { hold: Hold }) | null {
  const { byUserId, reason, keep = 0 } = order;
  const left = hold.charged - hold.refunded;
  const credits = left - keep;
  if (credits <= 0) return null;
  const toPool = byUserId === null ? poolPartOf(hold, left) - poolPartOf(hold, keep) : 0;
  const back = creditPool(balances, toPool, hold.isMinted);
  return {
    kind: 'refund',
    id: hold.reservation.id,
    byUserId,
    userId: hold.reservation.userId,
    credits,
    reason,
    balances: { ...back, spent: back.spent - credits, bonuses: back.bonuses + credits - toPool },
    accounts: [{ ...account, bonus: account.bonus + credits - toPool }],
    hold: { ...hold, refunded: hold.refunded + credits, refundedToPool: hold.refundedToPool + toPool },
    isAct: false,
  };
}
