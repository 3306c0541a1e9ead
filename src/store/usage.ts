import { openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import { type Period, periods } from '../domain/credits.ts';
import { BotError } from '../domain/errors.ts';
import type { GuildId, UserId } from '../domain/ids.ts';
import type { DayUsageRow, Usage, UsageRow } from '../domain/moderation.ts';
import type { View } from './journal.ts';
import type { Entry, Hold } from './records.ts';
import {
  addTo,
  dayRowsOf,
  emptyTally,
  renameIn,
  rowsOf,
  shardOf,
  type Tally,
  tallyKey,
  tallySchema,
  tallyShards,
} from './usage-tally.ts';

/** From whom to whom a member's rows go. */
export interface Renaming {
  readonly guildId: GuildId;
  readonly from: UserId;
  readonly to: UserId;
}

/** The usage, and how it is kept. Give it to the ledger as a view. */
export interface StoredUsage extends Usage, View {
  /**
   * Renames the rows of the periods around `atMs`, but not of those that also lie around `exceptAtMs`. Under the guild's
   * lock; harmless when repeated. @throws {@link BotError} `store.unavailable`
   */
  rename(renaming: Renaming, atMs: number, exceptAtMs: number): Promise<void>;
}

type CutOff = NonNullable<Entry['cutsOff']>;

const dayMs = 86_400_000;
const maxDays = 31;

/**
 * Tallies per guild for each day, week and month. An entry touches one document of each; every document remembers the
 * last entry that it has seen, so that an entry which is applied again after a crash counts once in each.
 */
export function createUsage(store: Store): StoredUsage {
  const tallies = openDocuments(store.namespace('usage'), tallySchema);

  async function count({ guildId, seq }: Entry, atMs: number, row: UsageRow): Promise<void> {
    for (const period of periods) {
      const key = tallyKey(guildId, period, atMs, shardOf(row.userId));
      const tally = (await tallies.get(key)) ?? emptyTally;
      if (tally.seq < seq) await tallies.set(key, { ...addTo(tally, row), seq });
    }
  }

  /** Only the periods that go on: whatever the member does from now on is counted there too, under the old name. */
  async function cutOff({ guildId, seq, atMs }: Entry, { userId, pseudonym }: CutOff): Promise<void> {
    for (const period of periods) {
      const key = tallyKey(guildId, period, atMs, shardOf(userId));
      const tally = await tallies.get(key);
      if (tally !== null && tally.seq < seq) await tallies.set(key, { ...renameIn(tally, userId, pseudonym), seq });
    }
  }

  async function read(guildId: GuildId, period: Period, atMs: number): Promise<Tally[]> {
    const shards = Array.from({ length: tallyShards }, (_, shard) => tallyKey(guildId, period, atMs, shard));
    return (await tallies.getMany(shards)).filter((tally) => tally !== null);
  }

  return {
    async apply(entry) {
      const { hold, cutsOff } = entry;
      if (cutsOff !== null) await cutOff(entry, cutsOff);
      const counted = hold === null ? null : usageIn(entry, hold);
      if (counted !== null) await count(entry, counted.atMs, counted.row);
    },
    async rename({ guildId, from, to }, atMs, exceptAtMs) {
      const keysAt = (ms: number) => periods.map((period) => tallyKey(guildId, period, ms, shardOf(from)));
      const excepted = keysAt(exceptAtMs);
      for (const key of keysAt(atMs).filter((each) => !excepted.includes(each))) {
        const tally = await tallies.get(key);
        if (tally !== null) await tallies.set(key, renameIn(tally, from, to));
      }
    },
    ofPeriod: async (guildId, period, atMs) => (await read(guildId, period, atMs)).flatMap(rowsOf),
    async ofDays(guildId, fromMs, toMs) {
      const rows: DayUsageRow[][] = [];
      for (const startMs of daysBetween(fromMs, toMs)) {
        for (const tally of await read(guildId, 'day', startMs)) rows.push(dayRowsOf(tally, startMs));
      }
      return rows.flat();
    },
  };
}

/** What an entry adds: a settle its pictures and their credits, a refund takes the credits away in the periods of the settle. */
function usageIn({ kind, credits }: Entry, { reservation, settledAtMs, pictures }: Hold) {
  if (settledAtMs === null || (kind !== 'settle' && kind !== 'refund')) return null;
  const { userId, model } = reservation;
  const row = kind === 'settle' ? { pictures, credits } : { pictures: 0, credits: -credits };
  return { atMs: settledAtMs, row: { userId, model, ...row } };
}

/** @throws {@link BotError} `bug` for more than {@link maxDays} */
function daysBetween(fromMs: number, toMs: number): number[] {
  const first = Math.floor(fromMs / dayMs);
  const count = Math.max(0, Math.floor(toMs / dayMs) - first + 1);
  if (count > maxDays) throw new BotError('bug', `usage of ${count} days at once, ${maxDays} at most`);
  return Array.from({ length: count }, (_, index) => (first + index) * dayMs);
}
