import { describe, expect, it } from 'vitest';
import type { Terms } from '../../src/domain/credits.ts';
import { jobId } from '../../src/domain/ids.ts';
import { actOf, ada, guild, holdOf, moderator, termsOf } from '../support/store/money.ts';
import type { LedgerUnderTest } from './ledger.ts';

const terms = termsOf(10, 100);
const id = jobId('j1');
const claim = { guildId: guild, jobId: id, userId: ada, grantId: 'g1', reason: 'not needed' };

/** Ada, who has 10 a day, is granted what she lacks for a job of so many credits, which is then held. */
async function holdWithGrant({ ledger }: LedgerUnderTest, credits: number, of: Terms = terms): Promise<void> {
  const { spendable } = await ledger.balance(guild, ada, of);
  await ledger.grant(actOf('g1', credits - spendable, of));
  await ledger.reserve(holdOf('j1', credits, of));
}

/** What is taken back of a grant that was made for one job. */
export function describeReclaims(on: LedgerUnderTest): void {
  const bonus = async () => (await on.ledger.balance(guild, ada, terms)).bonus;

  describe('reclaim', () => {
    it('takes the whole grant of a job that was released, once', async () => {
      await holdWithGrant(on, 40);
      await on.ledger.release(guild, id);
      expect(await on.ledger.reclaim(claim)).toBe(30);
      expect(await on.ledger.reclaim(claim)).toBe(30);
      expect(await on.ledger.totals(guild)).toEqual({ added: 100, pool: 100, bonuses: 0, held: 0, spent: 0 });
      const [line] = await on.ledger.history(guild, ada, { beforeSeq: null, limit: 1 });
      expect(line).toMatchObject({ kind: 'revoke', credits: 30, byUserId: null, userId: ada, reason: 'not needed' });
    });

    it.each([
      [40, 0],
      [25, 15],
      [10, 30],
      [1, 30],
    ])('takes of a job that was charged %i what of the grant was not needed: %i', async (charged, taken) => {
      await holdWithGrant(on, 40);
      await on.ledger.settle(guild, id, charged);
      expect(await on.ledger.reclaim(claim)).toBe(taken);
      expect(await bonus()).toBe(0);
    });

    it('leaves the member a bonus of their own', async () => {
      await on.ledger.grant(actOf('own', 5, terms));
      await holdWithGrant(on, 40);
      await on.ledger.settle(guild, id, 12);
      expect(await on.ledger.reclaim(claim)).toBe(25);
      expect(await bonus()).toBe(3);
    });

    it('takes nothing while the job is held, and then as before', async () => {
      await on.ledger.grant(actOf('own', 5, terms));
      await holdWithGrant(on, 40);
      await on.ledger.grant(actOf('more', 5, terms));
      expect(await on.ledger.reclaim(claim)).toBe(0);
      await on.ledger.release(guild, id);
      expect(await on.ledger.reclaim(claim)).toBe(25);
      expect(await bonus()).toBe(10);
    });

    it('takes everything where no job was held', async () => {
      await on.ledger.grant(actOf('g1', 30, terms));
      expect(await on.ledger.reclaim(claim)).toBe(30);
    });

    it('takes nothing where nothing was granted for the job', async () => {
      await on.ledger.grant(actOf('own', 30, terms));
      await on.ledger.reserve(holdOf('j1', 40, terms));
      await on.ledger.release(guild, id);
      expect(await on.ledger.reclaim(claim)).toBe(0);
      expect(await bonus()).toBe(30);
    });

    it('takes at most what is there, and writes down nothing where there is none', async () => {
      await on.ledger.grant(actOf('g1', 30, terms));
      await on.ledger.revoke(actOf('r1', 20, terms));
      expect(await on.ledger.reclaim(claim)).toBe(10);
      await on.ledger.grant(actOf('g2', 30, terms));
      await on.ledger.revoke(actOf('r2', 30, terms));
      expect(await on.ledger.reclaim({ ...claim, grantId: 'g2' })).toBe(0);
      const [line] = await on.ledger.history(guild, ada, { beforeSeq: null, limit: 1 });
      expect(line).toMatchObject({ id: 'r2' });
    });

    it('takes the rest when the job is refunded after all, once', async () => {
      await holdWithGrant(on, 40);
      await on.ledger.settle(guild, id, 25);
      expect(await on.ledger.reclaim(claim)).toBe(15);
      await on.ledger.refund({ guildId: guild, jobId: id, byUserId: moderator, reason: '' });
      expect(await on.ledger.reclaim(claim)).toBe(30);
      expect(await on.ledger.reclaim(claim)).toBe(30);
      expect(await on.ledger.totals(guild)).toMatchObject({ pool: 90, bonuses: 10, held: 0, spent: 0 });
    });

    it('takes all of it at once when the job was refunded before', async () => {
      await holdWithGrant(on, 40);
      await on.ledger.settle(guild, id);
      await on.ledger.refund({ guildId: guild, jobId: id, byUserId: null, reason: '' });
      expect(await on.ledger.reclaim(claim)).toBe(30);
      expect(await bonus()).toBe(10);
    });

    it('leaves nothing of it in an unlimited pool', async () => {
      await holdWithGrant(on, 40, termsOf(10));
      await on.ledger.release(guild, id);
      await on.ledger.reclaim(claim);
      expect(await on.ledger.totals(guild)).toEqual({ added: 0, pool: 0, bonuses: 0, held: 0, spent: 0 });
    });
  });
}
