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
};
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
    await records.change(guild, ada, () => suspended);
    expect(await records.erase(guild, ada, wednesdayMs)).toBe(wednesdayMs + dayMs);
    expect(await records.get(guild, ada)).toEqual(rest);
    await records.eraseRest?.(guild, ada, wednesdayMs + dayMs - 1);
    expect(await records.get(guild, ada)).toEqual(rest);
    await records.eraseRest?.(guild, ada, wednesdayMs + dayMs);
    expect(rows.size).toBe(0);
  });

  it('leaves nothing of a suspension that is over, nor of strikes alone', async () => {
    const { records, rows } = openOn();
    await records.change(guild, ada, () => suspended);
    expect(await records.erase(guild, ada, wednesdayMs + dayMs)).toBeNull();
    await records.change(guild, ada, () => ({ ...blankMemberRecord, strikes: [strike] }));
    expect(await records.erase(guild, ada, wednesdayMs)).toBeNull();
    expect(rows.size).toBe(0);
  });

  it('leaves alone what moderators have written since', async () => {
    const { records } = openOn();
    await records.erase(guild, ada, wednesdayMs);
    await records.change(guild, ada, () => suspended);
    await records.eraseRest?.(guild, ada, wednesdayMs + 2 * dayMs);
    expect(await records.get(guild, ada)).toEqual(suspended);
  });
});
