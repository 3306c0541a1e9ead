import { describe, expect, it } from 'vitest';
import { newAccount } from '#credits/balances.ts';
import type { Account, Balances } from '#credits/records.ts';
import { add, changeMode, give, grant, remove, revoke } from '#credits/transfers.ts';
import { actOf, ada, bob, moderator, termsOf } from '../support/store/money.ts';

const booksOf = (changes: Partial<Balances> = {}): Balances => ({
  ...{ mode: 'limited', pool: 50, added: 80, bonuses: 20, held: 4, spent: 6 },
  ...changes,
});
const accountOf = (bonus: number, of = ada): Account => ({ ...newAccount(of), number: 1, bonus });
const actFor = (credits: number) => actOf('a1', credits, termsOf(0));
const entry = { id: 'a1', byUserId: moderator, reason: 'because', hold: null, isAct: true };

describe('a grant', () => {
  it('moves credits out of the pool into the bonus, down to the last one', () => {
    expect(grant(booksOf(), accountOf(5), actFor(50))).toEqual({
      ...{ ...entry, kind: 'grant', userId: ada, credits: 50 },
      ...{ balances: booksOf({ pool: 0, bonuses: 70 }), accounts: [accountOf(55)] },
    });
  });

  it('of more than is there is refused with what is there', () => {
    const facts = { price: 51, left: 50 };
    expect(() => grant(booksOf(), accountOf(5), actFor(51))).toThrow(expect.objectContaining({ facts }));
  });

  it('out of an unlimited pool adds them', () => {
    const { balances } = grant(booksOf({ mode: 'unlimited', pool: 0 }), accountOf(5), actFor(51));
    expect(balances).toEqual(booksOf({ mode: 'unlimited', pool: 0, added: 131, bonuses: 71 }));
  });
});

describe('a revocation', () => {
  it('takes what is there, at most what was asked', () => {
    expect(revoke(booksOf(), accountOf(5), actFor(3))).toEqual({
      ...{ ...entry, kind: 'revoke', userId: ada, credits: 3 },
      ...{ balances: booksOf({ pool: 53, bonuses: 17 }), accounts: [accountOf(2)] },
    });
    expect(revoke(booksOf(), accountOf(5), actFor(9))).toMatchObject({ credits: 5, accounts: [accountOf(0)] });
  });

  it('leaves nothing of it in an unlimited pool', () => {
    const { balances } = revoke(booksOf({ mode: 'unlimited' }), accountOf(5), actFor(3));
    expect(balances).toEqual(booksOf({ mode: 'unlimited', added: 77, bonuses: 17 }));
  });
});

describe('a gift', () => {
  it('goes from one bonus to the other, down to the last credit, and leaves the sums as they are', () => {
    expect(give(booksOf(), accountOf(5), accountOf(1, bob), actOf('a1', 5, termsOf(0), bob))).toEqual({
      ...{ ...entry, kind: 'give', userId: bob, credits: 5 },
      ...{ balances: booksOf(), accounts: [accountOf(0), accountOf(6, bob)] },
    });
  });

  it('of more than the giver has is refused', () => {
    const gift = () => give(booksOf(), accountOf(5), accountOf(1, bob), actFor(6));
    expect(gift).toThrow(expect.objectContaining({ facts: { price: 6, left: 5 } }));
  });
});

describe('the pool', () => {
  it('takes credits in and gives them out, down to the last one', () => {
    expect(add(booksOf(), actFor(7))).toEqual({
      ...{ ...entry, kind: 'add', userId: null, credits: 7, accounts: [] },
      balances: booksOf({ pool: 57, added: 87 }),
    });
    expect(remove(booksOf(), actFor(50))).toEqual({
      ...{ ...entry, kind: 'remove', userId: null, credits: 50, accounts: [] },
      balances: booksOf({ pool: 0, added: 30 }),
    });
    const tooMany = () => remove(booksOf(), actFor(51));
    expect(tooMany).toThrow(expect.objectContaining({ facts: { price: 51, left: 50 } }));
  });

  it('changes its mode and nothing else', () => {
    expect(changeMode(booksOf(), actFor(1), 'unlimited')).toEqual({
      ...{ ...entry, kind: 'mode', userId: null, credits: 0, accounts: [] },
      balances: booksOf({ mode: 'unlimited' }),
    });
  });
});
