import { z } from 'zod';
import { dayMs, startOfDay } from '#core/clock.ts';
import { BotError } from '#core/errors.ts';
import { type GuildId, type UserId, userId } from '#core/ids.ts';
import { parseJson } from '#core/text.ts';
import type { Row } from '#db/database.ts';
import type { Store } from '#db/open-store.ts';
import { type Period, periodAround } from './credits.ts';

/** Pictures and credits of one member with one model. */
export interface UsageRow {
  readonly userId: UserId;
  readonly model: string;
  readonly pictures: number;
  /** Spent, less what was refunded. */
  readonly credits: number;
}

/** @see Usage.ofDays */
export interface DayUsageRow extends UsageRow {
  /** Start of the day, Unix milliseconds, UTC. */
  readonly dayMs: number;
}

/** Who spent what, kept from the journal. Refunds count on the day of the picture. */
export interface Usage {
  /** Every member and model of the period around `atMs`. @throws {@link BotError} `store.unavailable` */
  ofPeriod(guildId: GuildId, period: Period, atMs: number): Promise<readonly UsageRow[]>;
  /** The same, day by day, for the days from `fromMs` to `toMs` (at most 31). @throws {@link BotError} `store.unavailable` */
  ofDays(guildId: GuildId, fromMs: number, toMs: number): Promise<readonly DayUsageRow[]>;
}

const maxDays = 31;

/** Who has spent what: one row per period, member and model. */
export function createUsage({ database }: Pick<Store, 'database'>): Usage {
  // Some hundred thousand rows come as a few long ones: what costs is making each of them an object.
  const selectRows = `SELECT starts_at_ms, model, string_agg(member || ',' || pictures || ',' || credits, ',') AS counted FROM usage
    WHERE guild_id = $1 AND period = $2 AND starts_at_ms >= $3 AND starts_at_ms <= $4 GROUP BY starts_at_ms, model`;

  const selectMembers = `SELECT string_agg(number || ',' || user_id, ';') AS names FROM members WHERE guild_id = $1`;

  async function read(guildId: GuildId, period: Period, fromMs: number, toMs: number): Promise<DayUsageRow[]> {
    const rows = await database.query(selectRows, [guildId, period, fromMs, toMs]);
    const names: UserId[] = [];
    if (rows.length > 0) {
      const [members] = await database.query(selectMembers, [guildId]);
      for (const each of String(members?.names).split(';')) {
        const [number, name = ''] = each.split(',');
        names[Number(number)] = userId(name);
      }
    }
    const usage: DayUsageRow[] = [];
    for (const row of rows) addRowsIn(row, names, usage);
    return usage;
  }

  return {
    async ofPeriod(guildId, period, atMs) {
      const { startsAtMs } = periodAround(period, atMs);
      return (await read(guildId, period, startsAtMs, startsAtMs)).map(({ dayMs: _start, ...row }) => row);
    },
    async ofDays(guildId, fromMs, toMs) {
      const [first, last] = [startOfDay(fromMs), startOfDay(toMs)];
      const days = (last - first) / dayMs + 1;
      if (days > maxDays) throw new BotError('bug', `usage of ${days} days at once, ${maxDays} at most`);
      return read(guildId, 'day', first, last);
    },
  };
}

/** @throws {@link BotError} `store.unavailable` for a row that is not what Easel writes */
function addRowsIn({ starts_at_ms: startsAtMs, model, counted }: Row, names: readonly UserId[], usage: DayUsageRow[]) {
  if (typeof startsAtMs !== 'number' || typeof model !== 'string') throw unreadable();
  // As JSON: nothing reads a million numbers faster.
  const numbers = numbersIn(counted);
  for (let at = 0; at < numbers.length; at += 3) {
    const [name, pictures, credits] = [names[Number(numbers[at])], numbers[at + 1], numbers[at + 2]];
    if (name === undefined || pictures === undefined || credits === undefined) throw unreadable();
    usage.push({ userId: name, model, pictures, credits, dayMs: startsAtMs });
  }
}

const numbersSchema = z.array(z.number());

function numbersIn(text: unknown): readonly number[] {
  const { data } = numbersSchema.safeParse(parseJson(`[${String(text)}]`));
  if (data === undefined) throw unreadable();
  return data;
}

function unreadable(): BotError {
  return new BotError('store.unavailable', 'cannot read a row of the usage');
}
