import { describe, expect, it } from 'vitest';
import {
  assertSound,
  balanceOf,
  creditPool,
  debitPool,
  initialBalances,
  newAccount,
  open,
  refill,
  totalsOf,
} from '#credits/balances.ts';
import type { Balances } from '#credits/records.ts';
import { ada, dayMs, refillTermsOf, termsOf, wednesdayMs } from '../support/store/money.ts';

const todayMs = wednesdayMs - dayMs / 2;
const mondayMs = todayMs - 2 * dayMs;
const booksOf = (changes: Partial<Balances> = {}): Balances => ({
  ...{ mode: 'limited', pool: 50, added: 80, bonuses: 20, held: 4, spent: 6 },
  ...changes,
});

describe('books that are to be written', () => {
  const { balances } = open(termsOf(0, 100));

  it('add up', () => {
    expect(() => assertSound({ balances, accounts: [] })).not.toThrow();
    for (const change of [{ spent: 1 }, { added: 101 }, { pool: 99 }, { bonuses: 1 }, { held: 1 }]) {
      expect(() => assertSound({ balances: { ...balances, ...change }, accounts: [] })).toThrow('do not add up');
    }
  });

  it('hold nothing below zero, in the sums and in the accounts', () => {
    const below = { ...balances, pool: -1, bonuses: 101 };
    expect(() => assertSound({ balances: below, accounts: [] })).toThrow('whole number');
    const { allowanceUsage } = newAccount(ada);
    const usedInMonth = (used: number) => ({ allowanceUsage: { ...allowanceUsage, month: { used, sinceMs: 0 } } });
    for (const change of [{ bonus: -1 }, { bonus: 0.5 }, { held: -1 }, usedInMonth(-1), usedInMonth(0.5)]) {
      expect(() => assertSound({ balances, accounts: [{ ...newAccount(ada), ...change }] })).toThrow('whole number');
    }
  });
});

describe('a guild that is opened', () => {
  it('has what the policy puts into its pool', () => {
    expect(open(termsOf(0, 100))).toEqual({
      ...{ kind: 'open', id: 'open', byUserId: null, userId: null, credits: 100, reason: '' },
      ...{ accounts: [], hold: null, isAct: false },
      balances: { mode: 'limited', pool: 100, added: 100, bonuses: 0, held: 0, spent: 0 },
    });
    expect(open(termsOf(0, 0)).balances).toMatchObject({ mode: 'limited', pool: 0 });
    expect(open(termsOf(0))).toMatchObject({ credits: 0, balances: { mode: 'unlimited', pool: 0, added: 0 } });
    expect(() => open(termsOf(0, -1))).toThrow('whole number, 0 or more');
  });

  it('counts a refill that is due at once', () => {
    expect(initialBalances(refillTermsOf(150, 100), wednesdayMs)).toMatchObject({ pool: 150, added: 150 });
    expect(initialBalances(refillTermsOf(50, 100), wednesdayMs)).toMatchObject({ pool: 100, added: 100 });
    expect(initialBalances(termsOf(0, 100), wednesdayMs)).toMatchObject({ pool: 100, added: 100 });
  });
});

describe('the pool', () => {
  it('pays out what lies in it; an unlimited one makes it', () => {
    expect(debitPool(booksOf(), 7)).toEqual(booksOf({ pool: 43 }));
    expect(debitPool(booksOf({ mode: 'unlimited' }), 7)).toEqual(booksOf({ mode: 'unlimited', added: 87 }));
  });

  it('takes back what comes; what is burned leaves the books', () => {
    expect(creditPool(booksOf(), 7, false)).toEqual(booksOf({ pool: 57 }));
    expect(creditPool(booksOf(), 7, true)).toEqual(booksOf({ added: 73 }));
  });
});

describe('a balance', () => {
  const usedToday = (used: number) => ({
    ...newAccount(ada),
    bonus: 3,
    held: 2,
    allowanceUsage: { ...newAccount(ada).allowanceUsage, day: { used, sinceMs: todayMs } },
  });

  it.each([
    [0, 50, 10, 13],
    [4, 50, 6, 9],
    [10, 50, 0, 3],
    [12, 50, 0, 3],
    [4, 5, 5, 8],
    [4, 0, 0, 3],
  ])('with %i used and %i in the pool leaves %i of the allowance, %i to spend', (used, pool, left, spendable) => {
    expect(balanceOf(booksOf({ pool }), usedToday(used), termsOf(10), wednesdayMs)).toEqual({
      ...{ allowance: { credits: 10, period: 'day' }, allowanceLeft: left, renewsAtMs: todayMs + dayMs },
      ...{ bonus: 3, held: 2, pool, spendable },
    });
  });

  it('on an unlimited pool is bounded by the allowance alone', () => {
    const unlimited = booksOf({ mode: 'unlimited', pool: 0 });
    expect(balanceOf(unlimited, usedToday(4), termsOf(10), wednesdayMs)).toMatchObject({
      ...{ allowanceLeft: 6, pool: 'unlimited', spendable: 9 },
    });
  });

  it('refuses an allowance that is no whole number', () => {
    expect(() => balanceOf(booksOf(), newAccount(ada), termsOf(-1), wednesdayMs)).toThrow('allowance');
    expect(balanceOf(booksOf(), newAccount(ada), termsOf(0), wednesdayMs).allowanceLeft).toBe(0);
  });

  it('is totalled without the mode', () => {
    expect(totalsOf(booksOf())).toEqual({ added: 80, pool: 50, bonuses: 20, held: 4, spent: 6 });
  });
});

describe('a refill', () => {
  const refilled = (refilledSinceMs: number | null, changes: Partial<Balances> = {}, upTo = 60) =>
    refill({ balances: booksOf(changes), refilledSinceMs }, refillTermsOf(upTo, 0), wednesdayMs);

  it('fills the pool up once in its period', () => {
    expect(refilled(null)).toEqual({
      ...{ kind: 'refill', id: `refill:${mondayMs}`, byUserId: null, userId: null, credits: 10, reason: '' },
      ...{ accounts: [], hold: null, isAct: false, refilledSinceMs: mondayMs },
      balances: booksOf({ pool: 60, added: 90 }),
    });
    expect(refilled(mondayMs - 1)).toMatchObject({ credits: 10 });
    expect(refilled(mondayMs)).toBeNull();
    expect(refilled(wednesdayMs + dayMs / 2)).toBeNull();
  });

  it('leaves a pool that has more as it is, and has happened', () => {
    expect(refilled(null, {}, 40)).toMatchObject({ credits: 0, balances: booksOf(), refilledSinceMs: mondayMs });
    expect(refilled(null, {}, 0)).toMatchObject({ credits: 0, balances: booksOf() });
  });

  it('of a clock that was years ahead is done again', () => {
    expect(refilled(wednesdayMs + 400 * dayMs)).toMatchObject({ credits: 10 });
  });

  it('is never due on an unlimited pool, or without a rule', () => {
    expect(refilled(null, { mode: 'unlimited' })).toBeNull();
    expect(refill({ balances: booksOf(), refilledSinceMs: null }, termsOf(0, 0), wednesdayMs)).toBeNull();
    expect(() => refilled(null, {}, -1)).toThrow('whole number');
  });
});
