import { beforeEach, describe, expect, it } from 'vitest';
import { jobId } from '#core/ids.ts';
import { actOf, ada, bob, guild, guildOf, holdOf, moderator, termsOf } from '../support/store/money.ts';
import type { LedgerUnderTest } from './ledger.ts';

/** What people do to the books, and what they can read of them. */
export function describeActs(on: LedgerUnderTest): void {
  describe('grant, revoke and give', () => {
    it('grants out of the pool, once per act', async () => {
      const terms = termsOf(0, 100);
      const act = actOf('g1', 30, terms);
      expect(await on.ledger.grant(act)).toMatchObject({ bonus: 30, pool: 70, spendable: 30 });
      expect(await on.ledger.grant(act)).toMatchObject({ bonus: 30, pool: 70 });
    });

    it('refuses to grant more than the pool has', async () => {
      await expect(on.ledger.grant(actOf('g1', 101, termsOf(0, 100)))).rejects.toMatchObject({
        code: 'refused.quota',
        facts: { price: 101, left: 100 },
      });
    });

    it('revokes at most what is there, once per act', async () => {
      const terms = termsOf(0, 100);
      await on.ledger.grant(actOf('g1', 30, terms));
      expect(await on.ledger.revoke(actOf('r1', 20, terms))).toBe(20);
      expect(await on.ledger.revoke(actOf('r1', 20, terms))).toBe(20);
      expect(await on.ledger.revoke(actOf('r2', 20, terms))).toBe(10);
      expect(await on.ledger.totals(guild)).toMatchObject({ pool: 100, bonuses: 0 });
    });

    it('grants and revokes leave no trace in an unlimited pool', async () => {
      await on.ledger.grant(actOf('g1', 30, termsOf(0)));
      await on.ledger.revoke(actOf('r1', 30, termsOf(0)));
      expect(await on.ledger.totals(guild)).toEqual({ added: 0, pool: 0, bonuses: 0, held: 0, spent: 0 });
    });

    it('gives from member to member, once per act', async () => {
      const terms = termsOf(5, 100);
      await on.ledger.grant(actOf('g1', 30, terms));
      const gift = { ...actOf('v1', 12, terms, bob), byUserId: ada };
      expect(await on.ledger.give(gift)).toMatchObject({ bonus: 18 });
      expect(await on.ledger.give(gift)).toMatchObject({ bonus: 18 });
      expect(await on.ledger.balance(guild, bob, terms)).toMatchObject({ bonus: 12 });
    });

    it('gives from the bonus only, never from the allowance, and never to oneself', async () => {
      const gift = { ...actOf('v1', 1, termsOf(100), bob), byUserId: ada };
      await expect(on.ledger.give(gift)).rejects.toMatchObject({ code: 'refused.quota', facts: { left: 0 } });
      await expect(on.ledger.give({ ...gift, userId: ada })).rejects.toMatchObject({ code: 'bug' });
    });

    it.each(['grant', 'revoke', 'give', 'addToPool', 'removeFromPool'] as const)(
      '%s takes no credits at all for a bug',
      async (act) => {
        await expect(on.ledger[act](actOf('x1', 0, termsOf(100)))).rejects.toMatchObject({ code: 'bug' });
      },
    );
  });

  describe('pool', () => {
    it('takes in and gives out, once per act', async () => {
      const terms = termsOf(0, 0);
      await on.ledger.addToPool(actOf('a1', 50, terms));
      expect(await on.ledger.addToPool(actOf('a1', 50, terms))).toMatchObject({ added: 50, pool: 50 });
      expect(await on.ledger.removeFromPool(actOf('a2', 20, terms))).toMatchObject({ added: 30, pool: 30 });
      expect(await on.ledger.removeFromPool(actOf('a2', 20, terms))).toMatchObject({ added: 30, pool: 30 });
    });

    it('gives out no more than lies in it', async () => {
      await expect(on.ledger.removeFromPool(actOf('a1', 51, termsOf(0, 50)))).rejects.toMatchObject({
        code: 'refused.quota',
        facts: { price: 51, left: 50 },
      });
    });

    it('changes its mode without an amount, once per act', async () => {
      const { credits: _none, ...act } = actOf('m1', 1, termsOf(0, 50));
      expect(await on.ledger.setPoolMode(act, 'unlimited')).toMatchObject({ pool: 50 });
      expect(await on.ledger.setPoolMode(act, 'limited')).toMatchObject({ pool: 50 });
      expect(await on.ledger.balance(guild, ada, termsOf(0, 50))).toMatchObject({ pool: 'unlimited' });
    });

    it('refuses what no sum can hold', async () => {
      const most = Number.MAX_SAFE_INTEGER;
      await on.ledger.addToPool(actOf('a1', most, termsOf(0, 0)));
      await expect(on.ledger.addToPool(actOf('a2', most, termsOf(0, 0)))).rejects.toMatchObject({ code: 'bug' });
      expect(await on.ledger.totals(guild)).toMatchObject({ added: most });
    });
  });

  describe('history', () => {
    const terms = termsOf(10, 100);

    beforeEach(async () => {
      await on.ledger.grant(actOf('g1', 30, terms));
      await on.ledger.reserve(holdOf('j1', 7, terms, bob));
      await on.ledger.give({ ...actOf('v1', 12, terms, bob), byUserId: ada });
      await on.ledger.settle(guild, jobId('j1'), 5);
    });

    it('of the guild is everything, newest first, page by page', async () => {
      const first = await on.ledger.history(guild, null, { beforeSeq: null, limit: 3 });
      expect(first.map(({ seq, kind }) => [seq, kind])).toEqual([
        [5, 'settle'],
        [4, 'give'],
        [3, 'reserve'],
      ]);
      const second = await on.ledger.history(guild, null, { beforeSeq: 3, limit: 3 });
      expect(second.map(({ seq, kind }) => [seq, kind])).toEqual([
        [2, 'grant'],
        [1, 'open'],
      ]);
    });

    it('of a member is what touched the member, with the balance afterwards', async () => {
      const lines = await on.ledger.history(guild, ada, { beforeSeq: null, limit: 10 });
      expect(lines).toMatchObject([
        {
          seq: 4,
          kind: 'give',
          credits: 12,
          byUserId: ada,
          userId: bob,
          bonusAfter: 18,
          reason: 'because',
          id: 'v1',
        },
        { seq: 2, kind: 'grant', credits: 30, byUserId: moderator, userId: ada, bonusAfter: 30, poolAfter: 70 },
      ]);
    });

    it('of a member goes on after a page', async () => {
      const page = { beforeSeq: null, limit: 2 };
      const first = await on.ledger.history(guild, bob, page);
      expect(first.map((line) => line.seq)).toEqual([5, 4]);
      const second = await on.ledger.history(guild, bob, { ...page, beforeSeq: 4 });
      expect(second.map((line) => line.seq)).toEqual([3]);
    });

    it('goes on before an entry of somebody else too', async () => {
      const before = await on.ledger.history(guild, ada, { beforeSeq: 3, limit: 10 });
      expect(before.map((line) => line.seq)).toEqual([2]);
    });

    it('has nothing before its first entry, and a page before entry 0 is a bug', async () => {
      expect(await on.ledger.history(guild, null, { beforeSeq: 1, limit: 10 })).toEqual([]);
      const before = on.ledger.history(guild, null, { beforeSeq: 0, limit: 10 });
      await expect(before).rejects.toMatchObject({ code: 'bug' });
    });

    it('of a stranger is empty, and a page of no lines is a bug', async () => {
      expect(await on.ledger.history(guild, moderator, { beforeSeq: null, limit: 10 })).toEqual([]);
      expect(await on.ledger.history(guildOf(3), null, { beforeSeq: null, limit: 10 })).toEqual([]);
      await expect(on.ledger.history(guild, null, { beforeSeq: null, limit: 0 })).rejects.toMatchObject({
        code: 'bug',
      });
    });
  });
}
