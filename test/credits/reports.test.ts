import { describe, expect, it } from 'vitest';
import { jobId, operatorId } from '#core/ids.ts';
import { createLedger } from '#credits/ledger.ts';
import { createReports, type JournalSearch } from '#credits/reports.ts';
import { engines } from '../support/store/engines.ts';
import {
  actOf,
  ada,
  bob,
  dayMs,
  guild,
  guildOf,
  holdOf,
  isSound,
  termsOf,
  wednesdayMs,
} from '../support/store/money.ts';
import { storesOn } from '../support/store/on-engine.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const anything: JournalSearch = { kind: null, userId: null, text: null, id: null };
const policy = termsOf(100, 1_000);
const startOfWednesday = wednesdayMs - dayMs / 2;
const week = { fromMs: startOfWednesday - 6 * dayMs, toMs: startOfWednesday + dayMs };

describe.each(engines)('the reports on $name', (engine) => {
  const stores = storesOn(engine);
  const open = (window?: number) => {
    let nowMs = wednesdayMs;
    const log = createRecordingLog();
    const { database } = stores.store;
    const ledger = createLedger({ store: stores.store, now: () => nowMs, log });
    const reports = createReports({ database, ...(window !== undefined && { window }) });
    const spend = async (id: string, credits: number, changes: object = {}) => {
      const hold = { ...holdOf(id, credits, policy), ...changes };
      await ledger.reserve(hold);
      await ledger.settle(hold.guildId, hold.id);
    };
    const find = async (search: Partial<JournalSearch>) => {
      const page = await reports.journal(guild, { ...anything, ...search }, null, 20);
      return page.entries.map(({ kind, id }) => `${kind} ${id}`);
    };
    return { ledger, reports, spend, find, goBack: (days: number) => (nowMs = wednesdayMs - days * dayMs) };
  };

  it('lists the books of all guilds in order, and those of one', async () => {
    const { ledger, reports } = open();
    for (const digit of [3, 2, 4])
      await ledger.addToPool({ ...actOf(`a${digit}`, 50, policy), guildId: guildOf(digit) });
    const first = await reports.guilds(null, 2);
    expect(first.map(({ guildId }) => guildId)).toEqual([guildOf(2), guildOf(3)]);
    expect((await reports.guilds(guildOf(3), 2)).map(({ guildId }) => guildId)).toEqual([guildOf(4)]);
    const books = await reports.books(guildOf(2));
    expect(books).toMatchObject({ mode: 'limited', pool: 1_050, added: 1_050, members: 0 });
    expect(books !== null && isSound(books)).toBe(true);
    expect(await reports.books(guild)).toBeNull();
  });

  it('counts each member of a guild once', async () => {
    const { ledger, reports } = open();
    for (const [id, to] of [
      ['g1', ada],
      ['g2', ada],
      ['g3', bob],
      ['g4', ada],
    ] as const)
      await ledger.grant(actOf(id, 5, policy, to));
    await ledger.give({ ...actOf('v1', 2, policy, bob), byUserId: ada });
    expect(await reports.books(guild)).toMatchObject({ members: 2 });
  });

  it('adds up what was spent by day, guild, member and model, less what was refunded', async () => {
    const { ledger, reports, spend, goBack } = open();
    await spend('a', 7);
    await spend('b', 5, { userId: bob, model: 'wan' });
    await spend('c', 9, { guildId: guildOf(2) });
    goBack(2);
    await spend('d', 4);
    goBack(8);
    await spend('too-old', 50);
    await ledger.refund({ guildId: guild, jobId: jobId('b'), byUserId: operatorId, reason: '' });
    expect(await reports.usage('day', week, null, 31)).toEqual([
      { key: String(startOfWednesday - 2 * dayMs), pictures: 1, credits: 4 },
      { key: String(startOfWednesday), pictures: 3, credits: 16 },
    ]);
    expect(await reports.usage('guild', week, null, 9)).toEqual([
      { key: guild, pictures: 3, credits: 11 },
      { key: guildOf(2), pictures: 1, credits: 9 },
    ]);
    expect(await reports.usage('member', week, null, 1)).toEqual([{ key: ada, pictures: 3, credits: 20 }]);
    expect(await reports.usage('model', week, guild, 9)).toEqual([
      { key: 'flux-2-klein-9b', pictures: 2, credits: 11 },
      { key: 'wan', pictures: 1, credits: 0 },
    ]);
  });

  it('puts the dearest first', async () => {
    const { reports, spend } = open();
    await spend('a', 7);
    await spend('b', 9, { userId: bob });
    expect(await reports.usage('member', week, null, 9)).toMatchObject([{ key: bob }, { key: ada }]);
    expect(await reports.usage('member', week, null, 1)).toMatchObject([{ key: bob }]);
  });

  it('finds entries of a journal by kind, member, actor, words of the reason and id', async () => {
    const { ledger, spend, find } = open();
    await spend('a', 7);
    await ledger.grant({ ...actOf('gift', 20, policy, bob), reason: 'Won the 100% contest_2' });
    await ledger.refund({ guildId: guild, jobId: jobId('a'), byUserId: operatorId, reason: 'blurred' });
    expect(await find({})).toEqual(['refund a', 'grant gift', 'settle a', 'reserve a', `open ${await openId()}`]);
    expect(await find({ kind: 'grant' })).toEqual(['grant gift']);
    expect(await find({ userId: bob })).toEqual(['grant gift']);
    expect(await find({ userId: operatorId })).toEqual(['refund a']);
    expect(await find({ text: '100% CONTEST_' })).toEqual(['grant gift']);
    expect(await find({ text: '1000 contest' })).toEqual([]);
    expect(await find({ text: 'contestX2' })).toEqual([]);
    expect(await find({ id: 'a' })).toEqual(['refund a', 'settle a', 'reserve a']);
    expect(await find({ id: 'a', kind: 'settle' })).toEqual(['settle a']);

    async function openId(): Promise<string> {
      const [opened] = await ledger.history(guild, null, { beforeSeq: 2, limit: 1 });
      return opened?.id ?? '';
    }
  });

  it('goes through a journal page by page, and looks through a part of it at a time', async () => {
    const { ledger, reports } = open(4);
    for (let index = 1; index <= 9; index += 1)
      await ledger.addToPool({ ...actOf(`act${index}`, 1, policy), reason: `r${index}` });
    const seen: string[] = [];
    let before: number | null = null;
    do {
      const page = await reports.journal(guild, anything, before, 3);
      seen.push(...page.entries.map(({ reason }) => reason));
      before = page.next;
    } while (before !== null);
    const opening = '';
    expect(seen).toEqual([...[9, 8, 7, 6, 5, 4, 3, 2, 1].map((index) => `r${index}`), opening]);
    const nothing = await reports.journal(guild, { ...anything, text: 'nowhere' }, null, 3);
    expect(nothing).toEqual({ entries: [], next: 7 });
    expect(await reports.journal(guildOf(9), anything, null, 3)).toEqual({ entries: [], next: null });
  });

  it('offers no next page where it has looked through everything', async () => {
    const { ledger, reports } = open();
    await ledger.addToPool(actOf('a1', 1, policy));
    await ledger.addToPool(actOf('a2', 1, policy));
    for (const limit of [1, 2])
      expect(await reports.journal(guild, { ...anything, id: 'a2' }, null, limit)).toMatchObject({
        entries: [{ id: 'a2' }],
        next: null,
      });
  });
});
