import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { resume } from '#generation/resume.ts';
import { createCommunity, moderator } from '../support/community.ts';
import { guild, jobOf, member, policy, replyAddress, requestOf, startMs } from '../support/requests.ts';
import { finished, running, throws } from '../support/scripted-provider.ts';
import { approving, members, mods, requestId, waitingCommunity } from '../support/waiting.ts';
import { createWorld, storeAway } from '../support/world.ts';

const todo = ['run'] as const;
const saidYes = { state: 'approved', decidedBy: member, decisionReason: '', todo, replyTo: replyAddress } as const;

describe('the end of a job that was not told before the process ended', () => {
  it('is told by the next one, with what came back, once', async () => {
    const first = createWorld({
      runninghub: { check: [throws('provider.failed')] },
      reply: { fail: () => new Promise<never>(() => undefined) },
    });
    void first.begin();
    await first.clock.advance(60_000);
    expect(await first.stored()).toMatchObject({ state: 'failed', isUntold: true });
    const second = createWorld({ clock: first.clock, rows: first.rows });
    for (const count of [1, 0]) {
      const resumed = await resume(second.flow);
      await second.clock.advanceUntil(resumed.settled);
      expect(resumed.count).toBe(count);
    }
    expect(second.reply.failed).toMatchObject([
      { error: { code: 'provider.failed' }, money: { charged: 0, returned: 7, held: 0 } },
    ]);
    expect(await second.stored()).toMatchObject({ isUntold: false, replyTo: { sealedToken: null } });
  });

  it.each([startMs, null])('of which nobody knows how it ended is told as held (ended at %s)', async (endedAtMs) => {
    const world = createWorld();
    await world.jobs.save(jobOf({ state: 'unsure', error: 'provider.unsure', isUntold: true, endedAtMs }));
    await world.clock.advanceUntil((await resume(world.flow)).settled);
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'provider.unsure' }, money: { held: 7, heldUntilMs: startMs + 3_600_000 } },
    ]);
  });

  it('whose credits were given back before is not posted for nothing', async () => {
    const world = createWorld({ runninghub: { check: [finished] } });
    const { id, guildId, userId, modelId } = jobOf();
    const hold = { id, guildId, userId, credits: 7, model: modelId, policy, expiresAtMs: startMs + 1 };
    await world.ledger.reserve(hold);
    await world.ledger.release(guildId, id);
    const tickets = [{ provider: 'runninghub' as const, remoteId: 'remote' }];
    await world.jobs.save(jobOf({ state: 'submitted', tickets, submittedAtMs: startMs }));
    await world.clock.advanceUntil((await resume(world.flow)).settled);
    expect(world.reply.delivered).toEqual([]);
    expect(await world.stored()).toMatchObject({ state: 'failed', charged: 0 });
  });

  it('that a moderator refunded on its way is posted all the same', async () => {
    const world = createWorld({ runninghub: { check: [finished] } });
    const { id, guildId, userId, modelId } = jobOf();
    await world.ledger.reserve({ id, guildId, userId, credits: 7, model: modelId, policy, expiresAtMs: startMs + 1 });
    await world.ledger.settle(guildId, id, 7);
    await world.ledger.refund({ guildId, jobId: id, byUserId: moderator, reason: '' });
    const tickets = [{ provider: 'runninghub' as const, remoteId: 'remote' }];
    for (const came of [1, null]) {
      await world.rewrite(jobOf({ state: 'delivering', tickets, submittedAtMs: startMs, came, charged: 7 }));
      await world.clock.advanceUntil((await resume(world.flow)).settled);
    }
    expect(world.reply.delivered).toHaveLength(2);
    expect(await world.totals()).toMatchObject({ spent: 0 });
  });
});

