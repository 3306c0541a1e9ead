import { describe, expect, it } from 'vitest';
import { userId } from '#core/ids.ts';
import { createPseudonyms, openBank } from '../support/store/bank.ts';
import { BreakingRows, breaksOf, noBreak } from '../support/store/breaking-rows.ts';
import { anonymousLook, fillHouse, houseTerms, tracesIn } from '../support/store/full-house.ts';
import { databaseOf, dumpOf } from '../support/store/memory-store.ts';
import { actOf, ada, bob, dayMs, guild, isSound, wednesdayMs } from '../support/store/money.ts';

const textOf = async (rows: Map<string, string>) => (await dumpOf(rows)).join('\n');

async function filled(): Promise<Map<string, string>> {
  const rows = new Map<string, string>();
  await fillHouse(openBank(rows));
  return rows;
}

/** A new process on the rows, at a time when nothing of a member has to stay. */
const openLater = (rows: Map<string, string>, laterMs = 100 * dayMs) =>
  openBank(rows, { now: () => wednesdayMs + laterMs, newPseudonym: createPseudonyms() });

describe('whatever write is the last one before a crash, or fails once', () => {
  it('an erasure is gone on with, and ends as if nothing had happened', async () => {
    const clean = await filled();
    const counted = new BreakingRows(clean, noBreak);
    await openLater(counted).privacy.eraseMember(guild, ada);
    const wanted = await anonymousLook(openLater(clean));

    for (const at of breaksOf(counted.writes)) {
      const rows = await filled();
      const broken = openLater(new BreakingRows(rows, at));
      await expect(broken.privacy.eraseMember(guild, ada)).rejects.toMatchObject({ code: 'store.unavailable' });

      const survivor = at.lasts ? openLater(rows) : broken;
      expect(isSound(await survivor.ledger.totals(guild)), JSON.stringify(at)).toBe(true);
      await survivor.privacy.resumeErasures();
      await survivor.privacy.eraseMember(guild, ada);
      expect(await tracesIn(rows), JSON.stringify(at)).toEqual([]);
      expect(await anonymousLook(survivor), JSON.stringify(at)).toEqual(wanted);
    }
  });

  it('what has to stay stays, and goes when it may', async () => {
    const counted = new BreakingRows(await filled(), noBreak);
    await openLater(counted, 0).privacy.eraseMember(guild, ada);
    for (const at of breaksOf(counted.writes).filter(({ lasts }) => lasts)) {
      const rows = await filled();
      await expect(openLater(new BreakingRows(rows, at), 0).privacy.eraseMember(guild, ada)).rejects.toThrow();
      const survivor = openLater(rows, 0);
      await survivor.privacy.eraseMember(guild, ada);
      expect(await survivor.ledger.balance(guild, ada, houseTerms)).toMatchObject({ allowanceLeft: 36 });
      expect(await survivor.records.get(guild, ada)).toMatchObject({ suspendedUntilMs: wednesdayMs + dayMs });
      const later = openLater(rows);
      await later.privacy.resumeErasures();
      expect(await tracesIn(rows), JSON.stringify(at)).toEqual([]);
    }
  });
});

describe('erasures that are resumed', () => {
  it('are those of every member, and one that fails stops no other', async () => {
    const rows = await filled();
    const database = databaseOf(rows);
    for (const [member, name] of [
      [ada, 'erased-of-1'],
      [bob, 'erased-of-2'],
    ] as const) {
      await database.query('INSERT INTO erasures (guild_id, user_id, pseudonym) VALUES ($1, $2, $3)', [
        guild,
        member,
        name,
      ]);
    }
    await database.query("UPDATE members SET bonus = 'much' WHERE user_id = $1", [ada]);
    const bank = openLater(rows);
    await bank.privacy.resumeErasures();
    expect(bank.log.lines).toMatchObject([{ level: 'error', facts: { guildId: guild } }]);
    expect(await textOf(rows)).not.toContain(bob);
    expect(await bank.ledger.history(guild, userId('erased-of-2'), { beforeSeq: null, limit: 1 })).toHaveLength(1);
  });

  it('at the same moment as they are asked for happen once', async () => {
    const rows = await filled();
    const bank = openLater(rows);
    await Promise.all([
      bank.privacy.eraseMember(guild, ada),
      bank.privacy.eraseMember(guild, ada),
      bank.privacy.resumeErasures(),
    ]);
    const lines = await bank.ledger.history(guild, null, { beforeSeq: null, limit: 100 });
    expect(lines.filter(({ kind }) => kind === 'erase')).toHaveLength(1);
    expect(await tracesIn(rows)).toEqual([]);
  });

  it('by two at the same moment are carried out once', async () => {
    const rows = await filled();
    const crash = { write: 5, landed: true, lasts: true };
    await expect(openLater(new BreakingRows(rows, crash)).privacy.eraseMember(guild, ada)).rejects.toThrow();
    const bank = openLater(rows);
    await Promise.all([bank.privacy.resumeErasures(), bank.privacy.resumeErasures()]);
    expect(await tracesIn(rows)).toEqual([]);
    expect(bank.log.lines).toEqual([]);
  });

  it('leave an account alone that is in use again when its rest might go', async () => {
    const rows = await filled();
    const bank = openLater(rows, 0);
    await bank.privacy.eraseMember(guild, ada);
    await bank.ledger.grant(actOf('g9', 5, houseTerms));
    const later = openLater(rows);
    await later.privacy.resumeErasures();
    expect(await later.ledger.balance(guild, ada, houseTerms)).toMatchObject({ bonus: 5 });
    await later.privacy.resumeErasures();
    expect(later.log.lines).toEqual([]);
  });
});
