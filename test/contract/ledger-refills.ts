import { describe, expect, it } from 'vitest';
import { actOf, ada, dayMs, guild, holdOf, refillTermsOf, termsOf } from '../support/store/money.ts';
import type { LedgerUnderTest } from './ledger.ts';

/** How a limited pool is filled up. The clock stands at a Wednesday. */
export function describeRefills(on: LedgerUnderTest): void {
  describe('refill', () => {
    const weekly = refillTermsOf(50, 20);
    const refillsOf = async () => {
      const lines = await on.ledger.history(guild, null, { beforeSeq: null, limit: 100 });
      return lines.filter(({ kind }) => kind === 'refill');
    };

    it('fills the pool up when it is first asked for, and says so in the history', async () => {
      await on.ledger.reserve(holdOf('j1', 6, weekly));
      expect(await on.ledger.totals(guild)).toMatchObject({ added: 50, pool: 44, held: 6 });
      expect(await refillsOf()).toMatchObject([
        { seq: 2, credits: 30, byUserId: null, userId: null, bonusAfter: null, poolAfter: 50 },
      ]);
    });

    it('fills it up once per period', async () => {
      await on.ledger.reserve(holdOf('j1', 6, weekly));
      on.nowMs += 4 * dayMs;
      expect(await on.ledger.balance(guild, ada, weekly)).toMatchObject({ pool: 44 });
      on.nowMs += dayMs;
      expect(await on.ledger.balance(guild, ada, weekly)).toMatchObject({ pool: 50 });
      expect(await on.ledger.balance(guild, ada, weekly)).toMatchObject({ pool: 50 });
      expect(await on.ledger.totals(guild)).toMatchObject({ added: 56, pool: 50 });
      expect((await refillsOf()).map(({ credits }) => credits)).toEqual([6, 30]);
    });

    it('comes before what draws on the pool', async () => {
      await on.ledger.removeFromPool(actOf('r1', 50, weekly));
      await expect(on.ledger.reserve(holdOf('j1', 40, weekly))).rejects.toMatchObject({ code: 'refused.quota' });
      on.nowMs += 7 * dayMs;
      expect(await on.ledger.reserve(holdOf('j1', 40, weekly))).toMatchObject({ fromAllowance: 40 });
      on.nowMs += 7 * dayMs;
      expect(await on.ledger.grant(actOf('g1', 50, weekly))).toMatchObject({ bonus: 50, pool: 0 });
    });

    it('takes nothing out of a pool that has more, which has had its turn', async () => {
      const terms = refillTermsOf(50, 80);
      await on.ledger.removeFromPool(actOf('r1', 60, terms));
      expect(await on.ledger.balance(guild, ada, terms)).toMatchObject({ pool: 20 });
      expect(await refillsOf()).toMatchObject([{ credits: 0 }]);
    });

    it('of a guild that is not open is shown and not written', async () => {
      expect(await on.ledger.balance(guild, ada, weekly)).toMatchObject({ pool: 50, allowanceLeft: 50 });
      expect(await on.ledger.totals(guild)).toMatchObject({ added: 0 });
    });

    it('leaves an unlimited pool alone, and fills it once it is limited', async () => {
      const terms = { ...termsOf(100), refill: weekly.refill };
      await on.ledger.reserve(holdOf('j1', 6, terms));
      expect(await refillsOf()).toEqual([]);
      expect(await on.ledger.balance(guild, ada, terms)).toMatchObject({ pool: 'unlimited' });
      await on.ledger.setPoolMode(actOf('m1', 1, terms), 'limited');
      expect(await on.ledger.balance(guild, ada, terms)).toMatchObject({ pool: 50 });
    });

    it('comes neither early by a longer period nor by a clock that is set back', async () => {
      const daily = refillTermsOf(50, 20, 'day');
      await on.ledger.reserve(holdOf('j1', 6, daily));
      expect(await on.ledger.balance(guild, ada, refillTermsOf(50, 20, 'month'))).toMatchObject({ pool: 44 });
      on.nowMs -= dayMs;
      expect(await on.ledger.balance(guild, ada, daily)).toMatchObject({ pool: 44 });
    });

    it('that is no whole number is a bug', async () => {
      await expect(on.ledger.balance(guild, ada, refillTermsOf(-1, 20))).rejects.toMatchObject({ code: 'bug' });
    });
  });
}
