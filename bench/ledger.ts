import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Terms } from '../src/domain/credits.ts';
import { type GuildId, guildId, jobId, type UserId, userId } from '../src/domain/ids.ts';
import type { Ledger, Log } from '../src/domain/ports.ts';
import { createLedger } from '../src/store/ledger.ts';
import { openStore, type Store } from '../src/store/open-store.ts';

const terms: Terms = { allowance: { credits: 1_000_000, period: 'day' }, initialPool: 'unlimited' };
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };
const bigGuild = guildId('1');
const bigMembers = 10_000;
const bigEntries = 1_000_000;
const rounds = 1_000;

/** Prints what the ledger does per second on a file, and how long a very large guild takes to answer. Takes about half a minute. */
export async function benchLedger(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  try {
    const store = await openStore({ url: `sqlite://${join(folder, 'easel.sqlite')}`, log: quiet });
    const ledger = createLedger({ store, now: Date.now, log: quiet });
    console.log(`ledger: SQLite in ${tmpdir()}, WAL, synchronous FULL`);
    await benchThroughput(ledger);
    await benchBigGuild(store, ledger);
    await store.close();
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function benchThroughput(ledger: Ledger): Promise<void> {
  const jobIn = (guild: GuildId) => (index: number) => reserveAndSettle(ledger, guild, index);
  print('reserve+settle, 1 at a time', await timesOf(1, jobIn(guildId('100'))));
  print('reserve+settle, 32 at a time, one guild', await timesOf(32, jobIn(guildId('101'))));
  const spread = (index: number) => reserveAndSettle(ledger, guildId(`${200 + (index % 100)}`), index);
  print('reserve+settle, 32 at a time, 100 guilds', await timesOf(32, spread));
}

async function benchBigGuild(store: Store, ledger: Ledger): Promise<void> {
  await fillBigGuild(store);
  console.log(`a guild of ${bigMembers} members and ${bigEntries} journal entries:`);
  const page = { beforeSeq: null, limit: 25 };
  print('balance', await timesOf(1, (index) => ledger.balance(bigGuild, bigMember(index), terms)));
  print("a member's history, 25 lines", await timesOf(1, (index) => ledger.history(bigGuild, bigMember(index), page)));
  print("the guild's history, 25 lines", await timesOf(1, () => ledger.history(bigGuild, null, page)));
  print('reserve+settle', await timesOf(1, (index) => reserveAndSettle(ledger, bigGuild, index)));
}

async function reserveAndSettle(ledger: Ledger, guild: GuildId, index: number): Promise<void> {
  const id = jobId(`${guild}${index}`);
  const expiresAtMs = Date.now() + 3_600_000;
  await ledger.reserve({ id, guildId: guild, userId: bigMember(index), credits: 7, terms, expiresAtMs });
  await ledger.settle(guild, id);
}

function bigMember(index: number): UserId {
  return userId(`${1_000_000 + (index % bigMembers)}`);
}

/** Milliseconds of each round, and of all of them together. */
interface Times {
  readonly each: readonly number[];
  readonly totalMs: number;
}

async function timesOf(atOnce: number, work: (index: number) => Promise<unknown>): Promise<Times> {
  const each: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  const lanes = Array.from({ length: atOnce }, async () => {
    for (let index = next++; index < rounds; index = next++) {
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
  const quantile = (fraction: number) => (each[Math.floor(each.length * fraction)] ?? 0).toFixed(2);
  console.log(`  ${name}: ${perSecond}/s, p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms`);
}

/** Writes the rows that a million grants would have left, in three statements: one by one would take an hour. */
async function fillBigGuild(store: Store): Promise<void> {
  const { store: adapter } = store.namespace('journal');
  const count = `WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < ?)`;
  const books = (seq: string) =>
    `json_object('mode', 'limited', 'pool', 2000000 - ${seq}, 'added', 2000000, 'bonuses', ${seq}, 'held', 0, 'spent', 0)`;
  const account = (seq: string) =>
    `json_object('userId', CAST(1000000 + ${seq} % ${bigMembers} AS TEXT), 'bonus', (${seq} - 1) / ${bigMembers} + 1,
      'used', 0, 'usedSinceMs', 0, 'seq', ${seq}, 'previousSeq', max(0, ${seq} - ${bigMembers}))`;
  await adapter.query(
    `${count} INSERT INTO keyv SELECT 'journal:${bigGuild}:' || n, json_object('value', json_object('seq', n, 'guildId', '${bigGuild}',
      'kind', 'grant', 'atMs', 0, 'id', CAST(n AS TEXT), 'byUserId', '1', 'userId', CAST(1000000 + n % ${bigMembers} AS TEXT), 'credits', 1,
      'reason', '', 'books', ${books('n')}, 'accounts', json_array(${account('n')}), 'hold', NULL, 'isAct', json('true'))) FROM count`,
    [bigEntries],
  );
  await adapter.query(
    `${count} INSERT INTO keyv SELECT 'accounts:${bigGuild}:' || (1000000 + (${bigEntries - bigMembers} + n) % ${bigMembers}),
      json_object('value', ${account(`(${bigEntries - bigMembers} + n)`)}) FROM count`,
    [bigMembers],
  );
  await adapter.query(
    `INSERT INTO keyv VALUES ('heads:${bigGuild}', json_object('value', json_object('seq', ?, 'books', ${books(`${bigEntries}`)}, 'holds', json('{}'))))`,
    [bigEntries],
  );
}
