import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jobId } from '#core/ids.ts';
import { blankMemberRecord, type MemberRecord, mostReportsKept } from '#guilds/guild-settings.ts';
import { createMemberRecords } from '#moderation/member-records.ts';
import { engines } from '../support/store/engines.ts';
import { ada, bob, dayMs, guild, moderator, wednesdayMs } from '../support/store/money.ts';
import { storesOn } from '../support/store/on-engine.ts';

const strike = { id: 's1', atMs: wednesdayMs, reason: 'a storm of flags', byUserId: moderator, isForgiven: false };
const suspended: MemberRecord = {
  suspendedUntilMs: wednesdayMs + dayMs,
  suspensionReason: 'a storm of flags',
  suspendedBy: moderator,
  strikes: [strike],
};
const startOfDayMs = wednesdayMs - dayMs / 2;
const kept = { id: 'kept:0', atMs: startOfDayMs, reason: '', byUserId: null, isForgiven: false };
const keptUntilMs = startOfDayMs + 90 * dayMs;
const rest = { ...blankMemberRecord, suspendedUntilMs: wednesdayMs + dayMs };

describe.each(engines)("a member's record on $name", (engine) => {
  const stores = storesOn(engine);
  const open = () => createMemberRecords(stores.store);

  it('is blank until it is changed, and its own', async () => {
    const records = open();
    expect(await records.get(guild, ada)).toEqual(blankMemberRecord);
    expect(await records.change(guild, ada, () => suspended)).toEqual(suspended);
    expect(await records.get(guild, ada)).toEqual(suspended);
    expect(await records.exportOf(guild, ada)).toEqual({ ...suspended, reportedIds: [] });
    expect(await records.get(guild, bob)).toEqual(blankMemberRecord);
  });

  it('is changed by one process after the other: strikes of the same moment all count', async () => {
    const both = [open(), createMemberRecords(stores.other)];
    const ids = Array.from({ length: 10 }, (_, index) => `s${index}`);
    await Promise.all(
      ids.map((id, index) =>
        both[index % 2]?.change(guild, ada, (old) => ({ ...old, strikes: [...old.strikes, { ...strike, id }] })),
      ),
    );
    const { strikes } = await open().get(guild, ada);
    expect(strikes.map(({ id }) => id).toSorted()).toEqual(ids);
  });

  it('keeps a strike that a clock far ahead has dated for 90 days after the erasure, and no longer', async () => {
    const records = open();
    const ahead = { ...strike, atMs: wednesdayMs + 5 * 365 * dayMs };
    await records.change(guild, ada, (old) => ({ ...old, strikes: [ahead] }));
    expect(await records.erase(guild, ada, wednesdayMs)).toBe(keptUntilMs);
    expect((await records.get(guild, ada)).strikes).toEqual([kept]);
    await records.change(guild, ada, (old) => ({ ...old, strikes: [{ ...kept, atMs: ahead.atMs }] }));
    expect(await records.eraseRest?.(guild, ada, wednesdayMs)).toBe(keptUntilMs);
    expect(await records.eraseRest?.(guild, ada, keptUntilMs)).toBeNull();
    expect((await records.get(guild, ada)).strikes).toEqual([]);
  });

  it('keeps the order of its strikes, whatever is added, changed, taken away or moved', async () => {
    const records = open();
    const strikeOf = (id: string, isForgiven = false) => ({ ...strike, id, isForgiven });
    for (const strikes of [
      [strikeOf('b'), strikeOf('a')],
      [strikeOf('b'), strikeOf('a', true), strikeOf('c')],
      [strikeOf('a'), strikeOf('c')],
      [strikeOf('d'), strikeOf('a'), strikeOf('c')],
    ]) {
      await records.change(guild, ada, (old) => ({ ...old, strikes }));
      expect((await records.get(guild, ada)).strikes).toEqual(strikes);
    }
  });

  it('remembers the last reports of the member, and each picture once, in two processes too', async () => {
    const [records, other] = [open(), createMemberRecords(stores.other)];
    const reported = async () =>
      z.object({ reportedIds: z.array(z.string()) }).parse(await records.exportOf(guild, ada));
    const both = [records.report(guild, ada, jobId('0')), other.report(guild, ada, jobId('0'))];
    expect((await Promise.all(both)).toSorted()).toEqual([false, true]);
    for (let id = 1; id <= mostReportsKept; id += 1) await records.report(guild, ada, jobId(`${id}`));
    const { reportedIds } = await reported();
    expect([reportedIds.length, reportedIds[0], reportedIds.at(-1)]).toEqual([mostReportsKept, '1', '500']);
    expect(await records.get(guild, ada)).toEqual(blankMemberRecord);
  });

  it('that is blank again takes no row', async () => {
    const records = open();
    await records.change(guild, ada, () => suspended);
    await records.change(guild, ada, () => blankMemberRecord);
    expect(await stores.rows()).toEqual([]);
  });

  it('that does not fit is refused before it is written', async () => {
    const records = open();
    const tooLong = { ...suspended, suspensionReason: 'x'.repeat(501) };
    await expect(records.change(guild, ada, () => tooLong)).rejects.toMatchObject({ code: 'bug' });
    expect(await stores.rows()).toEqual([]);
  });
});

