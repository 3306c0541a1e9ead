import { describe, expect, it } from 'vitest';
import type { EntryKind } from '#credits/credits.ts';
import { type Moderation, oncePerAct } from '#moderation/acts.ts';
import { actBy, createCommunity, moderator } from '../support/community.ts';
import { hourMs, livelyCommunity } from '../support/lively.ts';
import { guild, member, requestOf, startMs } from '../support/requests.ts';
import { isSound } from '../support/store/money.ts';
import { storeAway } from '../support/world.ts';

interface Case {
  readonly kind: EntryKind;
  readonly act: (moderation: Moderation) => Promise<unknown>;
  readonly outcome: unknown;
  /** Whom it concerns; null is the guild. */
  readonly userId?: null;
  /** When it ends. */
  readonly untilMs?: number;
  /** In the journal; there, 0 is what moves none. */
  readonly credits?: number;
}

const by = actBy('act');
const { id: madeJob } = requestOf();
const cases: readonly Case[] = [
  { kind: 'grant', act: (mod) => mod.grant(by, member, 30), outcome: { bonus: 80, pool: 913 }, credits: 30 },
  { kind: 'revoke', act: (mod) => mod.revoke(by, member, 80), outcome: 50, credits: 50 },
  { kind: 'refund', act: (mod) => mod.refund(by, madeJob), outcome: 7, credits: 7 },
  { kind: 'add', act: (mod) => mod.addToPool(by, 9), outcome: { added: 1_009 }, userId: null, credits: 9 },
  { kind: 'remove', act: (mod) => mod.removeFromPool(by, 9), outcome: { added: 991 }, userId: null, credits: 9 },
  { kind: 'mode', act: (mod) => mod.setPoolMode(by, 'unlimited'), outcome: { pool: 943 }, userId: null },
  {
    kind: 'suspend',
    act: (mod) => mod.suspend(by, member, startMs + 9),
    outcome: { suspendedUntilMs: startMs + 9 },
    untilMs: startMs + 9,
  },
  { kind: 'unsuspend', act: (mod) => mod.unsuspend(by, member), outcome: true },
  { kind: 'strike', act: (mod) => mod.strike(by, member), outcome: { strikes: 2, suspendedUntilMs: startMs + hourMs } },
  { kind: 'forgive', act: (mod) => mod.forgive(by, member, 'all'), outcome: 1 },
  { kind: 'cancel', act: (mod) => mod.noteCancel(by, member), outcome: undefined },
  { kind: 'setup', act: (mod) => mod.noteSetup(by), outcome: undefined, userId: null },
  { kind: 'delete', act: (mod) => mod.deletePicture(by, madeJob), outcome: { wasThere: true, job: { id: madeJob } } },
  ...(['setup', 'block', 'unblock'] as const).map((kind): Case => {
    const change = (mod: Moderation) => mod.changeSettings(by, kind, (now) => ({ ...now, confirmPercent: 40 }));
    return { kind, act: change, outcome: { confirmPercent: 40 }, userId: null };
  }),
];

describe.each(cases)("a moderator's act ($kind)", ({ kind, act, outcome, userId = member, credits = 0, untilMs }) => {
  const expected = { byUserId: moderator, userId, reason: 'because' };
  const until = untilMs === undefined ? {} : { untilMs };
  const told = { guildId: guild, what: kind, credits: credits === 0 ? null : credits, ...expected, ...until };

  it('is done, stands in the journal with who, whom, why and how much, and is told once', async () => {
    const community = await livelyCommunity();
    expect({ outcome: await act(community.moderation) }).toMatchObject({ outcome });
    const { pool } = await community.totals();
    expect(await community.newLines()).toMatchObject([{ kind, credits, poolAfter: pool, ...expected }]);
    expect(community.newActs()).toEqual([told]);
    expect(isSound(await community.totals())).toBe(true);
  });

  it('that concerns a member says what they have afterwards, in their own history too', async () => {
    const community = await livelyCommunity();
    await act(community.moderation);
    const [line] = await community.newLines();
    const { bonus } = await community.balance();
    expect(line?.bonusAfter).toBe(userId === null ? null : bonus);
    expect((await community.journal(member)).some((own) => own.seq === line?.seq)).toBe(userId !== null);
  });

  it('is done and told once when the same interaction comes again, and answers the same', async () => {
    const community = await livelyCommunity();
    const [first, second] = await Promise.all([act(community.moderation), act(community.moderation)]);
    const after = [await community.totals(), await community.members.get(guild, member)];
    expect([second, await act(community.moderation)]).toEqual([first, first]);
    expect([await community.totals(), await community.members.get(guild, member)]).toEqual(after);
    expect(await community.newLines()).toHaveLength(1);
    expect(community.newActs()).toHaveLength(1);
  });
});

describe('an act that failed', () => {
  it('is not told, and is done when it is tried again under the same id', async () => {
    let isAway = true;
    const community = await createCommunity({
      ledger: (ledger) => ({ ...ledger, grant: (grant) => (isAway ? storeAway() : ledger.grant(grant)) }),
    });
    const failing = community.clock.advanceUntil(community.moderation.grant(by, member, 5));
    await expect(failing).rejects.toMatchObject({ code: 'store.unavailable' });
    expect(community.audit.entries).toEqual([]);
    isAway = false;
    expect(await community.moderation.grant(by, member, 5)).toMatchObject({ bonus: 5 });
    expect(community.audit.acts()).toHaveLength(1);
  });

  it('while the journal is away for a moment is written down all the same', async () => {
    let failures = 3;
    const community = await createCommunity({
      ledger: (ledger) => ({ ...ledger, note: (line) => (failures-- > 0 ? storeAway() : ledger.note(line)) }),
    });
    await community.clock.advanceUntil(community.moderation.suspend(by, member, startMs + hourMs));
    expect(await community.journal()).toMatchObject([{ kind: 'suspend' }]);
  });

  it('is kept in mind no longer than 200 others; the books remember it for ever', async () => {
    const { moderation, balance } = await createCommunity();
    for (let number = 0; number < 202; number += 1) await moderation.grant(actBy(`g${number}`), member, 1);
    await moderation.grant(actBy('g0'), member, 1);
    expect(await balance()).toMatchObject({ bonus: 202 });
  });
});

describe('the outcomes that are kept in mind', () => {
  const kept = () => {
    const done: string[] = [];
    const act = oncePerAct(async ({ id }) => void done.push(id));
    return { done, act: (number: number) => act(actBy(`a${number}`)) };
  };

  it('are the last two hundred', async () => {
    const { done, act } = kept();
    for (let number = 0; number < 200; number += 1) await act(number);
    await act(0);
    expect(done).toHaveLength(200);
    await act(200);
    await act(1);
    expect(done).toHaveLength(201);
    await act(0);
    expect(done).toHaveLength(202);
  });
});
