import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { jobId } from '#core/ids.ts';
import { cancel } from '#generation/cancel.ts';
import { createCommunity, moderator } from '../support/community.ts';
import { guild, member, requestOf, snowflakeAt, startMs } from '../support/requests.ts';
import { finished, running } from '../support/scripted-provider.ts';
import { approveIn, approving, mods, requestId, waitingCommunity } from '../support/waiting.ts';

type Community = Awaited<ReturnType<typeof waitingCommunity>>;

/** The process ends right after the decision was written down. */
async function decidedOnly(community: Community, decidedBy: typeof moderator | null = moderator) {
  const todo = ['record', 'run', 'show'] as const;
  await community.pending.decide(requestId, { state: 'approved', decidedBy, decisionReason: 'nice idea', todo });
}

async function resumeIn(community: Community): Promise<number> {
  const count = await community.clock.advanceUntil(community.approvals.finishAll());
  await community.clock.advance(60_000);
  await community.approvals.idle();
  return count;
}

describe('a request that was approved before the process ended', () => {
  it('is carried out at the next start, once, with its grant', async () => {
    const community = await waitingCommunity({ price: 130, reason: 'short' });
    await decidedOnly(community);
    expect(await resumeIn(community)).toBe(1);
    expect(community.reply.delivered).toHaveLength(1);
    expect(await community.totals()).toEqual({ added: 1_000, pool: 870, bonuses: 0, held: 0, spent: 130 });
    expect(await resumeIn(community)).toBe(0);
    expect((await community.pending.find(requestId))?.request.prompt).toBe('');
  });

  it('is told to the moderators in the language of the server', async () => {
    const community = await createCommunity({ settings: approving(7) });
    await community.approvals.ask(requestOf({ guildLocale: 'de' }), 'threshold', 7);
    await decidedOnly(community);
    expect(await resumeIn(community)).toBe(1);
    expect(community.audit.acts()).toMatchObject([{ what: 'approve', guildLocale: 'de' }]);
  });

  it('whose job is there already is only closed', async () => {
    const community = await waitingCommunity();
    await approveIn(community);
    const undone = { state: 'approved', todo: ['run'], request: requestOf() } as const;
    await community.pending.amend(requestId, 'approved', undone);
    await resumeIn(community);
    expect(community.reply.delivered).toHaveLength(1);
    expect(await community.pending.open()).toEqual([]);
  });

  it('by nobody who is known is closed', async () => {
    const community = await waitingCommunity();
    await decidedOnly(community, null);
    expect(await resumeIn(community)).toBe(0);
    expect(await community.pending.open()).toEqual([]);
  });

  it('that is under way in this process is left alone', async () => {
    const community = await waitingCommunity({ runninghub: { check: [running, finished] } });
    await community.clock.advanceUntil(community.approvals.approve(requestId, mods));
    expect(await community.approvals.finishAll()).toBe(0);
    await community.clock.advance(60_000);
    await community.approvals.idle();
    expect(community.reply.delivered).toHaveLength(1);
  });

  it('is made once when an approver and a sweep begin it at the same moment', async () => {
    const sweeps: Promise<number>[] = [];
    const sweep = { now: (): void => undefined };
    const community = await waitingCommunity({
      ledger: (ledger) => ({
        ...ledger,
        note: (line) => {
          sweep.now();
          return ledger.note(line);
        },
      }),
    });
    // The decision is stored, and nothing has begun yet.
    sweep.now = () => {
      if (sweeps.length === 0) sweeps.push(community.approvals.finishAll());
    };
    expect(await approveIn(community)).toBe('done');
    await Promise.all(sweeps);
    await community.clock.advance(60_000);
    await community.approvals.idle();
    expect(sweeps).toHaveLength(1);
    expect(community.runninghub.submits).toHaveLength(1);
    expect(community.reply.delivered).toHaveLength(1);
    expect(await community.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it('is made once when the sweep is the first to begin it', async () => {
    const sweeps: Promise<number>[] = [];
    const sweep = { now: async (): Promise<void> => undefined };
    const community = await waitingCommunity({
      pending: (pending) => ({
        ...pending,
        decide: async (id, decision) => {
          const decided = await pending.decide(id, decision);
          await sweep.now();
          return decided;
        },
      }),
    });
    sweep.now = async () => {
      sweeps.push(community.approvals.finishAll());
      await sweeps[0];
    };
    expect(await approveIn(community)).toBe('done');
    await community.approvals.idle();
    expect(await Promise.all(sweeps)).toEqual([1]);
    expect(community.runninghub.submits).toHaveLength(1);
    expect(await community.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it('and that the rules refuse by now is told and closed, and the operator reads of it', async () => {
    const community = await waitingCommunity({ price: 2_000, reason: 'short' });
    await decidedOnly(community);
    expect(await resumeIn(community)).toBe(0);
    expect(community.notices.told).toMatchObject([{ state: 'declined' }]);
    expect(await community.pending.open()).toEqual([]);
    expect(community.worldLog.lines).toMatchObject([{ level: 'info' }, { level: 'warn' }]);
  });

  it('and cannot be closed is closed later', async () => {
    const community = await waitingCommunity({
      pending: (pending) => ({ ...pending, done: () => Promise.reject(new BotError('store.unavailable', 'away')) }),
    });
    expect(await approveIn(community)).toBe('done');
    expect(community.reply.delivered).toHaveLength(1);
    expect(community.worldLog.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'a decided request is closed later' }),
    );
  });
});

describe('an approved request that its member stops', () => {
  it('gives its grant back', async () => {
    const community = await waitingCommunity({
      price: 130,
      reason: 'short',
      runninghub: { check: [running], cancel: [() => 'cancelled'] },
    });
    await community.clock.advanceUntil(community.approvals.approve(requestId, mods));
    await community.clock.advance(100);
    expect(await cancel(requestId, { guildId: guild, userId: member, isModerator: false }, community.flow)).toBe(
      'cancelled',
    );
    await community.clock.advance(60_000);
    await community.approvals.idle();
    expect(await community.totals()).toEqual({ added: 1_000, pool: 1_000, bonuses: 0, held: 0, spent: 0 });
  });
});

describe('requests of one member', () => {
  it('wait three at once; a fourth is refused and nobody is asked', async () => {
    const community = await createCommunity({ settings: approving() });
    const asked = (number: number) => requestOf({ id: jobId(snowflakeAt(startMs, number)) });
    for (const number of [1, 2, 3]) await community.approvals.ask(asked(number), 'threshold', 7);
    await expect(community.approvals.ask(asked(4), 'threshold', 7)).rejects.toMatchObject({
      code: 'refused.busy',
      facts: { rule: 'approval', limit: 3 },
    });
    expect(await community.pending.find(asked(4).id)).toBeNull();
  });
});