describe.each(engines)("erasing a member's record on $name", (engine) => {
  const stores = storesOn(engine);
  const open = () => createMemberRecords(stores.store);

  it('leaves the end of a suspension that lasts, until it is over', async () => {
    const records = open();
    await records.change(guild, ada, () => ({ ...suspended, strikes: [{ ...strike, isForgiven: true }] }));
    expect(await records.erase(guild, ada, wednesdayMs)).toBe(wednesdayMs + dayMs);
    expect(await records.get(guild, ada)).toEqual(rest);
    expect(await records.eraseRest?.(guild, ada, wednesdayMs + dayMs - 1)).toBe(wednesdayMs + dayMs);
    expect(await records.get(guild, ada)).toEqual(rest);
    expect(await records.eraseRest?.(guild, ada, wednesdayMs + dayMs)).toBeNull();
    expect(await stores.rows()).toEqual([]);
  });

  it('leaves nothing of a suspension that is over', async () => {
    const records = open();
    await records.change(guild, ada, () => ({ ...suspended, strikes: [] }));
    expect(await records.erase(guild, ada, wednesdayMs + dayMs)).toBeNull();
    expect(await stores.rows()).toEqual([]);
  });

  it('resets no strikes: their days stay for 90 days, without ids, reasons and who gave them', async () => {
    const records = open();
    await records.change(guild, ada, () => suspended);
    for (let times = 0; times < 2; times += 1) {
      expect(await records.erase(guild, ada, wednesdayMs)).toBe(wednesdayMs + dayMs);
      expect(await records.get(guild, ada)).toEqual({ ...rest, strikes: [kept] });
    }
    expect((await stores.rows()).join()).not.toContain(moderator);
    expect(await records.eraseRest?.(guild, ada, wednesdayMs + dayMs)).toBe(keptUntilMs);
    expect(await records.get(guild, ada)).toEqual({ ...blankMemberRecord, strikes: [kept] });
    expect(await records.eraseRest?.(guild, ada, keptUntilMs - 1)).toBe(keptUntilMs);
    expect(await records.eraseRest?.(guild, ada, keptUntilMs)).toBeNull();
    expect(await stores.rows()).toEqual([]);
  });

  it('lets every strike go at its own time, also under a suspension without end', async () => {
    const records = open();
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
    const records = open();
    await records.change(guild, ada, () => ({ ...blankMemberRecord, strikes: [strike] }));
    expect(await records.erase(guild, ada, keptUntilMs)).toBeNull();
    expect(await stores.rows()).toEqual([]);
  });

  it('leaves nothing of what the member has reported, and alone what the member has reported since', async () => {
    const records = open();
    await records.report(guild, ada, jobId('1'));
    await records.report(guild, bob, jobId('1'));
    expect(await records.erase(guild, ada, wednesdayMs)).toBeNull();
    expect(await records.report(guild, bob, jobId('1'))).toBe(false);
    expect(await records.report(guild, ada, jobId('1'))).toBe(true);
    expect(await records.eraseRest?.(guild, ada, wednesdayMs)).toBeNull();
    expect(await records.report(guild, ada, jobId('1'))).toBe(false);
  });

  it('leaves alone what moderators have written since', async () => {
    const records = open();
    await records.erase(guild, ada, wednesdayMs);
    await records.change(guild, ada, () => suspended);
    expect(await records.eraseRest?.(guild, ada, wednesdayMs + 2 * dayMs)).toBeNull();
    expect(await records.get(guild, ada)).toEqual(suspended);
  });

  it('takes what it has kept from among what moderators have written since, when that is due', async () => {
    const records = open();
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
