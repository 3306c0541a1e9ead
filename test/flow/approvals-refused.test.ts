import { describe, expect, it } from 'vitest';
import { actBy } from '../support/community.ts';
import { guild, member, snowflakeAt, startMs } from '../support/requests.ts';
import { approveIn, approving, mods, requestId, waitingCommunity } from '../support/waiting.ts';
import { storeAway } from '../support/world.ts';

describe('an approved request that cannot begin', () => {
  it('since a rule refuses it by now is told to the member, and nothing is granted', async () => {
    const community = await waitingCommunity({ price: 130, reason: 'short' });
    await community.set(approving(130, { models: { denied: ['some-model'] } }));
    await expect(community.approvals.approve(requestId, mods)).rejects.toMatchObject({ facts: { rule: 'model' } });
    expect(community.notices.told).toMatchObject([{ state: 'declined', decisionReason: 'easel.refusedNow' }]);
    expect(await community.totals()).toMatchObject({ bonuses: 0, held: 0 });
  });

  it('since the member is suspended by now is told as well', async () => {
    const community = await waitingCommunity();
    await community.moderation.suspend(actBy('s'), member, startMs + 1_000);
    await expect(community.approvals.approve(requestId, mods)).rejects.toMatchObject({ code: 'refused.suspended' });
    expect(community.notices.told).toMatchObject([{ decisionReason: 'easel.refusedNow' }]);
  });

  it('since the store is away is not blamed on the rules', async () => {
    const community = await waitingCommunity({ ledger: (ledger) => ({ ...ledger, balance: storeAway }) });
    await expect(community.approvals.approve(requestId, mods)).rejects.toMatchObject({ code: 'store.unavailable' });
    expect(community.notices.told).toMatchObject([{ decisionReason: 'easel.notStarted' }]);
  });

  it('since the decision cannot be written down is told to the member, and not made', async () => {
    const community = await waitingCommunity({ ledger: (ledger) => ({ ...ledger, note: storeAway }) });
    await expect(approveIn(community)).rejects.toMatchObject({ code: 'store.unavailable' });
    expect(community.notices.told).toMatchObject([{ decisionReason: 'easel.notStarted' }]);
    expect(community.runninghub.submits).toEqual([]);
  });

  const withTwoRunning = async (options: Parameters<typeof waitingCommunity>[0]) => {
    const community = await waitingCommunity({ reason: 'short', ...options });
    const limits = { perMember: 2, perGuild: 3 };
    for (const number of [1, 2]) {
      const id = snowflakeAt(startMs, number);
      community.flow.active.enter({ id, guildId: guild, userId: member }, limits);
    }
    return community;
  };

  it('since the member has too many pictures under way is told, and the grant goes back', async () => {
    const community = await withTwoRunning({ price: 130 });
    expect(await approveIn(community)).toBe('done');
    expect(community.reply.failed).toMatchObject([
      { error: { code: 'refused.busy' }, money: { charged: 0, returned: 0, held: 0 } },
    ]);
    expect(await community.totals()).toEqual({ added: 1_000, pool: 1_000, bonuses: 0, held: 0, spent: 0 });
    expect((await community.journal()).map(({ kind, credits }) => [kind, credits])).toEqual([
      ['approve', 0],
      ['grant', 30],
      ['revoke', 30],
    ]);
  });

  it('without a grant takes nothing back', async () => {
    const community = await withTwoRunning({ price: 50 });
    await community.moderation.grant(actBy('gift'), member, 40);
    await approveIn(community);
    expect(community.reply.failed).toHaveLength(1);
    expect(await community.totals()).toMatchObject({ bonuses: 40 });
  });

  it('and whose grant cannot be taken back is told all the same, and the operator reads of it', async () => {
    const community = await withTwoRunning({ price: 130, ledger: (ledger) => ({ ...ledger, reclaim: storeAway }) });
    await approveIn(community);
    expect(community.reply.failed).toMatchObject([{ error: { code: 'refused.busy' } }]);
    expect(community.worldLog.lines).toMatchObject([
      { level: 'info', message: 'an approved request was refused after all' },
      { level: 'error', message: 'a grant for an approved request may stay' },
    ]);
  });
});
