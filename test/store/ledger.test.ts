import { afterAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/db/open-store.ts';
import type { View } from '../../src/store/journal.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { describeLedger } from '../contract/ledger.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { actOf, ada, guild, holdOf, termsOf, wednesdayMs } from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const now = () => wednesdayMs;
const opened: Store[] = [];
afterAll(async () => {
  for (const store of opened) await store.close();
});

describeLedger('a map in memory', async (clock) =>
  createLedger({ store: createMemoryStore(), now: clock, log: createRecordingLog() }),
);

describeLedger('SQLite', async (clock) => {
  const log = createRecordingLog();
  const store = await openStore({ url: 'sqlite://:memory:', log });
  opened.push(store);
  return createLedger({ store, now: clock, log });
});

describe('the ledger and its rows', () => {
  it('goes on where another left off', async () => {
    const rows = new Map<string, string>();
    const log = createRecordingLog();
    await createLedger({ store: createMemoryStore(rows), now, log }).reserve(holdOf('j1', 6, termsOf(10)));
    const next = createLedger({ store: createMemoryStore(rows), now, log });
    expect(await next.holds()).toMatchObject([{ id: 'j1', credits: 6 }]);
    expect(await next.balance(guild, ada, termsOf(10))).toMatchObject({ allowanceLeft: 4, held: 6 });
  });

  it('makes every document again from the journal alone', async () => {
    const rows = new Map<string, string>();
    const log = createRecordingLog();
    const terms = termsOf(10, 100);
    const ledger = createLedger({ store: createMemoryStore(rows), now, log });
    await ledger.grant(actOf('g1', 20, terms));
    await ledger.reserve(holdOf('j1', 15, terms));
    const before = new Map(rows);
    for (const key of before.keys()) if (!/^(journal|guilds):/.test(key)) rows.delete(key);
    await createLedger({ store: createMemoryStore(rows), now, log }).totals(guild);
    expect(rows).toEqual(before);
  });

  it('leaves out a guild whose books cannot be read when it lists holds, and says so', async () => {
    const rows = new Map<string, string>();
    const log = createRecordingLog();
    const ledger = createLedger({ store: createMemoryStore(rows), now, log });
    await ledger.reserve(holdOf('j1', 6, termsOf(10)));
    rows.set(`heads:${guild}`, '{"value":{"seq":"one"}}');
    expect(await ledger.holds()).toEqual([]);
    expect(log.lines).toMatchObject([{ level: 'error', facts: { guildId: guild } }]);
    await expect(ledger.totals(guild)).rejects.toMatchObject({ code: 'store.unavailable' });
  });

  it('does not take an outage for a guild without holds', async () => {
    const log = createRecordingLog();
    const rows = new Map<string, string>();
    await createLedger({ store: createMemoryStore(rows), now, log }).reserve(holdOf('j1', 6, termsOf(10)));
    const store = createMemoryStore(new UnreadableHeads(rows));
    await expect(createLedger({ store, now, log }).holds()).rejects.toMatchObject({ code: 'store.unavailable' });
  });

  it('says so when the journal lacks an entry', async () => {
    const rows = new Map<string, string>();
    const ledger = createLedger({ store: createMemoryStore(rows), now, log: createRecordingLog() });
    await ledger.reserve(holdOf('j1', 6, termsOf(10)));
    rows.delete(`journal:${guild}:1`);
    await expect(ledger.history(guild, null, { beforeSeq: null, limit: 5 })).rejects.toMatchObject({
      code: 'store.unavailable',
    });
  });

  it('shows every entry to its views, in order', async () => {
    const seen: string[] = [];
    const view: View = { apply: async (entry) => void seen.push(`${entry.seq} ${entry.kind}`) };
    const ledger = createLedger({ store: createMemoryStore(), now, log: createRecordingLog(), views: [view] });
    const { id } = await ledger.reserve(holdOf('j1', 6, termsOf(10)));
    await ledger.settle(guild, id);
    expect(seen).toEqual(['1 open', '2 reserve', '3 settle']);
  });
});

class UnreadableHeads extends Map<string, string> {
  override get(key: string): string | undefined {
    if (key.startsWith('heads:')) throw new Error('SIMULATED: the disk is gone');
    return super.get(key);
  }
}
