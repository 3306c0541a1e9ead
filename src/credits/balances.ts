import { isFarAhead } from '#core/clock.ts';
import { BotError } from '#core/errors.ts';
import type { UserId } from '#core/ids.ts';
import {
  type Balance,
  type CreditPolicy,
  type HoldRequest,
  type PoolMode,
  periodAround,
  type Totals,
} from './credits.ts';
import { type Account, type Balances, type Change, type Head, noUsage, usageAt } from './records.ts';

/** The account of a member whom the books do not know yet. */
export function newAccount(userId: UserId): Account {
  return { userId, number: null, bonus: 0, held: 0, allowanceUsage: noUsage };
}

/** A guild's first change: the pool as {@link CreditPolicy.initialPool} says. */
export function open(policy: CreditPolicy): Change {
  const mode: PoolMode = policy.initialPool === 'unlimited' ? 'unlimited' : 'limited';
  const pool = policy.initialPool === 'unlimited' ? 0 : assertWhole('initialPool', policy.initialPool, 0);
  const balances: Balances = { mode, pool, added: pool, bonuses: 0, held: 0, spent: 0 };
  return {
    kind: 'open',
    id: 'open',
    byUserId: null,
    userId: null,
    credits: pool,
    reason: '',
    balances,
    accounts: [],
    hold: null,
    isAct: false,
  };
}

/** Takes credits out of the pool; an unlimited one is filled with them first. The caller has checked that they are there. */
export function debitPool(balances: Balances, credits: number): Balances {
  if (balances.mode === 'unlimited') return { ...balances, added: balances.added + credits };
  return { ...balances, pool: balances.pool - credits };
}

/** Credits come back: into the pool, or (`isBurned`) out of the books altogether. */
export function creditPool(balances: Balances, credits: number, isBurned: boolean): Balances {
  if (isBurned) return { ...balances, added: balances.added - credits };
  return { ...balances, pool: balances.pool + credits };
}

/** A member's balance from the guild's books and the member's account. */
export function balanceOf({ mode, pool }: Balances, account: Account, policy: CreditPolicy, nowMs: number): Balance {
  const { period } = policy.allowance;
  const { used } = usageAt(account.allowanceUsage, nowMs)[period];
  const unused = Math.max(0, assertWhole('allowance', policy.allowance.credits, 0) - used);
  const allowanceLeft = mode === 'unlimited' ? unused : Math.min(unused, pool);
  return {
    allowance: policy.allowance,
    allowanceLeft,
    renewsAtMs: periodAround(period, nowMs).endsAtMs,
    bonus: account.bonus,
    held: account.held,
    pool: mode === 'unlimited' ? 'unlimited' : pool,
    spendable: allowanceLeft + account.bonus,
  };
}

/** The sums without the mode. */
export function totalsOf({ added, pool, bonuses, held, spent }: Balances): Totals {
  return { added, pool, bonuses, held, spent };
}

/** Too few credits. */
export function tooFew(price: number, left: number, renewsAtMs?: number): BotError {
  const facts = { price, left };
  return new BotError(
    'refused.quota',
    `${price} credits asked, ${left} there`,
    renewsAtMs === undefined ? facts : { ...facts, renewsAtMs },
  );
}

/** Refuses a change whose sums don't add up, before it is written. @throws {@link BotError} `bug` */
export function assertSound({ balances, accounts }: Pick<Change, 'balances' | 'accounts'>): void {
  const { added, pool, bonuses, held, spent } = balances;
  for (const amount of [added, pool, bonuses, held, spent]) assertWhole('sum', amount, 0);
  const amounts = accounts.flatMap(({ bonus, held, allowanceUsage }) => [
    bonus,
    held,
    ...Object.values(allowanceUsage).map(({ used }) => used),
  ]);
  for (const amount of amounts) assertWhole('amount', amount, 0);
  if (added === pool + bonuses + held + spent) return;
  throw new BotError('bug', `the books do not add up: ${JSON.stringify(balances)}`);
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

/**
 * Fills a limited pool up to {@link CreditPolicy.refill}, once in every period; null when nothing is due. A pool that has more
 * stays as it is, and has had its refill. The first period is the one in which a refill is first asked for. As with
 * allowances, a longer period or a clock that was set back a little never refills early.
 */
export function refill(
  { balances, refilledSinceMs }: Pick<Head, 'balances' | 'refilledSinceMs'>,
  policy: CreditPolicy,
  nowMs: number,
): Change | null {
  if (policy.refill === null || balances.mode === 'unlimited') return null;
  const upTo = assertWhole('refill', policy.refill.credits, 0);
  const { startsAtMs } = periodAround(policy.refill.period, nowMs);
  const isDone = refilledSinceMs !== null && refilledSinceMs >= startsAtMs;
  if (isDone && !isFarAhead(refilledSinceMs, nowMs)) return null;
  const credits = Math.max(0, upTo - balances.pool);
  return {
    kind: 'refill',
    id: `refill:${startsAtMs}`,
    byUserId: null,
    userId: null,
    credits,
    reason: '',
    balances: { ...balances, added: balances.added + credits, pool: balances.pool + credits },
    accounts: [],
    hold: null,
    isAct: false,
    refilledSinceMs: startsAtMs,
  };
}

/** The balances that a guild would have right after its opening. */
export function initialBalances(policy: CreditPolicy, nowMs: number): Balances {
  const { balances } = open(policy);
  return refill({ balances, refilledSinceMs: null }, policy, nowMs)?.balances ?? balances;
}
