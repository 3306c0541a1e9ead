import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { approvers, createCommunity, moderator } from '../support/community.ts';
import { approversMessage } from '../support/recording-notices.ts';
import { guild, member, otherMember, requestOf, startMs } from '../support/requests.ts';
import { members, mods, requestId, strangers, waitingCommunity, wordOf } from '../support/waiting.ts';
import { storeAway } from '../support/world.ts';

const dayMs = 86_400_000;

describe('asking for an approval', () => {
  it('puts the whole request before the approvers and remembers their message', async () => {
    const { approvals, notices } = await waitingCommunity();
    expect(notices.asked).toMatchObject([
      { channelId: approvers, pending: { request: requestOf(), reason: 'threshold', credits: 7, state: 'waiting' } },
    ]);
    expect(await approvals.find(requestId)).toMatchObject({
      expiresAtMs: startMs + dayMs,
      notice: { channelId: approvers, messageId: approversMessage },
    });
  });

  it('holds no credits while it waits', async () => {
    const { ledger } = await waitingCommunity();
    expect(await ledger.holds()).toEqual([]);
  });

  it('is refused where there are no approvers, and nothing waits', async () => {
    const { approvals } = await createCommunity();
    await expect(approvals.ask(requestOf(), 'short', 7)).rejects.toMatchObject({ facts: { rule: 'approval' } });
    expect(await approvals.find(requestId)).toBeNull();
  });

  it('that fails leaves nothing waiting', async () => {
    const refused = new BotError('delivery.forbidden', 'no');
    const asking = waitingCommunity({ notices: { askApprovers: () => Promise.reject(refused) } });
    await expect(asking).rejects.toBe(refused);
    const community = await createCommunity({ notices: { askApprovers: () => Promise.reject(refused) } });
    await community.set({ approvals: { channelId: approvers } });
    await expect(community.approvals.ask(requestOf(), 'threshold', 7)).rejects.toBe(refused);
    expect(await community.approvals.find(requestId)).toMatchObject({ state: 'dropped' });
    expect(await community.approvals.approve(requestId, mods)).toBe('decided');
    await community.clock.advance(dayMs);
    expect([await community.approvals.expire(), community.notices.told]).toEqual([0, []]);
  });

  it('whose message cannot be remembered waits, and they are asked once more under the same name', async () => {
    let isAway = true;
    const asking = createCommunity({
      pending: (pending) => ({
        ...pending,
        setNotice: (...args) => (isAway ? storeAway() : pending.setNotice(...args)),
      }),
    });
    const { approvals, set, notices } = await asking;
    await set({ approvals: { channelId: approvers } });
    await approvals.ask(requestOf(), 'threshold', 7);
    expect(await approvals.find(requestId)).toMatchObject({ state: 'waiting', notice: null });
    isAway = false;
    await approvals.finishAll();
    await approvals.finishAll();
    expect(notices.asked).toHaveLength(2);
    expect(await approvals.find(requestId)).toMatchObject({ notice: { channelId: approvers } });
  });
});

describe('an approver', () => {
  it('who is slower than another one learns so, and one picture is made', async () => {
    const { approvals, clock, runninghub, totals, notices } = await waitingCommunity();
    const answers = await Promise.all([
      approvals.approve(requestId, mods),
      approvals.approve(requestId, wordOf(otherMember)),
    ]);
    expect(answers.toSorted()).toEqual(['decided', 'done']);
    expect(await approvals.decline(requestId, wordOf(otherMember, 'no'))).toBe('decided');
    await clock.advance(60_000);
    expect(runninghub.submits).toHaveLength(1);
    expect(await totals()).toMatchObject({ spent: 7, held: 0 });
    expect([notices.shown.length, notices.told.length]).toEqual([1, 0]);
  });

  it('of another guild sees no such request', async () => {
    const { approvals, ledger } = await waitingCommunity();
    expect(await approvals.approve(requestId, strangers)).toBe('gone');
    expect(await approvals.decline(requestId, strangers)).toBe('gone');
    expect(await approvals.find(requestId)).toMatchObject({ state: 'waiting' });
    expect(await ledger.history(strangers.guildId, null, { beforeSeq: null, limit: 9 })).toEqual([]);
  });

  it('of an unknown request learns that it is gone', async () => {
    const { approvals } = await createCommunity();
    expect(await approvals.approve(requestId, mods)).toBe('gone');
  });
});

