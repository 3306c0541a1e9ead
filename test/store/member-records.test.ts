import { describe, expect, it } from 'vitest';
import { blankMemberRecord, type MemberRecord } from '../../src/domain/guild-settings.ts';
import { createMemberRecords } from '../../src/store/member-records.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { ada, bob, dayMs, guild, moderator, wednesdayMs } from '../support/store/money.ts';

const strike = { id: 's1', atMs: wednesdayMs, reason: 'a storm of flags', byUserId: moderator, isForgiven: false };
const suspended: MemberRecord = {
  suspendedUntilMs: wednesdayMs + dayMs,
  suspensionReason: 'a storm of flags',
  suspendedBy: moderator,
  strikes: [strike],
  reportedIds: [],
};
const startOfDayMs = wednesdayMs - dayMs / 2;
const kept = { id: 'kept:0', atMs: startOfDayMs, reason: '', byUserId: null, isForgiven: false };
const keptUntilMs = startOfDayMs + 90 * dayMs;
const rest = { ...blankMemberRecord, suspendedUntilMs: wednesdayMs + dayMs };

function openOn(rows: Map<string, string> = new Map()) {
  return { records: createMemberRecords(createMemoryStore(rows)), rows };
}

describe("a member's record", () => {
  it('is blank until it is changed, and its own', async () => {
    const { records } = openOn();
    expect(await records.get(guild, ada)).toEqual(blankMemberRecord);
    expect(await records.change(guild, ada, () => suspended)).toEqual(suspended);
    expect(await records.get(guild, ada)).toEqual(suspended);
    expect(await records.exportOf(guild, ada)).toEqual(suspended);
    expect(await records.get(guild, bob)).toEqual(blankMemberRecord);
  });

  it('is changed by one after the other', async () => {
    const { records } = openOn();
    const ids = Array.from({ length: 10 }, (_, index) => `s${index}`);
    await Promise.all(
      ids.map((id) => records.change(guild, ada, (old) => ({ ...old, strikes: [...old.strikes, { ...strike, id }] }))),
    );
    expect((await records.get(guild, ada)).strikes.map(({ id }) => id)).toEqual(ids);
  });

  it('that is blank again takes no row', async () => {
    const { records, rows } = openOn();
    await records.change(guild, ada, () => suspended);
    await records.change(guild, ada, () => blankMemberRecord);
    expect(rows.size).toBe(0);
  });

  it('that does not fit is refused before it is written', async () => {
    const { records, rows } = openOn();
    const tooLong = { ...suspended, suspensionReason: 'x'.repeat(501) };
    await expect(records.change(guild, ada, () => tooLong)).rejects.toMatchObject({ code: 'bug' });
    expect(rows.size).toBe(0);
  });
});

describe("erasing a member's record", () => {
  it('leaves the end of a suspension that lasts, until it is over', async () => {
    const { records, rows } = openOn();
    await records.change(guild, ada, () => ({ ...suspended, strikes: [{ ...strike, isForgiven: true }] }));
    expect(await records.erase(guild, ada, wednesdayMs)).toBe(wednesdayMs + dayMs);
    expect(await records.get(guild, ada)).toEqual(rest);
    expect(await records.eraseRest?.(guild, ada, wednesdayMs + dayMs - 1)).toBe(wednesdayMs + dayMs);
    expect(await records.get(guild, ada)).toEqual(rest);
    expect(await records.eraseRest?.(guild, ada, wednesdayMs + dayMs)).toBeNull();
    expect(rows.size).toBe(0);
  });

  it('leaves nothing of a suspension that is over', async () => {
    const { records, rows } = openOn();
    await records.change(guild, ada, () => ({ ...suspended, strikes: [] }));
    expect(await records.erase(guild, ada, wednesdayMs + dayMs)).toBeNull();
    expect(rows.size).toBe(0);
  });

  it('resets no strikes: their days stay for 90 days, without ids, reasons and who gave them', async () => {
    const { records, rows } = openOn();
    await records.change(guild, ada, () => suspended);
    for (let times = 0; times < 2; times += 1) {
      expect(await records.erase(guild, ada, wednesdayMs)).toBe(wednesdayMs + dayMs);
      expect(await records.get(guild, ada)).toEqual({ ...rest, strikes: [kept] });
    }
    expect([...rows].join()).not.toContain(moderator);
    expect(await records.eraseRest?.(guild, ada, wednesdayMs + dayMs)).toBe(keptUntilMs);
    expect(await records.get(guild, ada)).toEqual({ ...blankMemberRecord, strikes: [kept] });
    expect(await records.eraseRest?.(guild, ada, keptUntilMs - 1)).toBe(keptUntilMs);
    expect(await records.eraseRest?.(guild, ada, keptUntilMs)).toBeNull();
    expect(rows.size).toBe(0);
  });

  it('lets every strike go at its own time, also under a suspension without end', async () => {
    const { records } = openOn();
    const strikes = [-10, 0].map((days) => ({ ...strike, id: `s${days}`, atMs: wednesdayMs + days * dayMs }));
    await records.change(guild, ada, () => ({ ...suspended, suspendedUntilMs: 9e15, strikes }));
    expect(await records.erase(guild, ada, wednesdayMs)).toBe(keptUntilMs - 10 * dayMs);
    expect((await records.get(guild, ada)).strikes.map(({ id }) => id)).toEqual(['kept:0', 'kept:1']);
    expect(await records.eraseRest?.(guild, ada, keptUntilMs - 10 * dayMs)).toBe(keptUntilMs);
    expect((await records.get(guild, ada)).strikes).toEqual([kept]);
    expect(await records.eraseRest?.(guild, ada, keptUntilMs)).toBe(9e15);
    expect(await records.get(guild, ada)).toEqual({ ...blankMemberRecord, suspendedUntilMs: 9e15 });
  });

  it('keeps no strike that is older than that', async () => {
    const { records, rows } = openOn();
    await records.change(guild, ada, () => ({ ...blankMemberRecord, strikes: [strike] }));
    expect(await records.erase(guild, ada, keptUntilMs)).toBeNull();
    expect(rows.size).toBe(0);
  });

  it('leaves alone what moderators have written since', async () => {
    const { records } = openOn();
    await records.erase(guild, ada, wednesdayMs);
    await records.change(guild, ada, () => suspended);
    expect(await records.eraseRest?.(guild, ada, wednesdayMs + 2 * dayMs)).toBeNull();
    expect(await records.get(guild, ada)).toEqual(suspended);
  });

  it('takes what it has kept from among what moderators have written since, when that is due', async () => {
    const { records } = openOn();
    await records.change(guild, ada, () => ({ ...blankMemberRecord, strikes: [strike] }));
    await records.erase(guild, ada, wednesdayMs);
    const since = { ...strike, id: 's2', atMs: wednesdayMs + dayMs };
    await records.change(guild, ada, ({ strikes }) => ({ ...suspended, strikes: [...strikes, since] }));
    expect(await records.eraseRest?.(guild, ada, wednesdayMs + 2 * dayMs)).toBe(keptUntilMs);
    expect(await records.get(guild, ada)).toEqual({ ...suspended, strikes: [kept, since] });
    expect(await records.eraseRest?.(guild, ada, keptUntilMs)).toBeNull();
    expect(await records.get(guild, ada)).toEqual({ ...suspended, strikes: [since] });
  });
});
