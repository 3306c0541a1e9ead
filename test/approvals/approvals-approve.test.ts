import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { resume } from '#generation/resume.ts';
import { actBy, approvers, createCommunity, moderator } from '../support/community.ts';
import { guild, member, requestOf, startMs } from '../support/requests.ts';
import { running, throws } from '../support/scripted-provider.ts';
import { isSound } from '../support/store/money.ts';
import { approveIn, approving, mods, requestId, waitingCommunity } from '../support/waiting.ts';

describe('an approved request', () => {
  it('is made in a new message, charged, shown, written down and audited', async () => {
    const community = await waitingCommunity();
    await community.clock.advance(3 * 3_600_000);
    expect(await approveIn(community)).toBe('done');
    expect(community.reply.delivered).toHaveLength(1);
    expect(await community.stored()).toMatchObject({
      state: 'delivered',
      charged: 7,
      openedAtMs: startMs + 10_800_000,
    });
    expect(community.notices.shown).toMatchObject([{ state: 'approved', decidedBy: moderator }]);
    expect(community.notices.told).toEqual([]);
    const act = { byUserId: moderator, userId: member, reason: 'nice idea' };
    expect(await community.journal()).toMatchObject([{ kind: 'approve', credits: 0, ...act }]);
    expect(community.audit.acts()).toEqual([
      { guildId: guild, what: 'approve', credits: 7, guildLocale: null, ...act },
    ]);
  });

  it('of a member who has the credits moves none of the pool', async () => {
    const community = await waitingCommunity({ price: 100 });
    await approveIn(community);
    expect(await community.totals()).toMatchObject({ pool: 900, bonuses: 0, held: 0, spent: 100 });
  });

  it('gets exactly the missing credits out of the pool, in the name of the approver', async () => {
    const community = await waitingCommunity({ price: 130, reason: 'short' });
    await approveIn(community);
    expect(await community.totals()).toEqual({ added: 1_000, pool: 870, bonuses: 0, held: 0, spent: 130 });
    expect(await community.journal()).toMatchObject([{ kind: 'approve', byUserId: moderator, reason: 'nice idea' }]);
    const lines = await community.ledger.history(guild, member, { beforeSeq: null, limit: 10 });
    expect(lines.find(({ kind }) => kind === 'reserve')).toMatchObject({
      ...{ credits: 130, fromPool: 30, byUserId: moderator, userId: member, reason: 'nice idea' },
    });
  });

  it('without a reason has what was added explained', async () => {
    const community = await waitingCommunity({ price: 130, reason: 'short' });
    await community.approvals.approve(requestId, { ...mods, reason: '' });
    const lines = await community.ledger.history(guild, member, { beforeSeq: null, limit: 10 });
    expect(lines.find(({ kind }) => kind === 'reserve')).toMatchObject({ fromPool: 30, reason: 'easel.approved' });
  });

  it('may use an unlimited pool', async () => {
    const community = await waitingCommunity({ price: 5_000, reason: 'short' });
    await community.moderation.setPoolMode(actBy('mode'), 'unlimited');
    await approveIn(community);
    expect(await community.totals()).toMatchObject({ spent: 5_000, bonuses: 0, held: 0 });
  });

  it('costs the approved price at most, whatever the price is now', async () => {
    const community = await waitingCommunity({ price: 110, reason: 'short' });
    await community.set(approving(500));
    await approveIn(community);
    expect(await community.totals()).toMatchObject({ spent: 110, bonuses: 0, held: 0 });
  });

  it('whose picture fails leaves the member what was theirs, and the books in order', async () => {
    const community = await waitingCommunity({
      price: 130,
      reason: 'short',
      runninghub: { submit: [throws('provider.rejected')] },
    });
    await approveIn(community);
    expect(community.reply.failed).toMatchObject([{ error: { code: 'provider.rejected' }, money: { returned: 100 } }]);
    const totals = await community.totals();
    expect([isSound(totals), totals]).toMatchObject([true, { spent: 0, held: 0, bonuses: 0 }]);
    expect(await community.balance()).toMatchObject({ allowanceLeft: 100 });
  });
});

describe('a pool that is too small for an approved request', () => {
  const limited = async (pool: number, price: number) => {
    const community = await waitingCommunity({ price, reason: 'short' });
    await community.moderation.removeFromPool(actBy('take'), 1_000 - pool);
    return community;
  };

  it.each([
    ['holds less than what is missing', 120, 250],
    ['holds what is missing, but not the allowance beside it', 120, 150],
    ['is all that there is', 60, 100],
  ])('since it %s moves nothing, and all are told', async (_why, pool, price) => {
    const community = await limited(pool, price);
    await expect(community.approvals.approve(requestId, mods)).rejects.toMatchObject({ code: 'refused.quota' });
    await community.clock.advance(60_000);
    expect(await community.totals()).toEqual({ added: pool, pool, bonuses: 0, held: 0, spent: 0 });
    const failed = { state: 'declined', decisionReason: 'easel.poolTooSmall' };
    expect([community.notices.told, community.notices.shown]).toMatchObject([[failed], [failed]]);
    expect(community.runninghub.submits).toEqual([]);
  });

  it('is large enough when the last credit fits', async () => {
    const community = await limited(150, 150);
    await approveIn(community);
    expect(await community.totals()).toEqual({ added: 150, pool: 0, bonuses: 0, held: 0, spent: 150 });
  });
});

describe('a process that ends', () => {
  it('while a request waits leaves it to the next one, approvers and prompt and all', async () => {
    const before = await waitingCommunity({ price: 130, reason: 'short' });
    const after = await createCommunity({ clock: before.clock, rows: before.rows });
    expect(await approveIn(after)).toBe('done');
    expect(after.reply.delivered).toHaveLength(1);
    expect(after.notices.shown).toMatchObject([{ notice: { channelId: approvers } }]);
    expect(after.runninghub.submits).toMatchObject([{ quote: { settings: { prompt: requestOf().prompt } } }]);
    expect(await after.totals()).toMatchObject({ spent: 130, bonuses: 0, held: 0 });
  });

  it('while an approved picture is made leaves the picture to the next one, paid once', async () => {
    const before = await waitingCommunity({ price: 130, reason: 'short', runninghub: { check: [running] } });
    await before.approvals.approve(requestId, mods);
    await before.clock.advance(1_000);
    for (const { stop } of before.flow.active.all()) stop.abort(new BotError('cancelled.shutdown', 'stops'));
    await before.clock.settle();
    expect(before.reply.failed).toEqual([]);
    const after = await createCommunity({ clock: before.clock, rows: before.rows });
    const { count, settled } = await resume(after.flow);
    await after.clock.advanceUntil(settled);
    expect([count, after.reply.delivered.length, after.runninghub.submits.length]).toEqual([1, 1, 0]);
    expect(await after.totals()).toEqual({ added: 1_000, pool: 870, bonuses: 0, held: 0, spent: 130 });
  });
});
