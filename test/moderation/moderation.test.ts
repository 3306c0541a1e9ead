import { describe, expect, it } from 'vitest';
import { guildId, userId } from '#core/ids.ts';
import { actBy, createCommunity, moderator } from '../support/community.ts';
import { hourMs, livelyCommunity } from '../support/lively.ts';
import { admissionOf, guild, jobOf, member, offerOf, planOf, requestOf, startMs } from '../support/requests.ts';
import { storeAway } from '../support/world.ts';

const by = actBy('act');
const stranger = (id: string) => actBy(id, 'because', guildId('900000000000000002'));
const { id: madeJob } = requestOf();
const cheapest = admissionOf({ plan: planOf(offerOf({ credits: 1 })) });

describe('credits', () => {
  it('are not granted out of a pool that has too few, and nobody is told', async () => {
    const { moderation, audit, totals } = await createCommunity();
    await expect(moderation.grant(by, member, 1_001)).rejects.toMatchObject({ code: 'refused.quota' });
    await expect(moderation.removeFromPool(by, 1_001)).rejects.toMatchObject({ code: 'refused.quota' });
    expect([audit.entries, await totals()]).toMatchObject([[], { added: 0, bonuses: 0 }]);
  });

  it('are granted out of the refill that is due', async () => {
    const { moderation, set } = await createCommunity();
    await moderation.removeFromPool(actBy('empty'), 1_000);
    await set({ refill: { credits: 40, period: 'day' } });
    expect(await moderation.grant(by, member, 30)).toMatchObject({ bonus: 30, pool: 10 });
  });

  it('that are not there are not revoked, which is not told', async () => {
    const { moderation, audit } = await createCommunity();
    expect(await moderation.revoke(by, member, 9)).toBe(0);
    expect(audit.acts()).toEqual([]);
  });

  it.each([1, 2])('are told where it is only %i that is revoked', async (credits) => {
    const { moderation, audit } = await createCommunity();
    await moderation.grant(actBy('first'), member, credits);
    expect(await moderation.revoke(by, member, 9)).toBe(credits);
    expect(audit.acts().slice(1)).toMatchObject([{ what: 'revoke', credits }]);
  });
});

/** The ledger does it, and its first answer is lost on the way. */
function losingTheAnswer<Wishes extends readonly unknown[], Done>(work: (...wishes: Wishes) => Promise<Done>) {
  let isFirst = true;
  return async (...wishes: Wishes): Promise<Done> => {
    const done = await work(...wishes);
    const isLost = isFirst;
    isFirst = false;
    return isLost ? storeAway() : done;
  };
}

describe('credits whose commit was not answered', () => {
  it('are moved once, and the moderator and the log channel read that they are', async () => {
    const { moderation, clock, audit, totals } = await createCommunity({
      ledger: (ledger) => ({
        ...ledger,
        grant: losingTheAnswer(ledger.grant),
        revoke: losingTheAnswer(ledger.revoke),
        addToPool: losingTheAnswer(ledger.addToPool),
        removeFromPool: losingTheAnswer(ledger.removeFromPool),
        give: losingTheAnswer(ledger.give),
      }),
    });
    expect(await clock.advanceUntil(moderation.grant(actBy('1'), member, 30))).toMatchObject({ bonus: 30 });
    expect(await clock.advanceUntil(moderation.revoke(actBy('2'), member, 10))).toBe(10);
    await clock.advanceUntil(moderation.addToPool(actBy('3'), 5));
    expect(await clock.advanceUntil(moderation.removeFromPool(actBy('4'), 2))).toMatchObject({ pool: 983 });
    const gift = moderation.give({ ...actBy('5'), userId: member }, moderator, 6);
    expect(await clock.advanceUntil(gift)).toMatchObject({ bonus: 14 });
    expect(await totals()).toMatchObject({ added: 1_003, bonuses: 20 });
    expect(audit.acts().map(({ what }) => what)).toEqual(['grant', 'revoke', 'add', 'remove', 'give']);
  });
});

