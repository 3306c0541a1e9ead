import { describe, expect, it } from 'vitest';
import { createLedger } from '../../src/store/ledger.ts';
import { accountSchema, entrySchema, holdSchema } from '../../src/store/records.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { ada, dayMs, guild, holdOf, termsOf, wednesdayMs } from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const startOfDayMs = wednesdayMs - dayMs / 2;
const counter = { used: 6, sinceMs: startOfDayMs };
const oldAccount = { userId: ada, bonus: 2, used: 6, usedSinceMs: startOfDayMs, seq: 2, previousSeq: 0 };
const reservation = {
  ...{ id: 'j1', guildId: guild, userId: ada, credits: 6, fromAllowance: 6, fromBonus: 0 },
  expiresAtMs: wednesdayMs + dayMs,
};
const oldHold = {
  ...{ reservation, minted: true, usedSinceMs: startOfDayMs, state: 'held' },
  ...{ charged: 0, returned: 0, refunded: 0 },
};

describe('rows that were written when an allowance had one counter', () => {
  it('count for every period', () => {
    const drawn = { day: counter, week: counter, month: counter };
    expect(accountSchema.parse(oldAccount)).toEqual({ userId: ada, bonus: 2, drawn, seq: 2, previousSeq: 0 });
    const drawnSinceMs = { day: startOfDayMs, week: startOfDayMs, month: startOfDayMs };
    expect(holdSchema.parse(oldHold)).toMatchObject({ drawnSinceMs });
    const entry = {
      ...{ seq: 3, guildId: guild, kind: 'erase', atMs: 0, id: 'e', byUserId: null, userId: null, credits: 0 },
      ...{ reason: '', accounts: [oldAccount], hold: oldHold, isAct: true },
      books: { mode: 'limited', pool: 0, added: 0, bonuses: 0, held: 0, spent: 0 },
      cutsOff: { userId: ada, pseudonym: 'erased-1', used: 6, usedSinceMs: startOfDayMs },
    };
    expect(entrySchema.parse(entry)).toMatchObject({
      accounts: [{ drawn }],
      hold: { drawnSinceMs },
      cutsOff: { drawn },
    });
  });

  it('renew nothing early, and get back what a hold of then returns', async () => {
    const log = createRecordingLog();
    const rows = new Map<string, string>();
    const open = () => createLedger({ store: createMemoryStore(rows), now: () => wednesdayMs, log });
    const { id } = await open().reserve(holdOf('j1', 6, termsOf(10)));
    rows.set(`accounts:${guild}:${ada}`, JSON.stringify({ value: { ...oldAccount, bonus: 0 } }));
    rows.set(`holds:${guild}:j1`, JSON.stringify({ value: oldHold }));
    const left = async () => {
      const terms = (['day', 'week', 'month'] as const).map((period) => termsOf(10, 'unlimited', period));
      const balances = await Promise.all(terms.map((each) => open().balance(guild, ada, each)));
      return balances.map(({ allowanceLeft }) => allowanceLeft);
    };
    expect(await left()).toEqual([4, 4, 4]);
    await open().release(guild, id);
    expect(await left()).toEqual([10, 10, 10]);
  });
});
