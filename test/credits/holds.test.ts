import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { jobId } from '#core/ids.ts';
import { newAccount } from '#credits/balances.ts';
import type { HoldRequest, Refund } from '#credits/credits.ts';
import { end, refund, reserve, settlementOf } from '#credits/holds.ts';
import type { Account, Balances, Hold } from '#credits/records.ts';
import { ada, dayMs, guild, holdOf, moderator, termsOf, wednesdayMs } from '../support/store/money.ts';

const nowMs = wednesdayMs + 1_000;
const todayMs = wednesdayMs - dayMs / 2;
const mondayMs = todayMs - 2 * dayMs;
const policy = termsOf(10, 100);
const booksOf = (changes: Partial<Balances> = {}): Balances => ({
  mode: 'limited',
  pool: 100,
  added: 130,
  bonuses: 20,
  held: 4,
  spent: 6,
  ...changes,
});
const accountOf = (changes: Partial<Account> = {}): Account => ({
  ...newAccount(ada),
  number: 3,
  bonus: 5,
  held: 4,
  ...changes,
});
const requestOf = (credits: number, changes: Partial<HoldRequest> = {}): HoldRequest => ({
  ...holdOf('j1', credits, policy),
  ...changes,
});
const approval = { byUserId: moderator, reason: 'for the banner' };

/** What a hold of so many credits comes from, as `allowance + bonus + pool`. */
function partsOf(
  credits: number,
  changes: Partial<HoldRequest> = {},
  before = booksOf(),
  account = accountOf(),
): string {
  const { fromAllowance, fromBonus, fromPool } = reserve(before, account, requestOf(credits, changes), nowMs).hold
    .reservation;
  return `${fromAllowance} + ${fromBonus} + ${fromPool}`;
}

/** A hold of 10 from the allowance, 5 from the bonus and 3 from the pool. */
const heldOf = (changes: Partial<Hold> = {}): Hold => ({
  ...reserve(booksOf(), accountOf(), requestOf(18, { approval }), nowMs).hold,
  ...changes,
});

describe('a hold', () => {
  it.each([
    [1, '1 + 0 + 0'],
    [10, '10 + 0 + 0'],
    [11, '10 + 1 + 0'],
    [15, '10 + 5 + 0'],
  ])('of %i credits takes the allowance first, then the bonus', (credits, parts) => {
    expect(partsOf(credits)).toBe(parts);
  });

  it('takes what is missing from the pool where it was approved, and no more than is there', () => {
    expect(partsOf(18, { approval })).toBe('10 + 5 + 3');
    expect(partsOf(105, { approval })).toBe('10 + 5 + 90');
    expect(partsOf(500, { approval }, booksOf({ mode: 'unlimited' }))).toBe('10 + 5 + 485');
    expect(() => partsOf(106, { approval })).toThrow(BotError);
  });

  it.each([
    [16, undefined, { price: 16, left: 15, renewsAtMs: todayMs + dayMs }],
    [106, approval, { price: 106, left: 105, renewsAtMs: todayMs + dayMs }],
  ])('of %i credits is refused with what is left', (credits, by, facts) => {
    try {
      partsOf(credits, by === undefined ? {} : { approval: by });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'refused.quota', facts });
    }
  });

  it.each([{ credits: 0 }, { credits: 1.5 }, { expiresAtMs: -1 }, { expiresAtMs: Number.NaN }])(
    'of %j is a bug',
    (changes) => {
      expect(() => partsOf(1, changes)).toThrow('whole number');
    },
  );

  it('moves exactly its credits, and is written down whole', () => {
    const { hold, balances, accounts, ...entry } = reserve(booksOf(), accountOf(), requestOf(12), nowMs);
    expect(entry).toEqual({
      kind: 'reserve',
      id: 'j1',
      byUserId: ada,
      userId: ada,
      credits: 12,
      reason: '',
      isAct: false,
    });
    expect(balances).toEqual(booksOf({ pool: 90, bonuses: 18, held: 16 }));
    const day = { used: 10, sinceMs: todayMs };
    expect(accounts).toEqual([
      accountOf({
        bonus: 3,
        held: 16,
        allowanceUsage: {
          day,
          week: { ...day, sinceMs: mondayMs },
          month: expect.objectContaining({ used: 10 }),
        },
      }),
    ]);
    expect(hold).toEqual({
      reservation: {
        ...{ id: jobId('j1'), guildId: guild, userId: ada, credits: 12, model: requestOf(12).model },
        ...{ fromAllowance: 10, fromBonus: 2, fromPool: 0, heldAtMs: nowMs, expiresAtMs: requestOf(12).expiresAtMs },
      },
      ...{ isMinted: false, state: 'held', charged: 0, returned: 0, refunded: 0, refundedToPool: 0 },
      ...{ settledAtMs: null, pictures: 0, isErased: false },
      drawnSinceMs: { day: todayMs, week: mondayMs, month: expect.any(Number) },
    });
  });

  it('names the approver only where the approval was needed', () => {
    const change = (credits: number) => reserve(booksOf(), accountOf(), requestOf(credits, { approval }), nowMs);
    expect(change(15)).toMatchObject({ byUserId: ada, reason: '' });
    expect(change(16)).toMatchObject({ byUserId: moderator, reason: 'for the banner' });
  });

  it('mints the allowance of an unlimited pool', () => {
    const { balances, hold } = reserve(booksOf({ mode: 'unlimited' }), accountOf(), requestOf(10), nowMs);
    expect(balances).toEqual(booksOf({ mode: 'unlimited', added: 140, held: 14 }));
    expect(hold.isMinted).toBe(true);
  });
});