describe('a refund', () => {
  it('of a single credit is told like any other', async () => {
    const community = await livelyCommunity({ flow: { admit: async () => cheapest } });
    expect(await community.moderation.refund(by, madeJob)).toBe(1);
    expect(community.newActs()).toMatchObject([{ what: 'refund', userId: member, credits: 1 }]);
  });

  it('is given once, whoever asks', async () => {
    const community = await livelyCommunity();
    expect(await community.moderation.refund(by, madeJob)).toBe(7);
    expect(await community.moderation.refund(actBy('again'), madeJob)).toBe(0);
    expect(community.newActs()).toHaveLength(1);
    expect(await community.totals()).toMatchObject({ spent: 0, bonuses: 57 });
  });

  it("of another guild's job, or of none, is null and moves nothing", async () => {
    const community = await livelyCommunity();
    expect(await community.moderation.refund(stranger('r'), madeJob)).toBeNull();
    expect(await community.moderation.refund(by, jobOf({ id: actBy('none').id }).id)).toBeNull();
    expect([community.newActs(), await community.newLines()]).toEqual([[], []]);
  });

  it('of a job that was not charged is nothing', async () => {
    const { moderation, jobs, audit } = await createCommunity();
    await jobs.save(jobOf());
    expect(await moderation.refund(by, jobOf().id)).toBe(0);
    expect(audit.entries).toEqual([]);
  });
});

describe('a suspension by a moderator', () => {
  it('holds whatever it was before, shorter or longer, with its reason and giver', async () => {
    const { moderation } = await createCommunity();
    await moderation.suspend(actBy('1'), member, startMs + 2 * hourMs);
    expect(await moderation.suspend(actBy('2', 'less'), member, startMs + hourMs)).toMatchObject({
      suspendedUntilMs: startMs + hourMs,
      suspensionReason: 'less',
      suspendedBy: moderator,
    });
  });

  it('for one picture is given once, also when two ask at the same moment', async () => {
    const community = await livelyCommunity();
    const press = (id: string) =>
      community.moderation.suspendAbout(
        { ...actBy(id), userId: userId(`10000000000000007${id}`) },
        member,
        startMs + 2 * hourMs + Number(id),
        madeJob,
      );
    const first = { isNew: true, byUserId: '100000000000000071' };
    expect(await Promise.all([press('1'), press('2'), press('1')])).toEqual([first, { ...first, isNew: false }, first]);
    expect(await press('3')).toEqual({ ...first, isNew: false });
    expect(await community.members.get(guild, member)).toMatchObject({ suspendedUntilMs: startMs + 2 * hourMs + 1 });
    expect([(await community.newLines()).length, community.newActs().length]).toEqual([1, 1]);
    await community.moderation.suspendAbout(by, member, startMs + 3 * hourMs, actBy('other picture').id);
    expect(await community.members.get(guild, member)).toMatchObject({ suspendedUntilMs: startMs + 3 * hourMs });
  });

  it('that is lifted leaves no trace on the member, and the strikes where they were', async () => {
    const community = await livelyCommunity();
    await community.moderation.unsuspend(by, member);
    const { strikes, ...rest } = await community.members.get(guild, member);
    const blank = { suspendedUntilMs: null, suspensionReason: '', suspendedBy: null };
    expect(rest).toEqual(blank);
    expect(strikes).toHaveLength(1);
    await expect(community.flow.admit(requestOf())).resolves.toMatchObject({ plan: { credits: 7 } });
  });

  it('is lifted once, also by two moderators at the same moment', async () => {
    const community = await livelyCommunity();
    const { moderation } = community;
    const lifted = await Promise.all([
      moderation.unsuspend(actBy('1'), member),
      moderation.unsuspend(actBy('2'), member),
    ]);
    expect(lifted.toSorted()).toEqual([false, true]);
    expect(community.newActs()).toHaveLength(1);
  });

  it.each(['never given', 'over'])('that is %s cannot be lifted, which is written nowhere', async (which) => {
    const { moderation, audit, journal, clock } = await createCommunity();
    if (which === 'over') await moderation.suspend(actBy('s'), member, startMs + hourMs);
    await clock.advance(hourMs);
    const before = [audit.acts().length, (await journal()).length];
    expect(await moderation.unsuspend(by, member)).toBe(false);
    expect([audit.acts().length, (await journal()).length]).toEqual(before);
  });
});

