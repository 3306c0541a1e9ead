import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { gate } from '#generation/gate.ts';
import type { PendingRequests } from '#moderation/pending-requests.ts';
import { approvers, createCommunity, moderator } from '../support/community.ts';
import { requestOf, startMs } from '../support/requests.ts';
import { approving, members, mods, requestId, strangers, wordOf } from '../support/waiting.ts';
import { storeAway } from '../support/world.ts';

const quarterMs = 15 * 60_000;

async function asked(options: Parameters<typeof createCommunity>[0] = {}) {
  const community = await createCommunity(options);
  await community.approvals.waitForPrice(requestOf(), 7);
  const confirm = (by = members) => community.approvals.confirm(requestId, by, community.reply);
  return { ...community, confirm };
}

describe('a price that the member confirms', () => {
  it('is charged, and the picture is made in the reply to the button', async () => {
    const community = await asked();
    await community.clock.advance(quarterMs - 1);
    expect(await community.clock.advanceUntil(community.confirm())).toBe('done');
    expect([community.reply.accepted(), community.reply.delivered.length]).toEqual([1, 1]);
    expect(await community.totals()).toMatchObject({ held: 0, spent: 7 });
    expect(await community.stored()).toMatchObject({ state: 'delivered', openedAtMs: startMs + quarterMs - 1 });
  });

  it('is confirmed once, however often the button is pressed', async () => {
    const community = await asked();
    const presses = Promise.all([community.confirm(), community.confirm()]);
    expect((await community.clock.advanceUntil(presses)).toSorted()).toEqual(['decided', 'done']);
    expect(await community.confirm()).toBe('decided');
    expect(await community.totals()).toMatchObject({ spent: 7 });
    expect(community.runninghub.submits).toHaveLength(1);
  });

  it('is asked about still where Discord took no answer to the yes any more', async () => {
    const community = await asked();
    const tooLate = () => Promise.reject(new BotError('delivery.expired', 'no first answer'));
    const late = community.approvals.confirm(requestId, members, community.reply, tooLate);
    await expect(late).rejects.toMatchObject({ code: 'delivery.expired' });
    const waiting = { state: 'waiting', reason: 'price', decidedBy: null, todo: [], replyTo: null };
    expect(await community.approvals.find(requestId)).toMatchObject(waiting);
    expect(community.runninghub.submits).toEqual([]);
    expect(await community.clock.advanceUntil(community.confirm())).toBe('done');
    expect(await community.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it('is made after all where the question cannot be put back', async () => {
    const away: Partial<PendingRequests> = { amend: storeAway };
    const community = await asked({ pending: (pending) => ({ ...pending, ...away }) });
    const tooLate = () => Promise.reject(new BotError('delivery.expired', 'no first answer'));
    const late = community.approvals.confirm(requestId, members, community.reply, tooLate);
    await expect(community.clock.advanceUntil(late)).rejects.toMatchObject({ code: 'delivery.expired' });
    expect(await community.approvals.find(requestId)).toMatchObject({ state: 'approved', todo: ['run'] });
    await community.clock.advanceUntil(community.approvals.finishAll());
    await community.clock.advance(60_000);
    expect(await community.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it("is nobody else's, not even a moderator's, and does not exist elsewhere", async () => {
    const community = await asked();
    expect(await community.confirm(mods)).toBe('not_yours');
    expect(await community.confirm(strangers)).toBe('gone');
    expect(await community.approvals.drop(requestId, mods)).toBe('not_yours');
    expect(await community.approvals.approve(requestId, mods)).toBe('gone');
    expect(await community.approvals.decline(requestId, mods)).toBe('gone');
    expect(await community.approvals.find(requestId)).toMatchObject({ state: 'waiting', reason: 'price' });
  });

  it('of an unknown request is gone', async () => {
    const { approvals, reply } = await createCommunity();
    expect(await approvals.confirm(requestId, members, reply)).toBe('gone');
    expect(await approvals.drop(requestId, members)).toBe('gone');
  });

  it('is the most that is charged, also where the price has gone up meanwhile', async () => {
    const community = await asked();
    await community.set({ models: { prices: { 'some-model': 90 } } });
    await community.clock.advanceUntil(community.confirm());
    expect(await community.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it('is the most that is charged, also where only the dearer route is left', async () => {
    let isTroubled = false;
    const community = await asked({ isTroubled: (provider) => isTroubled && provider === 'runninghub' });
    isTroubled = true;
    await community.clock.advanceUntil(community.confirm());
    expect(await community.stored()).toMatchObject({ provider: 'runcomfy', charged: 7 });
  });

  it('is less where the price has gone down', async () => {
    const community = await asked();
    await community.set({ models: { prices: { 'some-model': 3 } } });
    await community.clock.advanceUntil(community.confirm());
    expect(await community.totals()).toMatchObject({ spent: 3 });
  });

  it('does not help against a rule that came meanwhile', async () => {
    const community = await asked();
    await community.set({ models: { denied: ['some-model'] } });
    await expect(community.confirm()).rejects.toMatchObject({ facts: { rule: 'model' } });
    expect(await community.totals()).toMatchObject({ held: 0, spent: 0 });
  });
});

describe('a price that the member does not confirm', () => {
  it('is dropped by a no, and cannot be confirmed any more', async () => {
    const community = await asked();
    expect(await community.approvals.drop(requestId, members)).toBe('done');
    expect(await community.approvals.drop(requestId, members)).toBe('decided');
    expect(await community.confirm()).toBe('decided');
    expect(community.runninghub.submits).toEqual([]);
  });

  it('is dropped once when the member says no twice at the same moment', async () => {
    const { approvals } = await asked();
    const answers = await Promise.all([approvals.drop(requestId, members), approvals.drop(requestId, members)]);
    expect(answers.toSorted()).toEqual(['decided', 'done']);
  });

  it('is over after a quarter of an hour, also before anybody has tidied up', async () => {
    const community = await asked();
    await community.clock.advance(quarterMs);
    expect(await community.confirm()).toBe('decided');
    expect(await community.approvals.drop(requestId, members)).toBe('decided');
    expect(community.runninghub.submits).toEqual([]);
  });

  it('ends without a message to anybody', async () => {
    const community = await asked();
    await community.clock.advance(quarterMs - 1);
    expect(await community.approvals.expire()).toBe(0);
    await community.clock.advance(1);
    expect(await community.approvals.expire()).toBe(1);
    expect(await community.approvals.expire()).toBe(0);
    expect([community.notices.told, community.notices.shown]).toEqual([[], []]);
    expect(await community.approvals.find(requestId)).toMatchObject({ state: 'expired', request: { prompt: '' } });
  });
});

describe('a member who is short', () => {
  it('takes the request to the approvers instead, once', async () => {
    const community = await asked({ settings: approving() });
    const { approvals, notices } = community;
    const asking = () => approvals.askInstead(requestId, members, 'short');
    expect((await Promise.all([asking(), asking()])).toSorted()).toEqual(['decided', 'done']);
    expect(notices.asked).toMatchObject([
      { channelId: approvers, pending: { reason: 'short', credits: 7, request: requestOf() } },
    ]);
    expect(await approvals.find(requestId)).toMatchObject({ state: 'waiting', reason: 'short' });
    expect(await approvals.askInstead(requestId, members, 'short')).toBe('decided');
  });

  it('asks nobody where the request is taken back at the same moment', async () => {
    const community = await asked({ settings: approving() });
    const asking = community.approvals.askInstead(requestId, members, 'short');
    await community.pending.decide(requestId, { state: 'dropped', decidedBy: null, decisionReason: '', todo: [] });
    expect(await asking).toBe('decided');
    expect(community.notices.asked).toEqual([]);
  });

  it('cannot say yes to it in the place of the approvers, nor take it back', async () => {
    const community = await asked({ settings: approving() });
    await community.approvals.askInstead(requestId, members, 'short');
    expect(await community.confirm()).toBe('decided');
    expect(await community.approvals.drop(requestId, members)).toBe('decided');
    expect(community.runninghub.submits).toEqual([]);
  });

  it("cannot ask for somebody else's request", async () => {
    const community = await asked({ settings: approving() });
    expect(await community.approvals.askInstead(requestId, wordOf(moderator), 'short')).toBe('not_yours');
    expect(community.notices.asked).toEqual([]);
  });
});

describe('a process that ends while the member thinks', () => {
  it('leaves the question to the next one', async () => {
    const before = await asked();
    const after = await createCommunity({ clock: before.clock, rows: before.rows });
    expect(await gate(requestOf(), after.flow)).toMatchObject({ kind: 'go' });
    const done = after.approvals.confirm(requestId, members, after.reply);
    expect(await after.clock.advanceUntil(done)).toBe('done');
    expect(await after.totals()).toMatchObject({ spent: 7 });
  });
});
