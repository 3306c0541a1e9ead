import { afterAll, describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { createLedger } from '#credits/ledger.ts';
import type { Database } from '#db/database.ts';
import { describeLedger } from '../contract/ledger.ts';
import { engines, type TestDatabase } from '../support/store/engines.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import {
  actOf,
  ada,
  bob,
  guild,
  guildOf,
  holdOf,
  isSound,
  moderator,
  termsOf,
  wednesdayMs,
} from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const now = () => wednesdayMs;
const log = createRecordingLog();
const opened: TestDatabase[] = [];
/** One at a time: a server has connections for a hundred. */
async function endAll(): Promise<void> {
  for (const database of opened.splice(0)) await database.end();
}
afterAll(endAll);

describe.each(engines)('$name', ({ name, create }) => {
  async function openTwo() {
    await endAll();
    const server = await create();
    opened.push(server);
    const stores = [await server.open(), await server.open()];
    return stores.map((store) => createLedger({ store, now, log }));
  }

  describeLedger(name, async (clock) => {
    await endAll();
    const server = await create();
    opened.push(server);
    return createLedger({ store: await server.open(), now: clock, log });
  });

  it('gives out what is there once, to however many processes', async () => {
    const ledgers = await openTwo();
    const [ledger] = ledgers;
    const policy = termsOf(0, 100);
    await ledger?.grant(actOf('g1', 7, policy));
    const asked = Array.from({ length: 10 }, (_, index) =>
      ledgers[index % 2]?.reserve(holdOf(`j${index}`, 7, policy)).then(
        () => 'held',
        (error: BotError) => error.code,
      ),
    );
    expect((await Promise.all(asked)).toSorted()).toEqual(['held', ...Array(9).fill('refused.quota')]);
    expect(isSound((await ledger?.totals(guild)) ?? expect.fail())).toBe(true);
  });

  it('does what is asked twice once, also where two processes are asked', async () => {
    const ledgers = await openTwo();
    const policy = termsOf(10, 100);
    const each = (work: (ledger: (typeof ledgers)[number]) => Promise<unknown>) => Promise.all(ledgers.map(work));
    await each((ledger) => ledger.grant(actOf('g1', 20, policy)));
    await each((ledger) => ledger.reserve(holdOf('j1', 15, policy)));
    await each((ledger) => ledger.settle(guild, holdOf('j1', 1, policy).id, 12, 1));
    await each((ledger) => ledger.give({ ...actOf('v1', 3, policy, bob), byUserId: ada }));
    const lines = (await ledgers[0]?.history(guild, null, { beforeSeq: null, limit: 100 })) ?? [];
    expect(lines.map(({ kind }) => kind)).toEqual(['give', 'settle', 'reserve', 'grant', 'open']);
    expect(await ledgers[1]?.balance(guild, ada, policy)).toMatchObject({ bonus: 15, allowanceLeft: 0, held: 0 });
  });

  it('opens a guild once, and keeps guilds apart', async () => {
    const ledgers = await openTwo();
    const policy = termsOf(10, 100);
    const others = [2, 3, 4].map(guildOf);
    const holds = others.flatMap((id) =>
      ledgers.map((ledger) => ledger.reserve({ ...holdOf(`j${id}`, 4, policy), guildId: id })),
    );
    await Promise.all(holds);
    for (const id of others) {
      expect(await ledgers[0]?.totals(id)).toEqual({ added: 100, pool: 96, bonuses: 0, held: 4, spent: 0 });
    }
  });
});

describe('the ledger and its rows', () => {
  it('goes on where another left off', async () => {
    const rows = new Map<string, string>();
    await createLedger({ store: createMemoryStore(rows), now, log }).reserve(holdOf('j1', 6, termsOf(10)));
    const next = createLedger({ store: createMemoryStore(rows), now, log });
    expect(await next.holds()).toMatchObject([{ id: 'j1', credits: 6 }]);
    expect(await next.balance(guild, ada, termsOf(10))).toMatchObject({ allowanceLeft: 4, held: 6 });
  });

  it('leaves out a hold that cannot be read when it lists them, and says so', async () => {
    const store = createMemoryStore();
    const heard = createRecordingLog();
    const ledger = createLedger({ store, now, log: heard });
    await ledger.reserve(holdOf('j1', 6, termsOf(10)));
    await ledger.reserve(holdOf('j2', 3, termsOf(10)));
    await store.database.query("UPDATE holds SET held_at_ms = 'yesterday' WHERE job_id = $1", ['j1']);
    expect(await ledger.holds()).toMatchObject([{ id: 'j2' }]);
    expect(heard.lines).toMatchObject([{ level: 'error', message: 'a hold cannot be read' }]);
    await expect(ledger.settle(guild, holdOf('j1', 1, termsOf(10)).id)).rejects.toMatchObject({
      code: 'store.unavailable',
    });
  });

  it("does not end the hold of another process's job; a moderator refunds it at any process", async () => {
    const store = createMemoryStore();
    const policy = termsOf(10);
    const { id } = await createLedger({ store, now, log }).reserve(holdOf('j1', 6, policy));
    const checkIn = () => Promise.reject(new BotError('cancelled.shutdown', 'SIMULATED: the job is not ours'));
    const other = createLedger({ store, now, log, checkIn });
    const refund = { guildId: guild, jobId: id, byUserId: null, reason: '' };
    const gone = { code: 'cancelled.shutdown' };
    await expect(other.settle(guild, id)).rejects.toMatchObject(gone);
    await expect(other.release(guild, id)).rejects.toMatchObject(gone);
    expect(await other.totals(guild)).toMatchObject({ held: 6 });
    await createLedger({ store, now, log }).settle(guild, id);
    await expect(other.refund(refund)).rejects.toMatchObject(gone);
    expect(await other.refund({ ...refund, byUserId: moderator })).toBe(6);
  });

  it('does not take an outage for a guild without holds', async () => {
    const away = () => Promise.reject(new BotError('store.unavailable', 'SIMULATED: away'));
    const database: Database = { engine: 'postgres', query: away, transaction: away };
    const ledger = createLedger({ store: { database }, now, log });
    await expect(ledger.holds()).rejects.toMatchObject({ code: 'store.unavailable' });
    await expect(ledger.balance(guild, ada, termsOf(10))).rejects.toMatchObject({ code: 'store.unavailable' });
    await expect(ledger.history(guild, ada, { beforeSeq: null, limit: 5 })).rejects.toMatchObject({
      code: 'store.unavailable',
    });
  });

  it('shows an entry of a kind that it does not know as such', async () => {
    const store = createMemoryStore();
    const ledger = createLedger({ store, now, log });
    await ledger.grant(actOf('g1', 20, termsOf(10, 100)));
    await store.database.query("UPDATE entries SET kind = 'lottery' WHERE kind = 'grant'");
    expect(await ledger.history(guild, ada, { beforeSeq: null, limit: 5 })).toMatchObject([
      { kind: 'other', credits: 20 },
    ]);
  });
});
