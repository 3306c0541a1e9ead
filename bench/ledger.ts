import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GuildId, guildId, jobId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { CreditPolicy, Ledger } from '#credits/credits.ts';
import { createLedger } from '#credits/ledger.ts';
import type { Usage } from '#credits/usage.ts';
import { createUsage } from '#credits/usage.ts';
import { openStore, type Store } from '#db/open-store.ts';
import { openSqliteConnection } from '#db/sqlite-connection.ts';
import { bigGuild, bigMember, fillBigGuild } from './big-guild.ts';
import { quantile } from './quantile.ts';

const policy: CreditPolicy = {
  allowance: { credits: 1_000_000, period: 'day' },
  initialPool: 'unlimited',
  refill: null,
};
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };
const rounds = 1_000;
/** Of a case and its floor. */
const turns = 7;
/** A multiple of 32. */
const pairsPerTurn = 320;
/** Of what reads many documents at once. */
const slowRounds = 25;
const dayMs = 86_400_000;

/** Prints what the ledger does per second on a file, and how long a very large guild takes to answer. Takes about a minute. */
export async function benchLedger(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  try {
    const store = await openStore({ url: `sqlite://${join(folder, 'easel.sqlite')}`, log: quiet });
    const usage = createUsage(store);
    const ledger = createLedger({ store, now: Date.now, log: quiet });
    console.log(`ledger: SQLite in ${tmpdir()}, WAL, synchronous FULL`);
    await benchThroughput(folder, ledger);
    await benchBallast(folder);
    await benchBigGuild(store, usage);
    await store.close();
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * The money of pictures, in turns with its floor: two commits of one small row each, on the same disk, by the same driver, without
 * Easel. At 32 at a time the floor commits 32 rows at once, twice.
 */
async function benchThroughput(folder: string, ledger: Ledger): Promise<void> {
  const floor = await openFloor(join(folder, 'floor.sqlite'));
  const job = (guild: (index: number) => GuildId) => (index: number) => reserveAndSettle(ledger, guild(index), index);
  const cases = [
    { name: '1 at a time', atOnce: 1, work: job(() => guildId('100')) },
    { name: '32 at a time, one guild', atOnce: 32, work: job(() => guildId('101')) },
    { name: '32 at a time, 100 guilds', atOnce: 32, work: job((index) => guildId(`${200 + (index % 100)}`)) },
  ];
  for (const { name, atOnce, work } of cases) {
    const pairs: number[] = [];
    const floors: number[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      floors.push(await perSecond(turn, 1, (index) => floor.commitTwice(index, atOnce), atOnce));
      pairs.push(await perSecond(turn, atOnce, work));
    }
    const [rate, most] = [quantile(pairs, 0.5), quantile(floors, 0.5)];
    console.log(
      `  reserve+settle, ${name}: ${Math.round(rate)}/s; floor ${Math.round(most)}/s; ${(most / rate).toFixed(1)} × the floor's time`,
    );
  }
  await floor.close();
}

/** Pairs a second of one turn. `each` is how many pairs one call stands for. */
async function perSecond(
  turn: number,
  atOnce: number,
  work: (index: number) => Promise<unknown>,
  each = 1,
): Promise<number> {
  const { totalMs } = await timesOf(atOnce, (index) => work(turn * pairsPerTurn + index), pairsPerTurn / each);
  return (pairsPerTurn / totalMs) * 1_000;
}

async function openFloor(path: string) {
  const { query, close } = await openSqliteConnection(path, 0);
  for (const pragma of ['locking_mode=EXCLUSIVE', 'journal_mode=WAL', 'synchronous=FULL'])
    await query(`PRAGMA ${pragma}`);
  await query('CREATE TABLE pairs (number INTEGER, doc TEXT)');
  const commit = async (index: number, rows: number) => {
    await query('BEGIN IMMEDIATE');
    for (let row = 0; row < rows; row += 1) await query('INSERT INTO pairs VALUES (?1, ?2)', index, 'x'.repeat(200));
    await query('COMMIT');
  };
  return {
    close,
    async commitTwice(index: number, rows: number) {
      await commit(index, rows);
      await commit(index, rows);
    },
  };
}

const numbers = (count: number) =>
  `(WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${count}) SELECT n FROM counted)`;
const holdsOf = (state: 'held' | 'settled', count: number) =>
  `INSERT INTO holds (guild_id, job_id, member, credits, from_allowance, from_bonus, from_pool, model, held_at_ms, expires_at_ms,
    is_minted, state, charged, returned, refunded, refunded_to_pool, settled_at_ms, pictures, day_since_ms, week_since_ms,
    month_since_ms) SELECT '100', 'old-' || n, 1, 7, 7, 0, 0, 'flux-2-klein-9b', n, n, 1, '${state}',
    ${state === 'held' ? 0 : 7}, 0, 0, 0, ${state === 'held' ? 'NULL' : 'n'}, 1, 0, 0, 0 FROM ${numbers(count)}`;
const ballast: Readonly<Record<string, string>> = {
  'an empty file': 'SELECT 1',
  '3,000 open holds in the guild': holdsOf('held', 3_000),
  '1,000,000 ended holds in the guild, one per job': holdsOf('settled', 1_000_000),
  '100,000 guilds': `INSERT INTO guilds (guild_id, seq, members, is_open, mode, pool, added, bonuses, held, spent)
    SELECT 'guild-' || n, 1, 0, 1, 'limited', 10, 10, 0, 0, 0 FROM ${numbers(100_000)}`,
};

/** The money of one picture in files with much in them, in turns. */
async function benchBallast(folder: string): Promise<void> {
  const stores: { readonly name: string; readonly store: Store; readonly ledger: Ledger; readonly ms: number[] }[] = [];
  for (const [name, statement] of Object.entries(ballast)) {
    const store = await openStore({ url: `sqlite://${join(folder, `ballast-${stores.length}.sqlite`)}`, log: quiet });
    await store.database.query(statement);
    stores.push({ name, store, ledger: createLedger({ store, now: Date.now, log: quiet }), ms: [] });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { ledger, ms } of stores) {
      const from = performance.now();
      await reserveAndSettle(ledger, guildId('100'), round);
      ms.push(performance.now() - from);
    }
  }
  const base = quantile(stores[0]?.ms ?? [], 0.5);
  for (const { name, store, ms } of stores) {
    const p50 = quantile(ms, 0.5);
    console.log(`  reserve+settle, ${name}: p50 ${p50.toFixed(2)} ms, ${(p50 / base).toFixed(2)} × an empty file`);
    await store.close();
  }
}

async function benchBigGuild(store: Store, usage: Usage): Promise<void> {
  const startedAt = performance.now();
  await fillBigGuild(store);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const { id, members, entries, toMs } = bigGuild;
  console.log(`a guild of ${members} members and ${entries} journal entries of one month (written in ${seconds} s):`);
  const ledger = createLedger({ store, now: () => toMs, log: quiet });
  const page = { beforeSeq: null, limit: 25 };
  print('balance', await timesOf(1, (index) => ledger.balance(id, bigMember(index), policy)));
  print("a member's history, 25 lines", await timesOf(1, (index) => ledger.history(id, bigMember(index), page)));
  print("the guild's history, 25 lines", await timesOf(1, () => ledger.history(id, null, page)));
  print('top of the month', await timesOf(1, () => usage.ofPeriod(id, 'month', toMs), slowRounds));
  print('usage of 31 days, day by day', await timesOf(1, () => usage.ofDays(id, toMs - 30 * dayMs, toMs), slowRounds));
  print('reserve+settle', await timesOf(1, (index) => reserveAndSettle(ledger, id, index)));
}

async function reserveAndSettle(ledger: Ledger, guild: GuildId, index: number): Promise<void> {
  const id = jobId(`bench-${guild}-${index}`);
  const expiresAtMs = Date.now() + 3_600_000;
  await ledger.reserve({
    id,
    guildId: guild,
    userId: bigMember(index),
    credits: 7,
    model: 'flux-2-klein-9b',
    policy,
    expiresAtMs,
  });
  await ledger.settle(guild, id);
}

/** Milliseconds of each round, and of all of them together. */
interface Times {
  readonly each: readonly number[];
  readonly totalMs: number;
}

async function timesOf(atOnce: number, work: (index: number) => Promise<unknown>, count = rounds): Promise<Times> {
  const each: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  const lanes = Array.from({ length: atOnce }, async () => {
    for (let index = next++; index < count; index = next++) {
      const from = performance.now();
      await work(index);
      each.push(performance.now() - from);
    }
  });
  await Promise.all(lanes);
  return { each: each.sort((one, other) => one - other), totalMs: performance.now() - startedAt };
}

function print(name: string, { each, totalMs }: Times): void {
  const perSecond = Math.round((each.length / totalMs) * 1_000);
  const at = (fraction: number) => quantile(each, fraction).toFixed(2);
  console.log(`  ${name}: ${perSecond}/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}
