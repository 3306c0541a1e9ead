import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/domain/errors.ts';
import { ownReason } from '../../src/domain/own-reason.ts';
import { cancel } from '../../src/flow/cancel.ts';
import { resume, sweepHolds } from '../../src/flow/resume.ts';
import { type CommunityOptions, createCommunity, moderator } from '../support/community.ts';
import { editRouteOf, sourceOf } from '../support/inputs.ts';
import { guild, member, modelOf, noOptions, requestOf } from '../support/requests.ts';
import { running, throws } from '../support/scripted-provider.ts';
import { madeBy } from '../support/several.ts';
import { approveIn, approving, mods, requestId, waitingCommunity } from '../support/waiting.ts';
import { storeAway } from '../support/world.ts';

const owner = { guildId: guild, userId: member, isModerator: false };
const untouched = { added: 1_000, pool: 1_000, bonuses: 0, held: 0, spent: 0 };
const fails = throws('provider.failed');

/** A community in which four pictures of 130 credits wait for approvers; their member has 100. */
async function fourWaiting(options: CommunityOptions) {
  const community = await createCommunity({ settings: approving(130), ...options });
  await community.approvals.ask(requestOf({ options: { ...noOptions, count: 4 } }), 'short', 520);
  return community;
}

/** A request of 130 credits waits; its member has 100. */
const oneWaiting = (options: CommunityOptions) => waitingCommunity({ price: 130, reason: 'short', ...options });
type Community = Awaited<ReturnType<typeof oneWaiting>>;

/** The process ends, and the next one takes up what it left. */
async function restarted({ clock, rows, flow }: Community, options: CommunityOptions): Promise<Community> {
  for (const { stop } of flow.active.all()) stop.abort(new BotError('cancelled.shutdown', 'stops'));
  await clock.settle();
  const after = await createCommunity({ clock, rows, ...options });
  await clock.advanceUntil((await resume(after.flow)).settled);
  await clock.advanceUntil(after.approvals.resumeApproved());
  await clock.advance(60_000);
  await after.approvals.idle();
  return after;
}

describe('a grant for four pictures', () => {
  it('does not stay with a member who stops three of them', async () => {
    let isStopped = false;
    const community = await fourWaiting({
      runninghub: {
        checkOf: (remoteId) => (remoteId.endsWith('-1') && isStopped ? madeBy(remoteId) : running()),
        cancelOf: (remoteId) => (remoteId.endsWith('-1') ? 'too_late' : 'cancelled'),
      },
    });
    await community.clock.advanceUntil(community.approvals.approve(requestId, mods));
    await community.clock.advance(100);
    expect(await cancel(requestId, owner, community.flow)).toBe('asked');
    isStopped = true;
    await community.clock.advance(120_000);
    expect(await community.stored()).toMatchObject({ state: 'delivered', came: 1, charged: 130 });
    expect(await community.totals()).toEqual({ ...untouched, pool: 870, spent: 130 });
    expect((await community.journal()).at(-1)).toMatchObject({
      kind: 'revoke',
      credits: 390,
      byUserId: null,
      userId: member,
      reason: ownReason('approvedForLess'),
    });
  });

  it('of which two fail pays for the others, and is back in the pool before they are posted', async () => {
    const bonuses: number[] = [];
    const community: Community = await fourWaiting({
      runninghub: { checkOf: (remoteId) => (/[34]$/u.test(remoteId) ? fails() : madeBy(remoteId)) },
      reply: {
        deliver: async () => {
          bonuses.push((await community.balance()).bonus);
          return null;
        },
      },
    });
    await approveIn(community);
    expect(bonuses).toEqual([0]);
    expect(await community.totals()).toEqual({ ...untouched, pool: 740, spent: 260 });
  });

  it('of which two come that may not be posted is charged for those alone', async () => {
    const community = await fourWaiting({
      runninghub: { checkOf: (remoteId) => (/[34]$/u.test(remoteId) ? fails() : madeBy(remoteId)) },
      reply: { deliver: () => Promise.reject(new BotError('delivery.forbidden', 'no')) },
    });
    await approveIn(community);
    expect(community.reply.failed).toMatchObject([{ money: { charged: 260, returned: 0 } }]);
    expect(await community.totals()).toEqual({ ...untouched, pool: 740, spent: 260 });
  });
});

describe('a grant for a picture that does not come goes back to the pool, and the member reads what came back to them', () => {
  it.each<[string, CommunityOptions]>([
    ['it is refused', { runninghub: { submit: [throws('provider.rejected')] } }],
    ['it fails', { runninghub: { check: [fails] } }],
    ['it cannot be fetched', { download: () => Promise.reject(new BotError('images.unfetchable', 'gone')) }],
  ])('since %s', async (_why, options) => {
    const community = await oneWaiting(options);
    await approveIn(community);
    expect(community.reply.failed).toMatchObject([{ money: { charged: 0, returned: 100, held: 0 } }]);
    expect(await community.totals()).toEqual(untouched);
    expect((await community.journal()).at(-1)).toMatchObject({
      kind: 'revoke',
      credits: 30,
      reason: ownReason('approvedInVain'),
    });
  });

  it('since nobody knows whether it was taken, after an hour', async () => {
    const community = await oneWaiting({ runninghub: { submit: [throws('provider.unsure')] } });
    await approveIn(community);
    expect(await community.totals()).toEqual({ ...untouched, pool: 870, held: 130 });
    await community.clock.advance(3_600_000);
    await community.clock.advanceUntil((await resume(community.flow)).settled);
    expect(community.reply.failed.at(-1)).toMatchObject({ money: { returned: 100 } });
    expect(await community.totals()).toEqual(untouched);
  });
});

