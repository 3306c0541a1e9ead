import { describe, expect, it } from 'vitest';
import type { Period } from '#credits/credits.ts';
import { actOf, ada, bob, dayMs, guild, holdOf, termsOf } from '../support/store/money.ts';
import type { LedgerUnderTest } from './ledger.ts';

/** What members see, and what a reservation draws on. */
export function describeReserving(on: LedgerUnderTest): void {
  describe('balance', () => {
    it('of a new member is the allowance, until the end of the day', async () => {
      expect(await on.ledger.balance(guild, ada, termsOf(100))).toEqual({
        allowance: { credits: 100, period: 'day' },
        allowanceLeft: 100,
        renewsAtMs: Date.UTC(2026, 10, 5),
        bonus: 0,
        held: 0,
        pool: 'unlimited',
        spendable: 100,
      });
    });

    it('is bounded by the pool', async () => {
      expect(await on.ledger.balance(guild, ada, termsOf(100, 30))).toMatchObject({ allowanceLeft: 30, pool: 30 });
    });

    it('opens no guild by being looked at', async () => {
      await on.ledger.balance(guild, ada, termsOf(100, 30));
      expect(await on.ledger.totals(guild)).toEqual({ added: 0, pool: 0, bonuses: 0, held: 0, spent: 0 });
    });

    it('counts what is held for the member, not for others', async () => {
      await on.ledger.reserve(holdOf('j1', 7, termsOf(100)));
      await on.ledger.reserve(holdOf('j2', 5, termsOf(100), bob));
      expect(await on.ledger.balance(guild, ada, termsOf(100))).toMatchObject({ held: 7, allowanceLeft: 93 });
    });
  });

  describe('reserve', () => {
    it('draws on the allowance first, then on the bonus', async () => {
      const terms = termsOf(10, 100);
      await on.ledger.grant(actOf('g1', 20, terms));
      expect(await on.ledger.reserve(holdOf('j1', 15, terms))).toMatchObject({ fromAllowance: 10, fromBonus: 5 });
      expect(await on.ledger.totals(guild)).toEqual({ added: 100, pool: 70, bonuses: 15, held: 15, spent: 0 });
    });

    it('refuses more than is there, and says what is', async () => {
      await expect(on.ledger.reserve(holdOf('j1', 11, termsOf(10)))).rejects.toMatchObject({
        code: 'refused.quota',
        facts: { price: 11, left: 10, renewsAtMs: Date.UTC(2026, 10, 5) },
      });
      expect(await on.ledger.holds()).toEqual([]);
    });

    it('refuses when the pool is empty, whatever the allowance says', async () => {
      await expect(on.ledger.reserve(holdOf('j1', 4, termsOf(10, 3)))).rejects.toMatchObject({ facts: { left: 3 } });
    });

    it('takes nothing from an unlimited pool', async () => {
      const terms = termsOf(10, 5);
      await on.ledger.addToPool(actOf('a1', 1, terms));
      await on.ledger.setPoolMode(actOf('m1', 1, terms), 'unlimited');
      await on.ledger.reserve(holdOf('j1', 8, terms));
      expect(await on.ledger.totals(guild)).toEqual({ added: 14, pool: 6, bonuses: 0, held: 8, spent: 0 });
    });

    it('holds once for the same job, and never again what was paid', async () => {
      const hold = holdOf('j1', 8, termsOf(10));
      const first = await on.ledger.reserve(hold);
      expect(await on.ledger.reserve(hold)).toEqual(first);
      await on.ledger.settle(guild, hold.id);
      await expect(on.ledger.reserve(hold)).rejects.toMatchObject({ code: 'bug' });
      expect(await on.ledger.totals(guild)).toMatchObject({ held: 0, spent: 8 });
    });

    it('holds again what was released: a hold that has ended is no reservation', async () => {
      const hold = holdOf('j1', 8, termsOf(10));
      await on.ledger.reserve(hold);
      await on.ledger.release(guild, hold.id);
      on.nowMs += 1_000;
      expect(await on.ledger.reserve(hold)).toMatchObject({ credits: 8, heldAtMs: on.nowMs });
      expect(await on.ledger.totals(guild)).toMatchObject({ held: 8 });
      expect(await on.ledger.settle(guild, hold.id)).toEqual({ charged: 8, returned: 0 });
    });

    it('adds what is missing from the pool where the request was approved, and says so', async () => {
      const terms = termsOf(10, 100);
      await on.ledger.grant(actOf('g1', 20, terms));
      const approval = { byUserId: bob, reason: 'nice' };
      expect(await on.ledger.reserve({ ...holdOf('j1', 31, terms), approval })).toMatchObject({
        ...{ fromAllowance: 10, fromBonus: 20, fromPool: 1 },
      });
      expect(await on.ledger.totals(guild)).toEqual({ added: 100, pool: 69, bonuses: 0, held: 31, spent: 0 });
      const [line] = await on.ledger.history(guild, ada, { beforeSeq: null, limit: 1 });
      expect(line).toMatchObject({ kind: 'reserve', credits: 31, fromPool: 1, byUserId: bob, reason: 'nice' });
    });

    it('adds nothing to the credits of a member who has enough', async () => {
      const hold = { ...holdOf('j1', 8, termsOf(10)), approval: { byUserId: bob, reason: 'nice' } };
      expect(await on.ledger.reserve(hold)).toMatchObject({ fromAllowance: 8, fromPool: 0 });
      const [line] = await on.ledger.history(guild, ada, { beforeSeq: null, limit: 1 });
      expect(line).toMatchObject({ byUserId: ada, reason: '' });
      expect(line).not.toHaveProperty('fromPool');
    });

    it('adds no more than the pool has', async () => {
      const hold = { ...holdOf('j1', 45, termsOf(10, 40)), approval: { byUserId: bob, reason: '' } };
      await expect(on.ledger.reserve(hold)).rejects.toMatchObject({ code: 'refused.quota', facts: { left: 40 } });
    });

    it('adds what an unlimited pool does not have, and burns what is not spent', async () => {
      const hold = { ...holdOf('j1', 45, termsOf(10)), approval: { byUserId: bob, reason: '' } };
      await on.ledger.reserve(hold);
      expect(await on.ledger.totals(guild)).toMatchObject({ added: 45, held: 45 });
      expect(await on.ledger.settle(guild, hold.id, 12)).toEqual({ charged: 12, returned: 0 });
      expect(await on.ledger.totals(guild)).toMatchObject({ added: 12, held: 0, spent: 12, bonuses: 0 });
    });

    it('lets exactly one of ten win when there is enough for one', async () => {
      const tries = Array.from({ length: 10 }, (_, index) => on.ledger.reserve(holdOf(`j${index}`, 7, termsOf(10))));
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
      expect(await on.ledger.totals(guild)).toMatchObject({ held: 7 });
    });

    it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('takes %s credits for a bug', async (credits) => {
      await expect(on.ledger.reserve(holdOf('j1', credits, termsOf(10)))).rejects.toMatchObject({ code: 'bug' });
    });

    it('takes terms that are no whole numbers for a bug', async () => {
      await expect(on.ledger.reserve(holdOf('j1', 1, termsOf(10, -1)))).rejects.toMatchObject({ code: 'bug' });
      await expect(on.ledger.reserve(holdOf('j1', 1, termsOf(1.5)))).rejects.toMatchObject({ code: 'bug' });
    });
  });

  describe('periods', () => {
    it('renew the allowance, not the bonus', async () => {
      await on.ledger.reserve(holdOf('j1', 10, termsOf(10)));
      on.nowMs += dayMs;
      expect(await on.ledger.balance(guild, ada, termsOf(10))).toMatchObject({ allowanceLeft: 10, bonus: 0, held: 10 });
    });

    it('keep what was used when they become longer', async () => {
      await on.ledger.reserve(holdOf('j1', 6, termsOf(10)));
      on.nowMs += dayMs;
      expect(await on.ledger.balance(guild, ada, termsOf(10, 'unlimited', 'week'))).toMatchObject({ allowanceLeft: 4 });
      await on.ledger.reserve(holdOf('j2', 4, termsOf(10, 'unlimited', 'week')));
      on.nowMs += 7 * dayMs;
      expect(await on.ledger.balance(guild, ada, termsOf(10, 'unlimited', 'week'))).toMatchObject({
        allowanceLeft: 10,
      });
    });

    it('count side by side, so that going to a shorter one and back renews nothing', async () => {
      const [monthly, daily] = [termsOf(6_000, 'unlimited', 'month'), termsOf(100)];
      await on.ledger.reserve(holdOf('j1', 6_000, monthly));
      expect(await on.ledger.balance(guild, ada, daily)).toMatchObject({ allowanceLeft: 0 });
      on.nowMs += dayMs;
      await on.ledger.reserve(holdOf('j2', 7, daily));
      expect(await on.ledger.balance(guild, ada, daily)).toMatchObject({ allowanceLeft: 93 });
      expect(await on.ledger.balance(guild, ada, monthly)).toMatchObject({ allowanceLeft: 0 });
      await expect(on.ledger.reserve(holdOf('j3', 1, monthly))).rejects.toMatchObject({ code: 'refused.quota' });
    });

    it('each get back what was not charged, while they last', async () => {
      const leftFor = async (period: Period) =>
        (await on.ledger.balance(guild, ada, termsOf(100, 'unlimited', period))).allowanceLeft;
      const { id } = await on.ledger.reserve(holdOf('j1', 10, termsOf(100)));
      on.nowMs += dayMs;
      await on.ledger.reserve(holdOf('j2', 20, termsOf(100)));
      await on.ledger.settle(guild, id, 4);
      expect(await Promise.all((['day', 'week', 'month'] as const).map(leftFor))).toEqual([80, 76, 76]);
    });

    it('do not renew when the clock is set back', async () => {
      await on.ledger.reserve(holdOf('j1', 10, termsOf(10)));
      on.nowMs -= dayMs;
      expect(await on.ledger.balance(guild, ada, termsOf(10))).toMatchObject({ allowanceLeft: 0 });
    });
  });
}
