import { describe, expect, it } from 'vitest';
import { cancel } from '#generation/cancel.ts';
import type { PendingRequests } from '#moderation/pending-requests.ts';
import { createCommunity } from '../support/community.ts';
import { createGate } from '../support/gate.ts';
import { guild, member, requestOf } from '../support/requests.ts';
import { throws } from '../support/scripted-provider.ts';
import { fourPictures, madeBy } from '../support/several.ts';
import { approveIn, mods, requestId, waitingCommunity } from '../support/waiting.ts';
import { createWorld } from '../support/world.ts';

const owner = { guildId: guild, userId: member, isModerator: false };

describe('the same request at the same time', () => {
  it('is begun once, held once and charged once', async () => {
    const world = createWorld();
    const stories = [world.begin(), world.begin()];
    await world.clock.advanceUntil(Promise.all(stories));
    expect(world.runninghub.submits).toHaveLength(1);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it('that arrives again while it runs changes nothing', async () => {
    const world = createWorld();
    const first = world.begin();
    await world.clock.advance(500);
    await world.clock.advanceUntil(Promise.all([first, world.begin()]));
    expect(world.runninghub.submits).toHaveLength(1);
    expect(world.reply.accepted()).toBe(1);
  });

  it('is given up where it could not be written down in time, and nothing stays held', async () => {
    const gate = createGate<void>();
    const world = createWorld({
      jobs: (jobs) => ({
        ...jobs,
        save: async (job) => {
          if (job.state === 'opened') await gate.promise;
          return jobs.save(job);
        },
      }),
    });
    const done = world.begin();
    await world.clock.advance(30_000);
    await expect(done).rejects.toMatchObject({ code: 'store.unavailable' });
    gate.resolve();
    await world.clock.advance(60_000);
    expect([world.runninghub.submits, world.reply.accepted()]).toEqual([[], 0]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('can be stopped while its price is being held, and then costs nothing', async () => {
    const gate = createGate<void>();
    const world = createWorld({
      ledger: (ledger) => ({
        ...ledger,
        reserve: async (hold) => {
          await gate.promise;
          return ledger.reserve(hold);
        },
      }),
    });
    const done = world.begin();
    await world.clock.settle();
    expect(await cancel(requestOf().id, owner, world.flow)).toBe('cancelled');
    gate.resolve();
    await world.clock.advanceUntil(done.catch(() => undefined));
    expect(world.runninghub.submits).toEqual([]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });
});

describe('a request that is decided in the very moment', () => {
  /** Whoever decides finds that somebody was faster. */
  const faster = (pending: PendingRequests): PendingRequests => ({ ...pending, decide: async () => null });

  it('before it is taken back with its member’s data is left to that decision', async () => {
    const community = await waitingCommunity({ pending: faster });
    expect(await community.approvals.withdraw(guild, member)).toBe(true);
    expect(community.notices.shown).toEqual([]);
  });

  it('or erased as it turns out that it cannot be made is not told of any more', async () => {
    const community = await waitingCommunity({
      pending: (pending) => ({ ...pending, amend: async () => null }),
      ledger: (ledger) => ({ ...ledger, reserve: throws('refused.quota') }),
    });
    await expect(community.approvals.approve(requestId, mods)).rejects.toMatchObject({ code: 'refused.quota' });
    await community.clock.advance(60_000);
    expect(community.notices.told).toEqual([]);
    expect(await community.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('before the approvers could be asked once more is left to that decision', async () => {
    const before = await waitingCommunity();
    const settings = { approvals: { threshold: 5, channelId: null } };
    const { clock, rows } = before;
    for (const [key, value] of rows) rows.set(key, value.replace(/"notice":\{[^}]*\}/u, '"notice":null'));
    const after = await createCommunity({ clock, rows, settings, pending: faster });
    await after.approvals.finishAll();
    expect([after.notices.told, after.notices.shown]).toEqual([[], []]);
    expect(await after.approvals.find(requestId)).toMatchObject({ state: 'waiting' });
  });
});

describe('an approved request whose message cannot be posted', () => {
  it('in this minute waits, and is made by the next sweep', async () => {
    let isAway = true;
    const failing = throws('delivery.forbidden', { retryAfterMs: 5_000 });
    const community = await waitingCommunity({
      reply: { accept: async () => (isAway ? failing() : community.reply.address()) },
    });
    expect(await approveIn(community)).toBe('waits');
    expect(community.runninghub.submits).toEqual([]);
    isAway = false;
    expect(await community.approvals.finishAll()).toBe(1);
    await community.clock.advance(60_000);
    expect(await community.totals()).toMatchObject({ held: 0, spent: 7 });
    expect(community.reply.delivered).toHaveLength(1);
  });

  it('at all is not made: the member reads that it could not be started, and nothing is held', async () => {
    const community = await waitingCommunity({ reply: { accept: throws('delivery.forbidden') } });
    await expect(community.approvals.approve(requestId, mods)).rejects.toMatchObject({ code: 'delivery.forbidden' });
    await community.clock.advance(60_000);
    expect(community.notices.told).toMatchObject([{ state: 'declined', decisionReason: 'easel.notStarted' }]);
    expect(await community.totals()).toMatchObject({ held: 0, spent: 0 });
  });
});

it.each([
  [undefined, 'easel.poolTooSmall'],
  ['operator', 'easel.dayLimit'],
  ['operator_guild', 'easel.dayLimitServer'],
] as const)('an approved request that a limit stops (%s) says which one', async (rule, decisionReason) => {
  const facts = rule === undefined ? {} : { rule };
  const community = await waitingCommunity({
    ledger: (ledger) => ({ ...ledger, reserve: throws('refused.quota', facts) }),
  });
  await expect(community.approvals.approve(requestId, mods)).rejects.toMatchObject({ code: 'refused.quota' });
  await community.clock.advance(60_000);
  expect(community.notices.told).toMatchObject([{ state: 'declined', decisionReason }]);
});

it('an account that is empty after the first of four pictures is the operator’s to know', async () => {
  const empty = throws('provider.unfunded', { nothingStarted: true, provider: 'runninghub', reason: 'balance' });
  const first = () => ({ provider: 'runninghub' as const, remoteId: 'runninghub-1' });
  const world = createWorld({
    plan: fourPictures(),
    runninghub: { checkOf: (remoteId) => madeBy(remoteId), submit: [first, empty] },
  });
  await world.generate();
  expect(world.unfunded.length).toBeGreaterThan(0);
  expect(await world.totals()).toMatchObject({ held: 0, spent: 7 });
});
