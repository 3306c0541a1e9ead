import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/domain/errors.ts';
import { cancel } from '../../src/flow/cancel.ts';
import { resume, sweepHolds } from '../../src/flow/resume.ts';
import { actBy, createCommunity } from '../support/community.ts';
import { guild, member, requestOf, snowflakeAt, startMs } from '../support/requests.ts';
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

  it.each(['reserve', 'note'] as const)(
    'since the store is away (%s) waits, and is made once it is back',
    async (what) => {
      let isAway = true;
      const community = await waitingCommunity({
        ledger: (ledger) => ({
          ...ledger,
          note: (note) => (isAway && what === 'note' ? storeAway() : ledger.note(note)),
          reserve: (hold) => (isAway && what !== 'note' ? storeAway() : ledger.reserve(hold)),
        }),
      });
      expect(await approveIn(community)).toBe(what === 'note' ? 'done' : 'waits');
      expect(community.notices.told).toEqual([]);
      isAway = false;
      await community.clock.advanceUntil(community.approvals.finishAll());
      await community.clock.advance(60_000);
      await community.approvals.idle();
      expect(community.reply.delivered).toHaveLength(1);
      expect(await community.journal()).toMatchObject([{ kind: 'approve' }]);
      expect(community.audit.acts()).toHaveLength(1);
      expect(await community.totals()).toMatchObject({ held: 0, spent: 7 });
      expect(await community.parked.open()).toEqual([]);
    },
  );
});

describe('an approved request of a member who has too many pictures under way', () => {
  const withTwoRunning = async (options: Parameters<typeof waitingCommunity>[0] = {}) => {
    const community = await waitingCommunity({ reason: 'short', price: 130, ...options });
    const ids = [1, 2].map((number) => snowflakeAt(startMs, number));
    for (const id of ids) community.flow.active.enter({ id, guildId: guild, userId: member }, null);
    return { ...community, ids };
  };

  it('waits in line with its credits held, and begins when one of them ends', async () => {
    const community = await withTwoRunning();
    expect(await approveIn(community)).toBe('waits');
    expect(community.reply.shown.at(-1)).toMatchObject({ progress: { kind: 'in_line', place: 1 } });
    expect(community.runninghub.submits).toEqual([]);
    expect(await community.totals()).toMatchObject({ pool: 870, held: 130 });
    expect(community.notices.shown).toMatchObject([{ state: 'approved' }]);
    for (const id of community.ids) community.flow.active.leave(id);
    await community.clock.advance(60_000);
    await community.approvals.idle();
    expect(community.reply.delivered).toHaveLength(1);
    expect(await community.totals()).toMatchObject({ held: 0, spent: 130 });
    expect(await community.parked.open()).toEqual([]);
  });

  it('can be stopped while it waits, and all of its credits go back', async () => {
    const community = await withTwoRunning();
    await approveIn(community);
    const owner = { guildId: guild, userId: member, isModerator: false };
    expect(await cancel(requestId, owner, community.flow)).toBe('cancelled');
    await community.clock.advance(1_000);
    await community.approvals.idle();
    expect(community.reply.failed).toMatchObject([{ error: { code: 'cancelled.user' }, money: { returned: 100 } }]);
    expect(await community.totals()).toMatchObject({ pool: 1_000, held: 0, spent: 0 });
    expect(await community.parked.open()).toEqual([]);
  });

  it('is begun again by the next process where it was stopped in line', async () => {
    const community = await withTwoRunning();
    await approveIn(community);
    for (const { stop } of community.flow.active.all()) stop.abort(new BotError('cancelled.shutdown', 'stops'));
    await community.approvals.idle();
    const after = await createCommunity({ clock: community.clock, rows: community.rows });
    const unbegun = await after.approvals.unbegun();
    expect((await resume(after.flow, unbegun)).count).toBe(0);
    expect(await after.clock.advanceUntil(after.approvals.finishAll())).toBe(1);
    await sweepHolds(after.flow, after.clock.now() + 1);
    await after.clock.advance(60_000);
    await after.approvals.idle();
    expect(after.reply.delivered).toHaveLength(1);
    expect(await after.totals()).toMatchObject({ held: 0, spent: 130, bonuses: 0 });
  });

  it('counts among those that may wait', async () => {
    const community = await withTwoRunning();
    await approveIn(community);
    const asked = (number: number) => requestOf({ id: snowflakeAt(startMs, 10 + number) });
    for (const number of [1, 2]) await community.approvals.ask(asked(number), 'threshold', 7);
    await expect(community.approvals.ask(asked(3), 'threshold', 7)).rejects.toMatchObject({ code: 'refused.busy' });
  });
});
