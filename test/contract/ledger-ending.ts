import { describe, expect, it } from 'vitest';
import { jobId } from '#core/ids.ts';
import { actOf, ada, bob, dayMs, guild, guildOf, holdOf, moderator, termsOf } from '../support/store/money.ts';
import type { LedgerUnderTest } from './ledger.ts';

/** How holds end. */
export function describeEnding(on: LedgerUnderTest): void {
  describe('settle', () => {
    it('turns what is held into spent, once', async () => {
      const { id } = await on.ledger.reserve(holdOf('j1', 8, termsOf(10)));
      expect(await on.ledger.settle(guild, id)).toEqual({ charged: 8, returned: 0 });
      expect(await on.ledger.settle(guild, id, 3)).toEqual({ charged: 8, returned: 0 });
      expect(await on.ledger.release(guild, id)).toEqual({ charged: 8, returned: 0 });
      expect(await on.ledger.totals(guild)).toMatchObject({ held: 0, spent: 8 });
    });

    it('of less than the hold returns the bonus first', async () => {
      const terms = termsOf(10, 100);
      await on.ledger.grant(actOf('g1', 20, terms));
      const { id } = await on.ledger.reserve(holdOf('j1', 15, terms));
      expect(await on.ledger.settle(guild, id, 8)).toEqual({ charged: 8, returned: 7 });
      expect(await on.ledger.balance(guild, ada, terms)).toMatchObject({ bonus: 20, allowanceLeft: 2, pool: 72 });
    });

    it('never charges more than was held', async () => {
      const { id } = await on.ledger.reserve(holdOf('j1', 8, termsOf(100)));
      expect(await on.ledger.settle(guild, id, 9)).toEqual({ charged: 8, returned: 0 });
    });

    it('takes an amount that is no whole number for a bug and changes nothing', async () => {
      const { id } = await on.ledger.reserve(holdOf('j1', 8, termsOf(100)));
      await expect(on.ledger.settle(guild, id, 0)).rejects.toMatchObject({ code: 'bug' });
      expect(await on.ledger.totals(guild)).toMatchObject({ held: 8 });
    });

    it('of several pictures says in the history how many, of one it says nothing', async () => {
      const history = () => on.ledger.history(guild, ada, { beforeSeq: null, limit: 1 });
      const { id } = await on.ledger.reserve(holdOf('j1', 28, termsOf(100)));
      await on.ledger.settle(guild, id, 14, 2);
      expect(await history()).toMatchObject([{ kind: 'settle', credits: 14, pictures: 2 }]);
      const other = await on.ledger.reserve(holdOf('j2', 7, termsOf(100)));
      await on.ledger.settle(guild, other.id);
      expect((await history())[0]).not.toHaveProperty('pictures');
      await expect(on.ledger.settle(guild, id, 21, 0)).rejects.toMatchObject({ code: 'bug' });
    });

    it('of an unknown job changes nothing', async () => {
      expect(await on.ledger.settle(guild, jobId('nobody'))).toEqual({ charged: 0, returned: 0 });
    });
  });

  describe('release', () => {
    it('returns everything to where it came from, once', async () => {
      const terms = termsOf(10, 100);
      await on.ledger.grant(actOf('g1', 20, terms));
      const before = await on.ledger.balance(guild, ada, terms);
      const { id } = await on.ledger.reserve(holdOf('j1', 15, terms));
      expect(await on.ledger.release(guild, id)).toEqual({ charged: 0, returned: 15 });
      expect(await on.ledger.release(guild, id)).toEqual({ charged: 0, returned: 15 });
      expect(await on.ledger.settle(guild, id)).toEqual({ charged: 0, returned: 15 });
      expect(await on.ledger.balance(guild, ada, terms)).toEqual(before);
    });

    it('in the next period leaves the new allowance as it is', async () => {
      const { id } = await on.ledger.reserve(holdOf('j1', 6, termsOf(10, 100)));
      on.nowMs += dayMs;
      await on.ledger.reserve(holdOf('j2', 9, termsOf(10, 100)));
      await on.ledger.release(guild, id);
      expect(await on.ledger.balance(guild, ada, termsOf(10, 100))).toMatchObject({ allowanceLeft: 1, pool: 91 });
    });

    it('of what was put into an unlimited pool takes it out again', async () => {
      const { id } = await on.ledger.reserve(holdOf('j1', 6, termsOf(10)));
      await on.ledger.release(guild, id);
      expect(await on.ledger.totals(guild)).toEqual({ added: 0, pool: 0, bonuses: 0, held: 0, spent: 0 });
    });

    it('takes it out too when the pool is limited by now: no credits come from nowhere', async () => {
      await on.ledger.reserve(holdOf('j1', 6, termsOf(10)));
      await on.ledger.reserve(holdOf('j2', 3, termsOf(10)));
      await on.ledger.setPoolMode(actOf('m1', 1, termsOf(10)), 'limited');
      await on.ledger.release(guild, jobId('j1'));
      await on.ledger.settle(guild, jobId('j2'), 1);
      expect(await on.ledger.totals(guild)).toEqual({ added: 1, pool: 0, bonuses: 0, held: 0, spent: 1 });
    });

    it('of what came from a limited pool returns there, also when it is unlimited by now', async () => {
      const { id } = await on.ledger.reserve(holdOf('j1', 6, termsOf(10, 50)));
      await on.ledger.setPoolMode(actOf('m1', 1, termsOf(10, 50)), 'unlimited');
      await on.ledger.release(guild, id);
      expect(await on.ledger.totals(guild)).toMatchObject({ added: 50, pool: 50 });
    });
  });

  describe('refund', () => {
    const refund = { guildId: guild, jobId: jobId('j1'), byUserId: moderator, reason: 'a black picture' };

    it('gives what was charged to the bonus, once', async () => {
      await on.ledger.reserve(holdOf('j1', 6, termsOf(10)));
      await on.ledger.settle(guild, refund.jobId, 5);
      expect(await on.ledger.refund(refund)).toBe(5);
      expect(await on.ledger.refund(refund)).toBe(0);
      expect(await on.ledger.settle(guild, refund.jobId)).toEqual({ charged: 0, returned: 6 });
      expect(await on.ledger.totals(guild)).toEqual({ added: 5, pool: 0, bonuses: 5, held: 0, spent: 0 });
    });

    it('gives nothing for a job that is open, released or unknown', async () => {
      expect(await on.ledger.refund(refund)).toBe(0);
      await on.ledger.reserve(holdOf('j1', 6, termsOf(10)));
      expect(await on.ledger.refund(refund)).toBe(0);
      await on.ledger.release(guild, refund.jobId);
      expect(await on.ledger.refund(refund)).toBe(0);
    });
  });

  describe('holds', () => {
    it('lists what is open, of every guild', async () => {
      const otherGuild = { ...holdOf('j3', 3, termsOf(10)), guildId: guildOf(2) };
      const first = await on.ledger.reserve(holdOf('j1', 1, termsOf(10)));
      const { id } = await on.ledger.reserve(holdOf('j2', 2, termsOf(10), bob));
      const third = await on.ledger.reserve(otherGuild);
      await on.ledger.release(guild, id);
      expect(await on.ledger.holds()).toEqual([first, third]);
    });
  });
}
