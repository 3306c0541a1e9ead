import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { jobId } from '#core/ids.ts';
import type { Ledger } from '#credits/credits.ts';
import { createLedger } from '#credits/ledger.ts';
import { openStore } from '#db/open-store.ts';
import { createSqliteDatabase } from '#db/sqlite.ts';
import { openSqliteConnection, type SqliteQuery } from '#db/sqlite-connection.ts';
import { BreakingRows, breaksOf, noBreak } from '../support/store/breaking-rows.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import {
  actOf,
  ada,
  bob,
  guild,
  holdOf,
  isSound,
  moderator,
  refillTermsOf,
  termsOf,
  wednesdayMs,
} from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const policy = termsOf(10, 100);
type Rows = Map<string, string>;
type Operation = (ledger: Ledger) => Promise<unknown>;

const openOn = (rows: Rows) =>
  createLedger({ store: createMemoryStore(rows), now: () => wednesdayMs, log: createRecordingLog() });

/** Ada and Bob have a bonus each; j1 is held, j2 is settled. */
async function writeHistory(ledger: Ledger): Promise<void> {
  await ledger.grant(actOf('g1', 20, policy));
  await ledger.grant(actOf('g2', 5, policy, bob));
  await ledger.reserve(holdOf('j1', 15, policy));
  await ledger.reserve(holdOf('j2', 4, policy, bob));
  await ledger.settle(guild, jobId('j2'));
}

async function rowsWithHistory(): Promise<Rows> {
  const rows: Rows = new Map();
  await writeHistory(openOn(rows));
  return rows;
}

/** What members can see. A guild that is not open yet looks like one that was just opened. */
async function look(ledger: Ledger) {
  const { added, held, spent, bonuses } = await ledger.totals(guild);
  const lines = await ledger.history(guild, null, { beforeSeq: null, limit: 100 });
  const notes = lines.filter(({ kind }) => kind === 'strike');
  const balances = [await ledger.balance(guild, ada, policy), await ledger.balance(guild, bob, policy)];
  // Being opened is not seen: it adds what the balances have shown before.
  return { added: Math.max(100, added), held, spent, bonuses, balances, notes, holds: await ledger.holds() };
}

async function expectAllOrNothing(makeRows: () => Promise<Rows>, operation: Operation): Promise<void> {
  const cleanRows = await makeRows();
  const before = await look(openOn(cleanRows));
  const counted = new BreakingRows(cleanRows, noBreak);
  await operation(openOn(counted));
  const after = await look(openOn(cleanRows));
  expect(after).not.toEqual(before);

  for (const at of breaksOf(counted.writes)) {
    const rows = await makeRows();
    const breaking = new BreakingRows(rows, at);
    const ledger = openOn(breaking);
    await expect(operation(ledger), JSON.stringify(at)).rejects.toMatchObject({ code: 'store.unavailable' });

    const survivor = at.lasts ? openOn(rows) : ledger;
    expect([before, after], JSON.stringify(at)).toContainEqual(await look(survivor));
    expect(isSound(await survivor.totals(guild))).toBe(true);
    await operation(survivor);
    await operation(survivor);
    expect(await look(survivor), JSON.stringify(at)).toEqual(after);
    expect(isSound(await survivor.totals(guild))).toBe(true);
  }
}

