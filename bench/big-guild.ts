import { guildId, type UserId, userId } from '#core/ids.ts';
import type { Store } from '#db/open-store.ts';

/** A guild whose members have made a picture after the other for a month. */
export const bigGuild = {
  id: guildId('1'),
  members: 10_000,
  entries: 1_000_000,
  fromMs: Date.UTC(2026, 9, 1),
  toMs: Date.UTC(2026, 10, 1) - 1,
} as const;

const pictures = bigGuild.entries / 2;
const dayMs = 86_400_000;
const firstMember = 100_000_000_000_000_000n;
const memberStep = 4_194_304n;

/** A member of it, by any number. */
export function bigMember(index: number): UserId {
  return userId(`${firstMember + BigInt(index % bigGuild.members) * memberStep}`);
}

/** `count` rows with a column `n` from 0 on. */
const numbers = (count: number) =>
  `(WITH RECURSIVE counted(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n < ${count - 1}) SELECT n FROM counted)`;
const atMs = `${bigGuild.fromMs} + n * ${Math.floor((bigGuild.toMs - bigGuild.fromMs) / pictures)}`;
const member = `n % ${bigGuild.members} + 1`;
const model = "CASE n % 2 WHEN 0 THEN 'flux-2-klein-9b' ELSE 'gpt-image-2' END";

/** Writes what half a million pictures of 7 credits would have left, by statements that make all rows at once. */
export async function fillBigGuild({ database }: Pick<Store, 'database'>): Promise<void> {
  const guild = `'${bigGuild.id}'`;
  const spent = 7 * pictures;
  const entry = (kind: string, seq: string, held: string, spentAfter: string) =>
    `INSERT INTO entries (guild_id, seq, kind, at_ms, id, member, bonus_after, by_member, by_bonus_after, credits, reason,
      pool_after, added_after, bonuses_after, held_after, spent_after, pictures, from_pool)
      SELECT ${guild}, ${seq}, '${kind}', ${atMs}, CAST(n AS TEXT), ${member}, 0, ${member}, 0, 7, '',
      0, 7 * (n + 1), 0, ${held}, ${spentAfter}, 1, 0 FROM ${numbers(pictures)}`;
  const usageOf = (period: string, startsAtMs: string) =>
    `INSERT INTO usage (guild_id, period, starts_at_ms, member, model, pictures, credits)
      SELECT guild_id, '${period}', ${startsAtMs} AS starts, member, model, COUNT(*), SUM(charged) FROM holds
      WHERE guild_id = ${guild} GROUP BY guild_id, starts, member, model`;
  await database.transaction(async (transaction) => {
    for (const statement of [
      `INSERT INTO guilds (guild_id, seq, members, is_open, mode, pool, added, bonuses, held, spent) VALUES
        (${guild}, ${bigGuild.entries}, ${bigGuild.members}, 1, 'unlimited', 0, ${spent}, 0, 0, ${spent})`,
      `INSERT INTO members (guild_id, number, user_id, is_erased, bonus, held, day_used, day_since_ms, week_used,
        week_since_ms, month_used, month_since_ms)
        SELECT ${guild}, n + 1, CAST(${firstMember} + n * ${memberStep} AS TEXT), 0, 0, 0, 0, 0, 0, 0, 0, 0
        FROM ${numbers(bigGuild.members)}`,
      `INSERT INTO holds (guild_id, job_id, member, credits, from_allowance, from_bonus, from_pool, model, held_at_ms,
        expires_at_ms, is_minted, state, charged, returned, refunded, refunded_to_pool, settled_at_ms, pictures, day_since_ms,
        week_since_ms, month_since_ms)
        SELECT ${guild}, CAST(n AS TEXT), ${member}, 7, 7, 0, 0, ${model}, ${atMs}, ${atMs}, 1, 'settled', 7, 0, 0, 0, ${atMs},
        1, 0, 0, 0 FROM ${numbers(pictures)}`,
      entry('reserve', '2 * n + 1', '7', '7 * n'),
      entry('settle', '2 * n + 2', '0', '7 * (n + 1)'),
      usageOf('day', `settled_at_ms / ${dayMs} * ${dayMs}`),
      usageOf('month', `${bigGuild.fromMs}`),
    ]) {
      await transaction.query(statement);
    }
  });
}
