import { describe, expect, it } from 'vitest';
import { jobId } from '#core/ids.ts';
import { gate } from '#generation/gate.ts';
import { createStrike, type StrikeDeps, strike } from '#moderation/strikes.ts';
import { actBy, type CommunityOptions, createCommunity, moderator } from '../support/community.ts';
import { guild, member, otherMember, requestOf, startMs } from '../support/requests.ts';
import { storeAway } from '../support/world.ts';

const hourMs = 3_600_000;

async function struckCommunity(options: CommunityOptions = {}) {
  const community = await createCommunity(options);
  const { settings, members, flow, audit, clock, log } = community;
  const parts: StrikeDeps = { settings, members, ledger: flow.ledger, audit, clock, log };
  const give = (id: string, byUserId: typeof member | null = null, userId = member) =>
    strike({ id: jobId(id), guildId: guild, userId, reason: `for ${id}`, byUserId }, parts);
  const kinds = async () => (await community.journal()).map(({ kind, id }) => `${kind} ${id}`);
  return { ...community, parts, give, kinds, record: () => members.get(guild, member) };
}

describe('a strike', () => {
  it('is kept with its time, reason and giver, written down and audited', async () => {
    const community = await struckCommunity();
    expect(await community.give('1', moderator)).toMatchObject({ strikes: 1, suspendedUntilMs: null });
    expect(await community.record()).toMatchObject({
      suspendedUntilMs: null,
      strikes: [{ id: 'strike:1', atMs: startMs, reason: 'for 1', byUserId: moderator, isForgiven: false }],
    });
    const act = { byUserId: moderator, userId: member, reason: 'for 1' };
    expect(await community.journal()).toMatchObject([{ kind: 'strike', credits: 0, bonusAfter: 0, ...act }]);
    expect(community.audit.acts()).toEqual([{ guildId: guild, what: 'strike', credits: null, ...act }]);
  });

  it('counts once per id, one after the other and at the same moment', async () => {
    const community = await struckCommunity();
    await Promise.all([community.give('1'), community.give('1')]);
    expect(await community.give('1')).toMatchObject({ strikes: 1 });
    expect((await community.record()).strikes).toHaveLength(1);
    expect(await community.kinds()).toEqual(['strike strike:1']);
    expect(community.audit.acts()).toHaveLength(1);
  });

  it('stays in the name of the one who gave it first', async () => {
    const community = await struckCommunity();
    expect(await community.give('1', moderator)).toMatchObject({ isNew: true, byUserId: moderator });
    expect(await community.give('1')).toMatchObject({ isNew: false, byUserId: moderator });
    expect(await community.give('2')).toMatchObject({ isNew: true, byUserId: null });
  });

  it("is told to the log channel in the server's language", async () => {
    const { parts, audit } = await struckCommunity({ settings: { strikes: [{ count: 1, hours: 1 }] } });
    const given = { id: jobId('1'), guildId: guild, userId: member, reason: 'r', byUserId: null, guildLocale: 'de' };
    await strike(given, parts);
    expect(audit.acts()).toMatchObject([
      { what: 'strike', guildLocale: 'de' },
      { what: 'suspend', guildLocale: 'de' },
    ]);
  });

  it("is only its own member's", async () => {
    const community = await struckCommunity();
    await community.give('1', null, otherMember);
    expect((await community.record()).strikes).toEqual([]);
  });

  it('waits for a store that is away for a moment to write it down', async () => {
    let failures = 2;
    const community = await struckCommunity({
      ledger: (ledger) => ({ ...ledger, note: (line) => (failures-- > 0 ? storeAway() : ledger.note(line)) }),
    });
    await community.clock.advanceUntil(community.give('1'));
    expect(await community.kinds()).toEqual(['strike strike:1']);
  });
});