describe('the end of a hold', () => {
  const ending = (charged: number, hold = heldOf()) =>
    end(booksOf({ pool: 50, held: 30 }), accountOf({ bonus: 0, held: 18, allowanceUsage: usedOf(10) }), hold, {
      charged,
      pictures: 2,
      atMs: nowMs + 5,
    });
  const usedOf = (used: number) => ({
    day: { used, sinceMs: todayMs },
    week: { used, sinceMs: mondayMs },
    month: { used, sinceMs: heldOf().drawnSinceMs.month },
  });

  it.each([
    // charged, to the pool, to the bonus, used of the allowance
    [0, 13, 5, 0],
    [4, 9, 5, 4],
    [10, 3, 5, 10],
    [12, 3, 3, 10],
    [15, 3, 0, 10],
    [16, 2, 0, 10],
    [18, 0, 0, 10],
  ])('charged %i returns %i to the pool and %i to the bonus', (charged, toPool, toBonus, used) => {
    const { balances, accounts, hold } = ending(charged);
    expect(balances).toEqual(booksOf({ pool: 50 + toPool, bonuses: 20 + toBonus, held: 12, spent: 6 + charged }));
    expect(accounts).toEqual([accountOf({ bonus: toBonus, held: 0, allowanceUsage: usedOf(used) })]);
    expect(hold).toMatchObject({ charged, returned: 18 - charged });
  });

  it('is a release where nothing is charged, else a settlement with its moment and its pictures', () => {
    expect(ending(0)).toMatchObject({
      ...{ kind: 'release', id: 'j1', byUserId: null, userId: ada, credits: 18, reason: '', isAct: false },
      hold: { state: 'released', settledAtMs: null, pictures: 0 },
    });
    expect(ending(1)).toMatchObject({
      ...{ kind: 'settle', credits: 1, isAct: false },
      hold: { state: 'settled', settledAtMs: nowMs + 5, pictures: 2 },
    });
  });

  it('burns what was minted', () => {
    expect(ending(4, heldOf({ isMinted: true })).balances).toEqual(
      booksOf({ pool: 50, added: 121, bonuses: 25, held: 12, spent: 10 }),
    );
  });

  it('gives the allowance back only to periods that last', () => {
    const { day, ...others } = heldOf().drawnSinceMs;
    const { accounts } = ending(0, heldOf({ drawnSinceMs: { ...others, day: day - dayMs } }));
    expect(accounts[0]?.allowanceUsage).toEqual({ ...usedOf(0), day: { used: 10, sinceMs: todayMs } });
  });
});

