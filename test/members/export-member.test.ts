import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import type { Database } from '#db/database.ts';
import { blankMemberRecord } from '#guilds/guild-settings.ts';
import { openBank } from '../support/store/bank.ts';
import { fillHouse, houseTerms } from '../support/store/full-house.ts';
import { databaseOf } from '../support/store/memory-store.ts';
import { actOf, ada, bob, guild, guildOf, wednesdayMs } from '../support/store/money.ts';
import { pendingOf } from '../support/store/pending.ts';
import { presetOf } from '../support/store/presets.ts';

async function openHouse(rows: Map<string, string> = new Map()) {
  const clock = { nowMs: wednesdayMs };
  const bank = openBank(rows, { now: () => clock.nowMs });
  await fillHouse(bank);
  return { ...bank, clock, rows, bank };
}

describe("a member's data", () => {
  it('is everything that is held in the guild, as plain JSON', async () => {
    const { privacy } = await openHouse();
    const data = await privacy.exportMember(guild, ada);
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(data).toMatchObject({
      guildId: guild,
      userId: ada,
      account: { bonus: 23, allowanceUsage: { day: { used: 14 }, month: { used: 14 } } },
    });
    expect(data.history.map(({ kind }) => kind)).toEqual([
      ...['report', 'report', 'strike', 'release', 'reserve', 'settle'],
      ...['reserve', 'give', 'give', 'refund', 'settle', 'reserve', 'grant'],
    ]);
    expect(data.holds.map((hold) => [hold.reservation.id, hold.state])).toEqual([
      ['j4', 'released'],
      ['j3', 'settled'],
      ['j1', 'settled'],
    ]);
    expect(data.jobs.map(({ id, settings }) => [id, settings.prompt])).toEqual([
      ['j3', 'a private prompt'],
      ['j1', 'a private prompt'],
    ]);
    expect(data.documents).toMatchObject({ record: { strikes: [{ id: 'n1' }] }, pendingRequests: [pendingOf('p1')] });
    expect(data.documents.favourites).toEqual([{ jobId: 'j2', atMs: wednesdayMs }]);
    expect(data.documents.lastChoice).toEqual([{ model: 'a private model', size: null }]);
    expect(data.documents.presets).toEqual([presetOf('a private name')]);
  });

  it('tells neither who has reported the member, nor a token', async () => {
    const { privacy } = await openHouse();
    const data = await privacy.exportMember(guild, ada);
    const reports = data.history.filter(({ kind }) => kind === 'report');
    expect(reports.map(({ byUserId, userId: about, reason }) => [byUserId, about, reason])).toEqual([
      [ada, bob, 'a private reason'],
      [null, ada, ''],
    ]);
    expect(JSON.stringify(data)).not.toContain('token":"');
  });

  it('is complete when it is long, and of a stranger it is empty', async () => {
    const { privacy, ledger } = await openHouse();
    for (let index = 0; index < 187; index += 1) await ledger.grant(actOf(`more${index}`, 1, houseTerms));
    expect((await privacy.exportMember(guild, ada)).history).toHaveLength(200);
    const nothing = await privacy.exportMember(guildOf(2), ada);
    expect(nothing).toMatchObject({ account: { bonus: 0, held: 0 }, history: [], holds: [], jobs: [] });
    expect(nothing.documents).toEqual({
      record: { ...blankMemberRecord, reportedIds: [] },
      pendingRequests: [],
      presets: [],
      favourites: [],
      lastChoice: [],
    });
  });

  it('leaves out what is gone or cannot be read, but does not take an outage for that', async () => {
    const { privacy, rows } = await openHouse();
    const database = databaseOf(rows);
    await database.query("UPDATE jobs SET doc = 'not JSON' WHERE job_id = 'j1'");
    const data = await privacy.exportMember(guild, ada);
    expect(data.jobs.map(({ id }) => id)).toEqual(['j3']);
    expect(data.holds).toHaveLength(3);
    const broken = openBank(rows, { database: { ...database, query: withoutJobs(database) } });
    await expect(broken.privacy.exportMember(guild, ada)).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});

function withoutJobs({ query }: Database): Database['query'] {
  return async (sql, parameters) => {
    if (sql.includes('FROM jobs')) throw new BotError('store.unavailable', 'SIMULATED: the disk is gone');
    return query(sql, parameters);
  };
}