describe('whatever write is the last one before a crash, or fails once', () => {
  it('the first operation of a guild has happened or not, and once when repeated', async () => {
    await expectAllOrNothing(
      async () => new Map(),
      (ledger) => ledger.reserve(holdOf('j9', 3, policy)),
    );
  });

  const gift = { ...actOf('x1', 2, policy, bob), byUserId: ada };
  const refund = { guildId: guild, jobId: jobId('j2'), byUserId: moderator, reason: '' };
  const approval = { byUserId: moderator, reason: 'nice' };
  const note = { id: 'x1', guildId: guild, kind: 'strike', byUserId: moderator, userId: ada, reason: '' } as const;
  const operations: Record<string, Operation> = {
    reserve: (ledger) => ledger.reserve(holdOf('j9', 3, policy)),
    'reserve of an approved request': (ledger) => ledger.reserve({ ...holdOf('j9', 30, policy), approval }),
    settle: (ledger) => ledger.settle(guild, jobId('j1'), 8),
    release: (ledger) => ledger.release(guild, jobId('j1')),
    refund: (ledger) => ledger.refund(refund),
    grant: (ledger) => ledger.grant(actOf('x1', 7, policy)),
    revoke: (ledger) => ledger.revoke(actOf('x1', 3, policy)),
    give: (ledger) => ledger.give(gift),
    addToPool: (ledger) => ledger.addToPool(actOf('x1', 7, policy)),
    removeFromPool: (ledger) => ledger.removeFromPool(actOf('x1', 7, policy)),
    refill: (ledger) => ledger.balance(guild, ada, refillTermsOf(500, 100)),
    note: (ledger) => ledger.note(note),
    setPoolMode: (ledger) => ledger.setPoolMode(actOf('x1', 1, policy), 'unlimited'),
  };
  it.each(Object.entries(operations))('%s has happened or not, and once when repeated', async (_name, operation) => {
    await expectAllOrNothing(rowsWithHistory, operation);
  });

  it.each(Object.entries(operations))(
    '%s has happened or not, whatever statement the process died after',
    async (_name, operation) => {
      const folder = await mkdtemp(join(tmpdir(), 'easel-statements-'));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      const base = join(folder, 'base.sqlite');
      const store = await openStore({ url: `sqlite://${base}`, log: createRecordingLog() });
      await writeHistory(createLedger({ store, now: () => wednesdayMs, log: createRecordingLog() }));
      await store.close();
      const clean = await withFile(base, join(folder, 'clean.sqlite'), Number.POSITIVE_INFINITY, operation);
      expect(clean.after).not.toEqual(clean.before);
      for (let statement = 1; statement <= clean.statements; statement += 1) {
        const file = join(folder, `${statement}.sqlite`);
        const { before, after } = await withFile(base, file, statement, operation);
        const seen = JSON.stringify(after) === JSON.stringify(before) ? before : clean.after;
        expect(after, `after statement ${statement}`).toEqual(seen);
        const again = await withFile(
          file,
          join(folder, `${statement}-again.sqlite`),
          Number.POSITIVE_INFINITY,
          operation,
        );
        expect(again.after, `repeated after statement ${statement}`).toEqual(clean.after);
      }
    },
  );
});

/** Runs the operation on a copy of the file until the process dies after so many statements; `after` is what the next one finds. */
async function withFile(from: string, file: string, lastStatement: number, operation: Operation) {
  await copyFile(from, file);
  const before = await lookAt(file);
  const connection = await openSqliteConnection(file, 0);
  let statements = 0;
  const dying: SqliteQuery = async (sql, ...parameters) => {
    if (statements >= lastStatement) throw new Error('SIMULATED: the process is dead');
    const rows = await connection.query(sql, ...parameters);
    statements += 1;
    if (statements >= lastStatement) throw new Error('SIMULATED: the process died');
    return rows;
  };
  const database = createSqliteDatabase(dying);
  const done = operation(createLedger({ store: { database }, now: () => wednesdayMs, log: createRecordingLog() }));
  if (lastStatement === Number.POSITIVE_INFINITY) await done;
  else await expect(done).rejects.toMatchObject({ code: 'store.unavailable' });
  // What is open is undone, as when the process is gone.
  await connection.close();
  return { before, after: await lookAt(file), statements };
}

async function lookAt(file: string) {
  const connection = await openSqliteConnection(file, 0);
  const store = { database: createSqliteDatabase(connection.query) };
  const seen = await look(createLedger({ store, now: () => wednesdayMs, log: createRecordingLog() }));
  await connection.close();
  return seen;
}