describe('what an ended hold has cost', () => {
  it.each([
    [
      { charged: 18, returned: 0 },
      { charged: 18, returned: 0 },
    ],
    [
      { charged: 17, returned: 1 },
      { charged: 17, returned: 0 },
    ],
    [
      { charged: 15, returned: 3 },
      { charged: 15, returned: 0 },
    ],
    [
      { charged: 12, returned: 6 },
      { charged: 12, returned: 3 },
    ],
    [
      { charged: 18, returned: 0, refunded: 18, refundedToPool: 3 },
      { charged: 0, returned: 15 },
    ],
    [
      { charged: 18, returned: 0, refunded: 18 },
      { charged: 0, returned: 18 },
    ],
    [
      { charged: 12, returned: 6, refunded: 2 },
      { charged: 10, returned: 5 },
    ],
  ])('counts %j as %j for the member', (ended, settlement) => {
    expect(settlementOf(heldOf({ state: 'settled', ...ended }))).toEqual(settlement);
  });
});

describe('a refund', () => {
  const orderOf = (changes: Partial<Refund> = {}): Refund => ({
    ...{ guildId: guild, jobId: jobId('j1'), byUserId: null, reason: 'it failed' },
    ...changes,
  });
  const of = (changes: Partial<Refund> = {}, hold = heldOf({ state: 'settled', charged: 18 })) =>
    refund(booksOf({ spent: 18 }), accountOf(), hold, orderOf(changes));

  it('by Easel gives the approval’s part back to the pool, the rest to the member', () => {
    expect(of()).toMatchObject({
      ...{ kind: 'refund', id: 'j1', byUserId: null, userId: ada, credits: 18, reason: 'it failed', isAct: false },
      balances: booksOf({ pool: 103, bonuses: 35, spent: 0 }),
      accounts: [accountOf({ bonus: 20 })],
      hold: { refunded: 18, refundedToPool: 3 },
    });
  });

  it('by a moderator gives all of it to the member', () => {
    expect(of({ byUserId: moderator })).toMatchObject({
      balances: booksOf({ bonuses: 38, spent: 0 }),
      accounts: [accountOf({ bonus: 23 })],
      hold: { refunded: 18, refundedToPool: 0 },
    });
  });

  it('keeps what stays charged, and takes from the approval’s part first', () => {
    expect(of({ keep: 16 })).toMatchObject({ credits: 2, hold: { refunded: 2, refundedToPool: 2 } });
    expect(of({ keep: 9 })).toMatchObject({ credits: 9, hold: { refunded: 9, refundedToPool: 3 } });
    expect(of({ keep: 17 })).toMatchObject({ credits: 1 });
    expect(of({ keep: 18 })).toBeNull();
    expect(of({ keep: 19 })).toBeNull();
  });

  it('goes on from what was refunded before', () => {
    const once = heldOf({ state: 'settled', charged: 18, refunded: 2, refundedToPool: 2 });
    expect(of({ keep: 10 }, once)).toMatchObject({ credits: 6, hold: { refunded: 8, refundedToPool: 3 } });
    expect(of({}, heldOf({ state: 'settled', charged: 18, refunded: 18 }))).toBeNull();
    expect(of({}, heldOf({ state: 'released', charged: 0 }))).toBeNull();
  });

  it('burns the approval’s part where it was minted', () => {
    const minted = heldOf({ state: 'settled', charged: 18, isMinted: true });
    expect(of({}, minted)?.balances).toEqual(booksOf({ added: 127, bonuses: 35, spent: 0 }));
  });
});
