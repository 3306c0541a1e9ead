import { describe, expect, it } from 'vitest';
import { assertSound, newAccount, open } from '#credits/books.ts';
import { ada, termsOf } from '../support/store/money.ts';

describe('books that are to be written', () => {
  const { books } = open(termsOf(0, 100));

  it('add up', () => {
    expect(() => assertSound({ books, accounts: [] })).not.toThrow();
    expect(() => assertSound({ books: { ...books, spent: 1 }, accounts: [] })).toThrow('do not add up');
  });

  it('hold nothing below zero, in the sums and in the accounts', () => {
    const below = { ...books, pool: -1, bonuses: 101 };
    expect(() => assertSound({ books: below, accounts: [] })).toThrow('whole number');
    const { drawn } = newAccount(ada);
    const drawnWith = (used: number) => ({ drawn: { ...drawn, month: { used, sinceMs: 0 } } });
    for (const change of [{ bonus: -1 }, { bonus: 0.5 }, drawnWith(-1), drawnWith(0.5)]) {
      expect(() => assertSound({ books, accounts: [{ ...newAccount(ada), ...change }] })).toThrow('whole number');
    }
  });
});
