import { describe, expect, it } from 'vitest';
import { assertSound, newAccount, open } from '#credits/balances.ts';
import { ada, termsOf } from '../support/store/money.ts';

describe('books that are to be written', () => {
  const { balances } = open(termsOf(0, 100));

  it('add up', () => {
    expect(() => assertSound({ balances, accounts: [] })).not.toThrow();
    expect(() => assertSound({ balances: { ...balances, spent: 1 }, accounts: [] })).toThrow('do not add up');
  });

  it('hold nothing below zero, in the sums and in the accounts', () => {
    const below = { ...balances, pool: -1, bonuses: 101 };
    expect(() => assertSound({ balances: below, accounts: [] })).toThrow('whole number');
    const { allowanceUsage } = newAccount(ada);
    const drawnWith = (used: number) => ({ allowanceUsage: { ...allowanceUsage, month: { used, sinceMs: 0 } } });
    for (const change of [{ bonus: -1 }, { bonus: 0.5 }, drawnWith(-1), drawnWith(0.5)]) {
      expect(() => assertSound({ balances, accounts: [{ ...newAccount(ada), ...change }] })).toThrow('whole number');
    }
  });
});
