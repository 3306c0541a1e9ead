import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GuildId, guildId, jobId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Ledger, Terms } from '#credits/credits.ts';
import { createLedger } from '#credits/ledger.ts';
import type { Usage } from '#credits/usage.ts';
import { createUsage } from '#credits/usage.ts';
import { openStore, type Store } from '#db/open-store.ts';
import { bigGuild, bigMember, fillBigGuild } from './big-guild.ts';

const terms: Terms = { allowance: { credits: 1_000_000, period: 'day' }, initialPool: 'unlimited', refill: null };
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };
const rounds = 1_000;
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
    await benchThroughput(ledger);
    await benchBigGuild(store, usage);
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

async function benchBigGuild(store: Store, usage: Usage): Promise<void> {
  const startedAt = performance.now();
  await fillBigGuild(store);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const { id, members, entries, toMs } = bigGuild;
  console.log(`a guild of ${members} members and ${entries} journal entries of one month (written in ${seconds} s):`);
  const ledger = createLedger({ store, now: () => toMs, log: quiet });
  const page = { beforeSeq: null, limit: 25 };
  print('balance', await timesOf(1, (index) => ledger.balance(id, bigMember(index), terms)));
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
    terms,
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
  const quantile = (fraction: number) => (each[Math.floor(each.length * fraction)] ?? 0).toFixed(2);
  console.log(`  ${name}: ${perSecond}/s, p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms`);
}