describe('a grant outlives no restart', () => {
  it('that finds the picture failed', async () => {
    const before = await oneWaiting({ runninghub: { check: [running] } });
    await before.approvals.approve(requestId, mods);
    await before.clock.advance(1_000);
    const after = await restarted(before, { runninghub: { check: [fails] } });
    expect(after.reply.failed).toMatchObject([{ money: { returned: 100 } }]);
    expect(await after.totals()).toEqual(untouched);
  });

  it('that finds what was settled gone, of which a part had gone back', async () => {
    const settled = await fourWaiting({
      runninghub: { checkOf: (remoteId) => (/[34]$/u.test(remoteId) ? fails() : madeBy(remoteId)) },
      reply: { deliver: () => new Promise<never>(() => undefined) },
    });
    await approveIn(settled);
    expect(await settled.totals()).toEqual({ ...untouched, pool: 740, spent: 260 });
    const after = await restarted(settled, { runninghub: { checkOf: fails } });
    expect(after.reply.failed).toMatchObject([{ money: { charged: 0, returned: 100 } }]);
    // What was the member's own comes back as a bonus: the period that it came from may be over.
    expect(await after.totals()).toEqual({ ...untouched, pool: 900, bonuses: 100 });
  });

  it('that finds the request granted, and nothing begun', async () => {
    const community = await oneWaiting({ runninghub: { check: [fails] } });
    await community.parked.decide(requestId, { state: 'approved', decidedBy: moderator, decisionReason: '' });
    const { terms } = await community.flow.admit(requestOf());
    const act = { guildId: guild, userId: member, byUserId: moderator, credits: 30, reason: '', terms };
    await community.ledger.grant({ id: `approval:${requestId}`, ...act });
    const after = await restarted(community, { runninghub: { check: [fails] } });
    expect(after.reply.failed).toHaveLength(1);
    expect(await after.totals()).toEqual(untouched);
  });
});

describe('a grant of which nobody knows whether it was made', () => {
  it('goes back, and the request is told as not started', async () => {
    const community = await oneWaiting({
      ledger: (ledger) => ({
        ...ledger,
        grant: async (grant) => {
          await ledger.grant(grant);
          return storeAway();
        },
      }),
    });
    await expect(approveIn(community)).rejects.toMatchObject({ code: 'store.unavailable' });
    expect(community.notices.told).toMatchObject([{ state: 'declined' }]);
    expect(await community.totals()).toEqual(untouched);
  });
});

describe('a hold with a grant that is let go', () => {
  it('since it came too late to be answered takes the grant along', async () => {
    const community: Community = await oneWaiting({
      ledger: (ledger) => ({
        ...ledger,
        reserve: async (hold) => {
          const held = await ledger.reserve(hold);
          await community.clock.wait(5_000, new AbortController().signal);
          return held;
        },
      }),
    });
    await approveIn(community);
    expect(community.reply.failed).toMatchObject([{ error: { code: 'store.unavailable' } }]);
    expect(await community.totals()).toEqual(untouched);
  });

  it('since no job stands behind it takes the grant along', async () => {
    const away = { isAway: false };
    const community = await oneWaiting({
      jobs: (jobs) => ({ ...jobs, save: storeAway }),
      ledger: (ledger) => ({ ...ledger, release: (...hold) => (away.isAway ? storeAway() : ledger.release(...hold)) }),
    });
    away.isAway = true;
    await approveIn(community);
    expect(await community.totals()).toMatchObject({ held: 130 });
    away.isAway = false;
    await community.clock.advance(600_000);
    expect(await sweepHolds(community.flow)).toBe(1);
    expect(await community.totals()).toEqual(untouched);
  });
});

describe('a grant for an edit', () => {
  it('whose picture is gone by the time of the approval goes back', async () => {
    const gone = new BotError('refused.image', 'gone', { reason: 'gone', nothingStarted: true });
    const community = await createCommunity({
      settings: approving(130),
      models: [modelOf(editRouteOf())],
      fetchInput: () => Promise.reject(gone),
    });
    await community.approvals.ask(requestOf({ images: [sourceOf()] }), 'short', 130);
    await approveIn(community);
    expect(community.reply.failed).toMatchObject([{ error: { code: 'refused.image' }, money: { returned: 100 } }]);
    expect(community.runninghub.submits).toEqual([]);
    expect(await community.totals()).toEqual(untouched);
  });
});
