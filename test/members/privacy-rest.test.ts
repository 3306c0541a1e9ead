import { describe, expect, it } from 'vitest';
import { jobId } from '#core/ids.ts';
import { type Period, periods } from '#credits/credits.ts';
import { blankMemberRecord } from '#guilds/guild-settings.ts';
import { openBank } from '../support/store/bank.ts';
import { fillHouse, houseTerms, tracesIn } from '../support/store/full-house.ts';
import { databaseOf } from '../support/store/memory-store.ts';
import { ada, dayMs, guild, holdOf, termsOf, wednesdayMs } from '../support/store/money.ts';

const newest = { beforeSeq: null, limit: 100 };

async function openHouse(rows: Map<string, string> = new Map()) {
  const clock = { nowMs: wednesdayMs };
  const bank = openBank(rows, { now: () => clock.nowMs });
  await fillHouse(bank);
  return { ...bank, clock, rows, bank };
}

/** Rows of the books that name Ada. */
const namesIn = async (rows: Map<string, string>) =>
  (await tracesIn(rows)).filter((row) => row.startsWith('members: '));

describe('erasing a member', () => {
  it('gives no new allowance before the period is over', async () => {
    const { privacy, ledger, clock, rows } = await openHouse();
    const { allowanceLeft } = await ledger.balance(guild, ada, houseTerms);
    for (let times = 0; times < 2; times += 1) await privacy.eraseMember(guild, ada);
    expect(await ledger.balance(guild, ada, houseTerms)).toMatchObject({ allowanceLeft, bonus: 0 });
    expect(await ledger.history(guild, ada, newest)).toEqual([]);
    clock.nowMs = Date.UTC(2026, 11, 1) - 1;
    await privacy.resumeErasures();
    expect(await namesIn(rows)).toHaveLength(1);
    clock.nowMs += 1;
    await privacy.resumeErasures();
    expect(await namesIn(rows)).toEqual([]);
    clock.nowMs = wednesdayMs + 90 * dayMs;
    await privacy.resumeErasures();
    expect(await tracesIn(rows)).toEqual([]);
  });

  it('comes to its end in time though a clock far ahead has written when to look again', async () => {
    const { privacy, clock, rows } = await openHouse();
    await privacy.eraseMember(guild, ada);
    await databaseOf(rows).query('UPDATE erasures SET until_ms = $1', [Date.UTC(2046, 0, 1)]);
    clock.nowMs = 1_000;
    await privacy.resumeErasures();
    expect(await namesIn(rows)).toHaveLength(1);
    clock.nowMs = wednesdayMs + 90 * dayMs;
    await privacy.resumeErasures();
    expect(await tracesIn(rows)).toEqual([]);
  });

  it('gives no new allowance for any period, each of which is kept until its end', async () => {
    const { privacy, ledger, clock, rows } = await openHouse();
    const usedOf = async (period: Period) => {
      const terms = termsOf(50, 1_000, period);
      return 50 - (await ledger.balance(guild, ada, terms)).allowanceLeft;
    };
    clock.nowMs += 7 * dayMs;
    await ledger.reserve(holdOf('j5', 5, houseTerms));
    await ledger.release(guild, jobId('j5'));
    await privacy.eraseMember(guild, ada);
    expect(await Promise.all(periods.map(usedOf))).toEqual([0, 0, 14]);
    clock.nowMs = Date.UTC(2026, 11, 1);
    await privacy.resumeErasures();
    expect(await namesIn(rows)).toEqual([]);
  });

  it('resets no strikes, and lets go of them in the end', async () => {
    const { privacy, records, clock, rows } = await openHouse();
    for (let times = 0; times < 2; times += 1) await privacy.eraseMember(guild, ada);
    const startOfDayMs = wednesdayMs - dayMs / 2;
    const kept = { id: 'kept:0', atMs: startOfDayMs, reason: '', byUserId: null, isForgiven: false };
    expect((await records.get(guild, ada)).strikes).toEqual([kept]);
    for (const days of [1, 30, 89]) {
      clock.nowMs = startOfDayMs + (days + 1) * dayMs - 1;
      await privacy.resumeErasures();
      expect((await records.get(guild, ada)).strikes).toEqual([kept]);
    }
    clock.nowMs = startOfDayMs + 90 * dayMs;
    await privacy.resumeErasures();
    expect(await tracesIn(rows)).toEqual([]);
  });

  it('does not lift a suspension', async () => {
    const { privacy, records, clock, rows } = await openHouse();
    await records.change(guild, ada, (old) => ({ ...old, suspendedUntilMs: wednesdayMs + 60 * dayMs, strikes: [] }));
    clock.nowMs += 40 * dayMs;
    await privacy.eraseMember(guild, ada);
    expect(await records.get(guild, ada)).toEqual({
      ...blankMemberRecord,
      suspendedUntilMs: wednesdayMs + 60 * dayMs,
    });
    clock.nowMs += 20 * dayMs;
    await privacy.resumeErasures();
    expect(await tracesIn(rows)).toEqual([]);
  });
});