describe('a suspension by strikes', () => {
  it('comes at the set numbers, for the set hours, in the name of Easel', async () => {
    const community = await struckCommunity();
    const untils: (number | null)[] = [];
    for (const id of ['1', '2', '3', '4', '5']) {
      await community.give(id, moderator);
      untils.push((await community.record()).suspendedUntilMs);
    }
    const [day, week] = [startMs + 24 * hourMs, startMs + 168 * hourMs];
    expect(untils).toEqual([null, null, day, day, week]);
    expect(await community.record()).toMatchObject({ suspensionReason: 'easel.strikes:5', suspendedBy: null });
    expect(await community.kinds()).toEqual([
      'strike strike:1',
      'strike strike:2',
      'strike strike:3',
      'suspend suspend:3',
      'strike strike:4',
      'strike strike:5',
      'suspend suspend:5',
    ]);
    expect(community.audit.acts().filter(({ what }) => what === 'suspend')).toMatchObject([
      { byUserId: null, userId: member, reason: 'easel.strikes:3' },
      { byUserId: null, userId: member, reason: 'easel.strikes:5' },
    ]);
  });

  it('is missed by no one when two strikes come at the same moment', async () => {
    const community = await struckCommunity({ settings: { strikes: [{ count: 2, hours: 1 }] } });
    const told = await Promise.all([community.give('1'), community.give('2'), community.give('3')]);
    const counts = told.map(({ strikes }) => strikes);
    expect(counts.toSorted()).toEqual([1, 2, 3]);
    const second = String(counts.indexOf(2) + 1);
    expect((await community.record()).suspendedUntilMs).toBe(startMs + hourMs);
    const lines = await community.kinds();
    expect(lines.toSorted()).toEqual([
      'strike strike:1',
      'strike strike:2',
      'strike strike:3',
      `suspend suspend:${second}`,
    ]);
    expect(lines.indexOf(`suspend suspend:${second}`)).toBeGreaterThan(lines.indexOf(`strike strike:${second}`));
  });

  it('never shortens one that a moderator gave, nor takes its reason, and is not told as one', async () => {
    const community = await struckCommunity({ settings: { strikes: [{ count: 1, hours: 1 }] } });
    const untilMs = startMs + 2 * hourMs;
    await community.moderation.suspend(actBy('s', '1 strike'), member, untilMs);
    expect(await community.give('1')).toMatchObject({ strikes: 1, suspendedUntilMs: untilMs });
    expect(await community.record()).toMatchObject({ suspendedUntilMs: untilMs, suspendedBy: moderator });
    expect(await community.kinds()).toEqual(['suspend s', 'strike strike:1']);
  });

  it('leaves one that ends at the same moment to its moderator', async () => {
    const community = await struckCommunity({ settings: { strikes: [{ count: 1, hours: 1 }] } });
    await community.moderation.suspend(actBy('s'), member, startMs + hourMs);
    await community.give('1');
    expect(await community.record()).toMatchObject({ suspendedUntilMs: startMs + hourMs, suspendedBy: moderator });
  });

  it('lengthens one that ends earlier', async () => {
    const community = await struckCommunity({ settings: { strikes: [{ count: 1, hours: 2 }] } });
    await community.moderation.suspend(actBy('s'), member, startMs + hourMs);
    await community.give('1');
    expect(await community.record()).toMatchObject({
      suspendedUntilMs: startMs + 2 * hourMs,
      suspensionReason: 'easel.strikes:1',
    });
  });

  it('leaves forgiven strikes out, and comes again when they are replaced', async () => {
    const community = await struckCommunity();
    for (const id of ['1', '2']) await community.give(id);
    await community.moderation.forgive(actBy('f'), member, 'newest');
    expect(await community.give('3')).toMatchObject({ strikes: 2, suspendedUntilMs: null });
    expect(await community.give('4')).toMatchObject({ strikes: 3, suspendedUntilMs: startMs + 24 * hourMs });
    await community.clock.advance(48 * hourMs);
    await community.moderation.forgive(actBy('f2'), member, 'newest');
    expect(await community.give('5')).toMatchObject({ strikes: 3, suspendedUntilMs: startMs + 72 * hourMs });
  });

  it('never comes where the guild has set no numbers', async () => {
    const community = await struckCommunity({ settings: { strikes: [] } });
    for (const id of ['1', '2', '3', '4', '5']) await community.give(id);
    expect((await community.record()).suspendedUntilMs).toBeNull();
  });
});

describe('a strike of the story', () => {
  const strikeTarget = { id: jobId('1'), guildId: guild, userId: member, reason: 'filtered' };

  it('tells how many there are, and of a suspension only while it lasts', async () => {
    const { parts, clock } = await struckCommunity({ settings: { strikes: [{ count: 1, hours: 1 }] } });
    const give = createStrike(parts);
    expect(await give(strikeTarget)).toMatchObject({ strikes: 1, suspendedUntilMs: startMs + hourMs });
    await clock.advance(hourMs);
    expect(await give(strikeTarget)).toEqual({ strikes: 1 });
  });

  it.each(['settings', 'members'] as const)('that the store (%s) cannot keep stops nothing', async (which) => {
    const { parts, log } = await struckCommunity();
    const away = which === 'settings' ? { settings: { get: storeAway } } : { members: { change: storeAway } };
    expect(await createStrike({ ...parts, ...away })(strikeTarget)).toEqual({});
    expect(log.lines).toMatchObject([{ level: 'error', facts: { id: '1' }, message: 'a strike could not be noted' }]);
  });

  it('that the journal cannot keep stops nothing, and counts', async () => {
    const { parts, record, clock } = await struckCommunity();
    const giving = createStrike({ ...parts, ledger: { note: storeAway } })(strikeTarget);
    expect(await clock.advanceUntil(giving)).toEqual({});
    expect((await record()).strikes).toHaveLength(1);
  });
});

describe('a suspension that came while the clock was a year ahead', () => {
  const yearMs = 365 * 24 * hourMs;

  it('is over once the clock is right, and the strikes go on to count', async () => {
    const community = await struckCommunity({ settings: { strikes: [{ count: 2, hours: 1 }] } });
    community.clock.step(yearMs);
    await community.give('1');
    await community.give('2');
    const asking = () => gate(requestOf(), community.flow);
    await expect(asking()).rejects.toMatchObject({ code: 'refused.suspended' });
    community.clock.step(-yearMs);
    expect(await asking()).toMatchObject({ kind: 'go' });
    const untilMs = startMs + hourMs;
    expect(await community.give('3')).toMatchObject({ strikes: 3, suspendedUntilMs: untilMs });
    expect((await community.record()).suspendedUntilMs).toBe(untilMs);
  });

  it('leaves alone what a moderator has set', async () => {
    const community = await struckCommunity();
    community.clock.step(yearMs);
    await community.give('1');
    community.clock.step(-yearMs);
    await community.moderation.suspend(actBy('s'), member, startMs + 3 * yearMs);
    await expect(gate(requestOf(), community.flow)).rejects.toMatchObject({ code: 'refused.suspended' });
  });
});
