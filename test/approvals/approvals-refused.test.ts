import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { cancel } from '#generation/cancel.ts';
import { resume, sweepHolds } from '#generation/resume.ts';
import { actBy, createCommunity } from '../support/community.ts';
import { approversMessage } from '../support/recording-notices.ts';
import { guild, member, requestOf, snowflakeAt, startMs } from '../support/requests.ts';
import { approveIn, approving, members, mods, requestId, waitingCommunity } from '../support/waiting.ts';
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
      expect(await community.pending.open()).toEqual([]);
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
    expect(await community.pending.open()).toEqual([]);
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
    expect(await community.pending.open()).toEqual([]);
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

/** A moment that a test ends by hand. */
function createGate() {
  let open = () => {};
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { isOpen, open };
}

/** Lets everything run that waits for no gate: the store answers in order, so what was asked before has its answer. */
async function settle({ pending }: Pick<Awaited<ReturnType<typeof createCommunity>>, 'pending'>): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await pending.find(requestId);
}

/** The approver is faster than Discord's answer about their message, and the pool turns out to be too small. */
async function withSlowMessage({ showsSlowly = false } = {}) {
  const [posted, reserved, shown] = [createGate(), createGate(), createGate()];
  const community = await createCommunity({
    settings: approving(),
    notices: {
      askApprovers: () => posted.isOpen.then(() => approversMessage),
      reaches: () => (showsSlowly ? shown.isOpen.then(() => true) : true),
    },
    ledger: (ledger) => ({
      ...ledger,
      reserve: () =>
        reserved.isOpen.then(() => Promise.reject(new BotError('refused.quota', 'the pool is too small', {}))),
    }),
  });
  await community.approvals.waitForPrice(requestOf(), 7);
  const asking = community.approvals.askInstead(requestId, members, 'short');
  await settle(community);
  const approved = community.approvals.approve(requestId, mods).catch((error: unknown) => error);
  await settle(community);
  return { ...community, asking, approved, posted, reserved, shown };
}

describe('an approved request that is refused while another step is under way', () => {
  it('is told to the member once, where the message of the approvers is still being posted', async () => {
    const { reserved, posted, asking, approved, ...community } = await withSlowMessage();
    reserved.open();
    await settle(community);
    posted.open();
    expect(await asking).toBe('done');
    expect(await approved).toMatchObject({ code: 'refused.quota' });
    expect(community.notices.told).toMatchObject([{ decisionReason: 'easel.poolTooSmall' }]);
    expect(community.notices.shown.at(-1)).toMatchObject({ state: 'declined' });
    expect(await community.journal()).toMatchObject([{ kind: 'approve' }]);
    expect(await community.pending.open()).toEqual([]);
  });

  it('is told to the member once, where the approval is still being shown', async () => {
    const { reserved, posted, shown, asking, approved, ...community } = await withSlowMessage({ showsSlowly: true });
    posted.open();
    await settle(community);
    reserved.open();
    await settle(community);
    shown.open();
    expect(await asking).toBe('done');
    expect(await approved).toMatchObject({ code: 'refused.quota' });
    expect(community.notices.told).toMatchObject([{ decisionReason: 'easel.poolTooSmall' }]);
    expect(community.notices.shown.at(-1)).toMatchObject({ state: 'declined' });
    expect(await community.pending.open()).toEqual([]);
  });
});

describe('a decision that is being told', () => {
  it('is not told once more by a sweep that read it before', async () => {
    let reaches = false;
    const community = await waitingCommunity({ notices: { reaches: () => reaches } });
    await community.approvals.decline(requestId, mods);
    const before = await community.pending.open();
    reaches = true;
    await community.approvals.finishAll();
    const { told } = community.notices;
    expect(told).toHaveLength(2);
    const { open } = community.pending;
    Object.assign(community.pending, { open: async () => before });
    await community.approvals.finishAll();
    Object.assign(community.pending, { open });
    expect(told).toHaveLength(2);
    expect(await community.pending.open()).toEqual([]);
  });
});

describe('a request that is withdrawn while the approvers are being asked', () => {
  it('leaves no message that waits for a word', async () => {
    const posted = createGate();
    const community = await createCommunity({
      settings: approving(),
      notices: { askApprovers: () => posted.isOpen.then(() => approversMessage) },
    });
    const asking = community.approvals.ask(requestOf(), 'short', 7);
    await settle(community);
    const withdrawn = community.approvals.withdraw(guild, member);
    await settle(community);
    posted.open();
    await asking;
    expect(await withdrawn).toBe(true);
    const notice = { messageId: approversMessage };
    expect(community.notices.shown).toMatchObject([{ state: 'dropped', notice, request: { prompt: '' } }]);
  });
});