describe('strikes', () => {
  it('for one picture are one, whichever moderators give it; for another picture it is another', async () => {
    const { moderation } = await createCommunity({ settings: { strikes: [] } });
    const give = (id: string, about: string) =>
      moderation.strike({ ...actBy(id), userId: userId(`10000000000000007${id}`) }, member, actBy(about).id);
    expect(await give('1', 'picture')).toMatchObject({ isNew: true, strikes: 1 });
    expect(await give('2', 'picture')).toMatchObject({ isNew: false, strikes: 1, byUserId: '100000000000000071' });
    expect(await give('3', 'other picture')).toMatchObject({ isNew: true, strikes: 2 });
  });

  it('tell of a suspension that they led to, not of one that is over', async () => {
    const { moderation, clock, set } = await createCommunity();
    await set({
      strikes: [
        { count: 1, hours: 1 },
        { count: 3, hours: 2 },
      ],
    });
    expect(await moderation.strike(actBy('1'), member)).toMatchObject({
      strikes: 1,
      suspendedUntilMs: startMs + hourMs,
    });
    await clock.advance(hourMs);
    expect(await moderation.strike(actBy('2'), member)).toMatchObject({ strikes: 2, suspendedUntilMs: null });
  });

  it('beyond the last step lead there again', async () => {
    const { moderation, clock, set } = await createCommunity();
    await set({ strikes: [{ count: 1, hours: 1 }] });
    await moderation.strike(actBy('1'), member);
    await clock.advance(2 * hourMs);
    expect(await moderation.strike(actBy('2'), member)).toMatchObject({
      strikes: 2,
      suspendedUntilMs: startMs + 3 * hourMs,
    });
  });

  it('are forgiven one by one from the newest, or all at once, and stay to be read', async () => {
    const { moderation, members, audit } = await createCommunity({ settings: { strikes: [] } });
    for (const id of ['1', '2', '3', '4']) await moderation.strike(actBy(id), member);
    const forgiven = async () => (await members.get(guild, member)).strikes.map(({ isForgiven }) => isForgiven);
    expect(await moderation.forgive(actBy('f1'), member, 'newest')).toBe(1);
    expect(await moderation.forgive(actBy('f2'), member, 'newest')).toBe(1);
    expect(await forgiven()).toEqual([false, false, true, true]);
    expect(await moderation.forgive(actBy('f3'), member, 'all')).toBe(2);
    expect(await forgiven()).toEqual([true, true, true, true]);
    expect(audit.acts().filter(({ what }) => what === 'forgive')).toHaveLength(3);
  });

  it.each(['newest', 'all'] as const)('that are not there cannot be forgiven (%s)', async (which) => {
    const { moderation, audit } = await createCommunity();
    expect(await moderation.forgive(by, member, which)).toBe(0);
    expect(audit.entries).toEqual([]);
  });
});

describe('a picture', () => {
  it("of another guild's job cannot be deleted", async () => {
    const community = await livelyCommunity();
    expect(await community.moderation.deletePicture(stranger('d'), madeJob)).toBeNull();
    expect([community.notices.removed, await community.newLines()]).toEqual([[], []]);
  });

  it('that was gone already is not told as deleted', async () => {
    const community = await livelyCommunity({ notices: { removePicture: async () => false } });
    expect(await community.moderation.deletePicture(by, madeJob)).toMatchObject({ wasThere: false });
    expect([community.newActs(), await community.newLines()]).toEqual([[], []]);
    expect(await community.stored()).toMatchObject({ isRemoved: true });
  });

  it('that is asked to be deleted again names the one who has done it; nobody where the journal does not say', async () => {
    let isThere = true;
    const community = await livelyCommunity({ notices: { removePicture: async () => isThere } });
    const press = (id: string) =>
      community.moderation.deletePicture({ ...actBy(id), userId: userId(`10000000000000007${id}`) }, madeJob);
    isThere = false;
    expect(await press('0')).toMatchObject({ wasThere: false, byUserId: null });
    isThere = true;
    expect(await press('1')).toMatchObject({ wasThere: true, byUserId: '100000000000000071' });
    isThere = false;
    expect(await press('2')).toMatchObject({ wasThere: false, byUserId: '100000000000000071' });
  });

  it('that is deleted is gone also where its record cannot say so', async () => {
    const community = await livelyCommunity();
    Object.assign(community.jobs, { markRemoved: storeAway });
    expect(await community.moderation.deletePicture(by, madeJob)).toMatchObject({ wasThere: true });
    expect(await community.newLines()).toMatchObject([{ kind: 'delete' }]);
    expect(JSON.stringify(community.log.lines)).toContain('its record does not say so');
  });

  it('that is reported makes a case for the moderators, once, and a line in the journal', async () => {
    const community = await livelyCommunity();
    const made = await community.stored();
    if (made === null) throw new Error('no job');
    const reporting = (id: string) => community.moderation.report(actBy(id), made);
    expect(await Promise.all(['r1', 'r2', 'r3'].map(reporting))).toEqual(['reported', 'before', 'before']);
    const reports = community.audit.entries.filter(({ kind }) => kind === 'report');
    expect(reports).toMatchObject([{ job: { id: madeJob }, byUserId: moderator, reason: 'because' }]);
    expect(await community.newLines()).toMatchObject([{ kind: 'report', byUserId: moderator, userId: member }]);
  });
});
