import { describe, expect, it } from 'vitest';
import { jobId, userId } from '#core/ids.ts';
import { openBank } from '../support/store/bank.ts';
import { anonymousLook, deliveredOf, fillHouse, houseTerms, paint, tracesIn } from '../support/store/full-house.ts';
import { databaseOf, dumpOf } from '../support/store/memory-store.ts';
import { actOf, ada, bob, dayMs, guild, holdOf, isSound, moderator, wednesdayMs } from '../support/store/money.ts';

const pseudonym = userId('erased-1');
const newest = { beforeSeq: null, limit: 100 };

async function openHouse(rows: Map<string, string> = new Map()) {
  const clock = { nowMs: wednesdayMs };
  const bank = openBank(rows, { now: () => clock.nowMs });
  await fillHouse(bank);
  return { ...bank, clock, rows, bank };
}

const textOf = async (rows: Map<string, string>) => (await dumpOf(rows)).join('\n');

describe('erasing a member', () => {
  it('leaves no trace of the member, and the books as they were', async () => {
    const { privacy, bank, rows, clock } = await openHouse();
    const before = await anonymousLook(bank);
    clock.nowMs += 100 * dayMs;
    expect(await privacy.eraseMember(guild, ada)).toBe('erased');
    expect(await tracesIn(rows)).toEqual([]);
    const after = await anonymousLook(bank);
    expect(after.lines.slice(1)).toEqual(before.lines);
    expect(after.lines[0]).toMatchObject({ kind: 'erase', credits: 23, poolAfter: before.totals.pool + 23 });
    expect(after.usage).toEqual(before.usage);
    const { pool, bonuses, ...others } = before.totals;
    expect(after.totals).toEqual({ ...others, pool: pool + 23, bonuses: bonuses - 23 });
    expect(isSound(after.totals)).toBe(true);
  });

  it('puts one pseudonym into every place, also where others meet the member', async () => {
    const { privacy, ledger, usage, jobs } = await openHouse();
    await privacy.eraseMember(guild, ada);
    expect(await ledger.history(guild, pseudonym, newest)).toHaveLength(14);
    const ofBob = await ledger.history(guild, bob, newest);
    expect(ofBob.filter(({ kind }) => kind === 'give')).toMatchObject([
      { byUserId: bob, userId: pseudonym, credits: 1 },
      { byUserId: pseudonym, userId: bob, credits: 5 },
    ]);
    const counted = await usage.ofPeriod(guild, 'day', wednesdayMs);
    expect(counted.map((row) => [row.userId, row.pictures])).toEqual(
      expect.arrayContaining([
        [pseudonym, 2],
        [bob, 1],
      ]),
    );
    expect(await jobs.find(jobId('j1'))).toMatchObject({
      userId: pseudonym,
      settings: { prompt: '' },
      replyTo: { sealedToken: null },
    });
    expect((await jobs.find(jobId('j2')))?.settings.prompt).toBe('another prompt');
  });

  it('deletes the files that are kept of their jobs, and of no others', async () => {
    const { privacy, bank } = await openHouse();
    await privacy.eraseMember(guild, ada);
    expect(bank.forgotten).toContain('j1');
    expect(bank.forgotten).not.toContain('j2');
  });

  it('is done also where the write-ahead file cannot be emptied, which is told', async () => {
    const forgetOverwritten = () => Promise.reject(new Error('SQLITE_BUSY'));
    const rows = new Map<string, string>();
    const bank = openBank(rows, { forgetOverwritten });
    await fillHouse(bank);
    expect(await bank.privacy.eraseMember(guild, ada)).toBe('erased');
    expect(bank.log.lines.at(-1)).toMatchObject({
      level: 'error',
      message: 'erased texts are still in the write-ahead file',
    });
  });

  it('waits for the jobs of the member, and changes nothing meanwhile', async () => {
    const { privacy, ledger, jobs, rows } = await openHouse();
    await ledger.reserve(holdOf('j5', 7, houseTerms));
    const held = await textOf(rows);
    expect(await privacy.eraseMember(guild, ada)).toBe('busy');
    expect(await textOf(rows)).toBe(held);
    await ledger.release(guild, jobId('j5'));
    await jobs.save({ ...deliveredOf('j5'), state: 'delivering', endedAtMs: null });
    expect(await privacy.eraseMember(guild, ada)).toBe('busy');
    await jobs.save(deliveredOf('j5'));
    expect(await privacy.eraseMember(guild, ada)).toBe('erased');
    expect(await privacy.eraseMember(guild, bob)).toBe('erased');
  });

  it('of whom nothing is held writes no entry', async () => {
    const { privacy, bank } = await openHouse();
    const before = await anonymousLook(bank);
    expect(await privacy.eraseMember(guild, moderator)).toBe('erased');
    expect(await anonymousLook(bank)).toEqual(before);
  });

  it('leaves alone what the member does afterwards', async () => {
    const { privacy, bank, ledger, usage, clock } = await openHouse();
    await privacy.eraseMember(guild, ada);
    await paint(bank, 'j9');
    clock.nowMs = Date.UTC(2026, 11, 1);
    await privacy.resumeErasures();
    expect(await ledger.history(guild, ada, newest)).toMatchObject([{ kind: 'settle' }, { kind: 'reserve' }]);
    const counted = await usage.ofPeriod(guild, 'month', wednesdayMs);
    expect(counted.filter((row) => row.userId === ada)).toMatchObject([{ pictures: 1, credits: 7 }]);
  });

  it('leaves alone what the member and others do meanwhile', async () => {
    const { privacy, bank, ledger, usage, rows } = await openHouse();
    for (let index = 0; index < 30; index += 1) await ledger.grant(actOf(`more${index}`, 1, houseTerms));
    const erasing = privacy.eraseMember(guild, ada);
    while (!(await textOf(rows)).includes(`erase:${pseudonym}`)) await Promise.resolve();
    await Promise.all([paint(bank, 'j9'), paint(bank, 'j8', bob)]);
    expect(await erasing).toBe('erased');
    expect(await ledger.history(guild, ada, newest)).toMatchObject([{ kind: 'settle' }, { kind: 'reserve' }]);
    const counted = await usage.ofPeriod(guild, 'day', wednesdayMs);
    expect(counted.filter((row) => row.userId === ada)).toMatchObject([{ pictures: 1, credits: 7 }]);
    expect(isSound(await ledger.totals(guild))).toBe(true);
  });

  it('makes the charge of an erased job final', async () => {
    const { privacy, ledger } = await openHouse();
    await privacy.eraseMember(guild, ada);
    const before = await ledger.totals(guild);
    expect(await ledger.refund({ guildId: guild, jobId: jobId('j3'), byUserId: moderator, reason: '' })).toBe(0);
    expect(await ledger.totals(guild)).toEqual(before);
  });

  it('keeps what the member did to others as a moderator', async () => {
    const { privacy, ledger } = await openHouse();
    await ledger.grant({ ...actOf('g9', 2, houseTerms, bob), byUserId: ada });
    await privacy.eraseMember(guild, ada);
    expect((await ledger.history(guild, bob, newest))[0]).toMatchObject({ byUserId: ada, reason: 'because' });
  });

  it('takes nothing back into an unlimited pool', async () => {
    const { privacy, ledger } = await openHouse();
    await ledger.setPoolMode(actOf('m1', 1, houseTerms), 'unlimited');
    const { added, pool, bonuses } = await ledger.totals(guild);
    await privacy.eraseMember(guild, ada);
    expect(await ledger.totals(guild)).toMatchObject({ added: added - 23, pool, bonuses: bonuses - 23 });
  });

  it('goes through jobs that cannot be read', async () => {
    const { privacy, rows, clock } = await openHouse();
    await databaseOf(rows).query("UPDATE jobs SET typed = 'a private prompt' WHERE job_id = 'j1'");
    clock.nowMs += 100 * dayMs;
    await privacy.eraseMember(guild, ada);
    expect(await tracesIn(rows)).toEqual([]);
  });
});