describe('a yes to a price', () => {
  const asked = async (isPrivate = false, options: Parameters<typeof createCommunity>[0] = {}) => {
    const community = await createCommunity(options);
    await community.approvals.waitForPrice(requestOf({ isPrivate }), 7);
    return community;
  };
  const finishIn = async (community: Awaited<ReturnType<typeof asked>>) => {
    await community.clock.advanceUntil(community.approvals.finishAll());
    await community.clock.advance(60_000);
    await community.approvals.idle();
  };

  it.each([false, true])(
    'that the process did not survive is carried out by the next one (private: %s)',
    async (isPrivate) => {
      const community = await asked(isPrivate);
      await community.pending.decide(requestId, saidYes);
      await finishIn(community);
      expect(community.reply.delivered).toHaveLength(1);
      expect(community.notices.resumed).toHaveLength(isPrivate ? 1 : 0);
      expect(await community.totals()).toMatchObject({ held: 0, spent: 7 });
      expect(await community.pending.open()).toEqual([]);
    },
  );

  it.each([false, true])(
    'that the rules refuse by then is told in the channel, unless it is private (%s)',
    async (isPrivate) => {
      const community = await asked(isPrivate);
      await community.pending.decide(requestId, saidYes);
      await community.set({ models: { denied: ['some-model'] } });
      await finishIn(community);
      expect(community.notices.told).toHaveLength(isPrivate ? 0 : 1);
      expect(await community.pending.open()).toEqual([]);
    },
  );

  it('does not pass the threshold, whichever button brings it: the question goes on to the approvers', async () => {
    const community = await asked(true, { settings: approving() });
    expect(await community.approvals.confirm(requestId, members, community.reply)).toBe('threshold');
    expect(community.runninghub.submits).toEqual([]);
    expect(await community.approvals.askInstead(requestId, members, 'threshold')).toBe('done');
    expect(await community.approvals.confirm(requestId, members, community.reply)).toBe('decided');
    expect(await community.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('does not pass a threshold that comes between the yes and the picture', async () => {
    const community = await asked();
    const set = async () => void (await community.set(approving()));
    const done = community.approvals.confirm(requestId, members, community.reply, set);
    await expect(done).rejects.toMatchObject({ code: 'refused.rules', facts: { rule: 'threshold' } });
    expect(await community.totals()).toMatchObject({ held: 0, spent: 0 });
    expect(await community.pending.open()).toEqual([]);
  });

  it('that the store cannot check waits for another press', async () => {
    const community = await asked(false, { flow: { admit: storeAway } });
    await expect(community.approvals.confirm(requestId, members, community.reply)).rejects.toMatchObject({
      code: 'store.unavailable',
    });
    expect(await community.approvals.find(requestId)).toMatchObject({ state: 'waiting' });
  });

  it('that cannot be closed is closed later', async () => {
    const community = await asked(false, { pending: (pending) => ({ ...pending, done: storeAway }) });
    expect(await community.clock.advanceUntil(community.approvals.confirm(requestId, members, community.reply))).toBe(
      'done',
    );
    expect(community.worldLog.lines.at(0)).toMatchObject({ message: 'a confirmed request is closed later' });
  });
});

describe('a request that its approvers were not asked about before the process ended', () => {
  const unasked = async (askApprovers?: () => Promise<never>) => {
    const community = await waitingCommunity(askApprovers ? { notices: {} } : {});
    await community.pending.setNotice(requestId, null);
    return createCommunity({
      ...{ clock: community.clock, rows: community.rows },
      ...(askApprovers ? { notices: { askApprovers } } : {}),
    });
  };

  it('is put before them by the next one', async () => {
    const community = await unasked();
    await community.approvals.finishAll();
    expect(community.notices.asked).toHaveLength(1);
    expect((await community.pending.find(requestId))?.notice).not.toBeNull();
  });

  it('waits where Discord is away, and ends where they cannot be asked at all', async () => {
    let error = new BotError('delivery.expired', 'away', { retryAfterMs: 30_000 });
    const community = await unasked(() => Promise.reject(error));
    await community.approvals.finishAll();
    expect(await community.pending.find(requestId)).toMatchObject({ state: 'waiting' });
    error = new BotError('delivery.forbidden', 'no');
    await community.approvals.finishAll();
    expect(community.notices.told).toMatchObject([{ state: 'dropped' }]);
    expect(await community.pending.open()).toEqual([]);
  });

  it('ends where the server has no approvers any more', async () => {
    const community = await unasked();
    await community.set({});
    await community.approvals.finishAll();
    expect(community.notices.told).toMatchObject([{ state: 'dropped' }]);
  });
});

describe('a member who wants their data erased', () => {
  it('takes back what waits, so that the approvers do not go on reading it', async () => {
    const { approvals, notices, pending } = await waitingCommunity();
    expect(await approvals.withdraw(guild, member)).toBe(true);
    expect(notices.shown).toMatchObject([{ state: 'dropped', request: { prompt: '' } }]);
    expect(await pending.open()).toEqual([]);
    expect(await approvals.approve(requestId, mods)).toBe('decided');
  });

  it('waits until what was approved is made', async () => {
    const community = await waitingCommunity({ runninghub: { check: [running, finished] } });
    await community.clock.advanceUntil(community.approvals.approve(requestId, mods));
    expect(await community.approvals.withdraw(guild, member)).toBe(false);
    await community.clock.advance(60_000);
    await community.approvals.idle();
    expect(await community.approvals.withdraw(guild, member)).toBe(true);
  });
});

describe('a list of open requests that is old when it is worked through', () => {
  it('asks the approvers once, where they were asked meanwhile', async () => {
    const community = await waitingCommunity({
      pending: (pending) => ({
        ...pending,
        open: async () => (await pending.open()).map((each) => ({ ...each, notice: null })),
      }),
    });
    await community.approvals.finishAll();
    expect(community.notices.asked).toHaveLength(1);
  });

  it('does nothing for a request that is gone', async () => {
    const community = await waitingCommunity({
      pending: (pending) => ({
        ...pending,
        find: async () => null,
        open: async () =>
          (await pending.open()).map((each) => ({ ...each, state: 'declined' as const, todo: ['show' as const] })),
      }),
    });
    await community.approvals.finishAll();
    expect(community.notices.shown).toEqual([]);
  });
});

describe('a question to the approvers whose message could not be kept', () => {
  it('is answered all the same, and the approvers are asked once more later', async () => {
    const community = await createCommunity({
      settings: approving(),
      pending: (pending) => ({ ...pending, setNotice: storeAway }),
    });
    await community.approvals.waitForPrice(requestOf(), 7);
    expect(await community.approvals.askInstead(requestId, members, 'threshold')).toBe('done');
    expect(community.worldLog.lines.map(({ message }) => message)).toContain('the approvers are asked once more later');
    expect(await community.approvals.find(requestId)).toMatchObject({ state: 'waiting', notice: null });
  });
});