describe('a request that is declined', () => {
  it('is told to the member, shown to the approvers, written down and audited, each once', async () => {
    const { approvals, notices, journal, audit } = await waitingCommunity();
    expect(await approvals.decline(requestId, { ...mods, reason: 'too dear' })).toBe('done');
    const declined = { state: 'declined', decidedBy: moderator, decisionReason: 'too dear', request: requestOf() };
    expect([notices.told, notices.shown]).toMatchObject([[declined], [declined]]);
    const act = { byUserId: moderator, userId: member, reason: 'too dear' };
    expect(await journal()).toMatchObject([{ kind: 'decline', credits: 0, ...act }]);
    expect(audit.acts()).toEqual([{ guildId: guild, what: 'decline', credits: 7, guildLocale: null, ...act }]);
    expect(await approvals.decline(requestId, mods)).toBe('decided');
    expect(await approvals.confirm(requestId, members, notices.replyInChannel(requestOf()))).toBe('decided');
  });

  it('is told once it can be written down', async () => {
    let isAway = true;
    const { approvals, notices, clock, journal } = await waitingCommunity({
      ledger: (ledger) => ({ ...ledger, note: (note) => (isAway ? storeAway() : ledger.note(note)) }),
    });
    expect(await clock.advanceUntil(approvals.decline(requestId, mods))).toBe('done');
    expect(notices.told).toEqual([]);
    isAway = false;
    await approvals.finishAll();
    expect(notices.told).toMatchObject([{ state: 'declined' }]);
    expect(await journal()).toMatchObject([{ kind: 'decline' }]);
  });

  it('is told and shown by the next process where this one ends with the decision, or Discord is away', async () => {
    let reaches = false;
    const { approvals, notices, pending } = await waitingCommunity({ notices: { reaches: () => reaches } });
    const todo = ['record', 'show', 'tell'] as const;
    await pending.decide(requestId, { state: 'declined', decidedBy: moderator, decisionReason: 'no', todo });
    await approvals.finishAll();
    expect(await pending.open()).toMatchObject([{ todo: ['show', 'tell'], request: { prompt: requestOf().prompt } }]);
    reaches = true;
    await approvals.finishAll();
    await approvals.finishAll();
    expect([notices.told.length, notices.shown.length]).toEqual([2, 2]);
    expect(await pending.open()).toEqual([]);
  });
});

describe('a request that nobody decides', () => {
  it('ends after a day: the member is told and the approvers see it', async () => {
    const { approvals, notices, clock, totals } = await waitingCommunity();
    await clock.advance(dayMs - 1);
    expect(await approvals.expire()).toBe(0);
    await clock.advance(1);
    expect(await approvals.expire()).toBe(1);
    const expired = {
      state: 'expired',
      decidedBy: null,
      request: requestOf(),
      notice: { messageId: approversMessage },
    };
    expect([notices.told, notices.shown]).toMatchObject([[expired], [expired]]);
    expect(await approvals.approve(requestId, mods)).toBe('decided');
    expect(await approvals.expire()).toBe(0);
    expect(await totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('cannot be approved after its day, also before anybody has tidied up', async () => {
    const { approvals, clock, runninghub } = await waitingCommunity();
    await clock.advance(dayMs);
    expect(await approvals.approve(requestId, mods)).toBe('decided');
    expect(await approvals.decline(requestId, mods)).toBe('decided');
    expect(runninghub.submits).toEqual([]);
    expect(await approvals.expire()).toBe(1);
  });

  it('is not ended over the head of an approver who decides at that moment', async () => {
    const { approvals, notices, clock } = await waitingCommunity({
      pending: (pending) => ({
        ...pending,
        open: async () => {
          const overdue = await pending.open();
          const { byUserId: decidedBy, reason: decisionReason } = mods;
          await pending.decide(requestId, { state: 'approved', decidedBy, decisionReason, todo: [] });
          return overdue;
        },
      }),
    });
    await clock.advance(dayMs);
    expect([await approvals.expire(), notices.told, notices.shown]).toEqual([0, [], []]);
  });
});
