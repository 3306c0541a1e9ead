import { describe, expect, it } from 'vitest';
import { noOptions } from '#catalog/request.ts';
import { BotError } from '#core/errors.ts';
import { cancel } from '#generation/cancel.ts';
import { resume } from '#generation/resume.ts';
import { type CommunityOptions, createCommunity, moderator } from '../support/community.ts';
import { editRouteOf, sourceOf } from '../support/inputs.ts';
import { guild, member, modelOf, requestOf, startMs } from '../support/requests.ts';
import { running, throws } from '../support/scripted-provider.ts';
import { madeBy } from '../support/several.ts';
import { approveIn, approving, mods, requestId, waitingCommunity } from '../support/waiting.ts';

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
  await clock.advanceUntil((await resume(after.flow, await after.approvals.unbegun())).settled);
  await clock.advanceUntil(after.approvals.finishAll());
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
    ['it cannot be fetched', { download: () => Promise.reject(new BotError('media.unfetchable', 'gone')) }],
  ])('since %s', async (_why, options) => {
    const community = await oneWaiting(options);
    await approveIn(community);
    expect(community.reply.failed).toMatchObject([{ money: { charged: 0, returned: 100, held: 0 } }]);
    expect(await community.totals()).toEqual(untouched);
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

  it('that finds the request approved, and its hold given back meanwhile', async () => {
    const community = await oneWaiting({});
    const todo = ['record', 'run', 'show'] as const;
    await community.pending.decide(requestId, { state: 'approved', decidedBy: moderator, decisionReason: '', todo });
    const { policy, plan } = await community.flow.admit(requestOf());
    const hold = { id: requestId, guildId: guild, userId: member, credits: 130, model: plan.model.id, policy };
    const approval = { byUserId: moderator, reason: '' };
    await community.ledger.reserve({ ...hold, approval, expiresAtMs: startMs + 1_000 });
    await community.ledger.release(guild, requestId);
    const after = await restarted(community, {});
    expect(after.reply.delivered).toHaveLength(1);
    expect(await after.totals()).toEqual({ ...untouched, pool: 870, spent: 130 });
  });
});

describe('what an approval would add', () => {
  it('is not added where the allowance has renewed meanwhile, so that nothing of it stays with the member', async () => {
    const community = await oneWaiting({});
    const { policy } = await community.flow.admit(requestOf());
    await community.ledger.grant({
      ...{ id: 'g', guildId: guild, userId: member, byUserId: moderator, credits: 60, reason: '', policy },
    });
    await approveIn(community);
    expect(await community.totals()).toMatchObject({ bonuses: 30, held: 0, spent: 130 });
  });

  it('is refunded to the member by a moderator alone', async () => {
    const community = await oneWaiting({});
    await approveIn(community);
    expect(await community.ledger.refund({ guildId: guild, jobId: requestId, byUserId: moderator, reason: '' })).toBe(
      130,
    );
    expect(await community.totals()).toMatchObject({ pool: 870, bonuses: 130 });
  });

  it('waits for a slow disk', async () => {
    const community: Community = await oneWaiting({
      ledger: (ledger) => ({
        ...ledger,
        reserve: async (hold) => {
          await community.clock.wait(5_000, new AbortController().signal);
          return ledger.reserve(hold);
        },
      }),
    });
    expect(await approveIn(community)).toBe('done');
    expect(community.reply.delivered).toHaveLength(1);
    expect(await community.totals()).toEqual({ ...untouched, pool: 870, spent: 130 });
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
