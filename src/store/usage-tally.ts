import { z } from 'zod';
import { type Period, periodAround } from '../domain/credits.ts';
import { type GuildId, type UserId, userId } from '../domain/ids.ts';
import type { DayUsageRow, UsageRow } from '../domain/moderation.ts';

/** Into how many documents a period is split: of ten thousand members, one settle rewrites the rows of about 160. */
export const tallyShards = 64;

/** A member's id, the pictures and the credits. */
type Row = readonly [string, number, number];

/** Checked by hand, a third of zod's time: a month of a large guild, day by day, is some hundred thousand rows. */
const rowsSchema = z.custom<readonly Row[]>((value) => Array.isArray(value) && value.every(isRow));

/** Who has spent what in one period, for some of the members; `seq` is the last journal entry that it has seen. */
export const tallySchema = z.object({ seq: z.int().min(0), models: z.record(z.string(), rowsSchema) });
/** @see tallySchema */
export type Tally = Readonly<z.output<typeof tallySchema>>;

/** Of a period in which nobody has spent anything. */
export const emptyTally: Tally = { seq: 0, models: {} };

/** Adds to the member's row for the model. */
export function addTo(tally: Tally, { userId: member, model, pictures, credits }: UsageRow): Tally {
  const rows = tally.models[model] ?? [];
  const known = rows.find(([id]) => id === member);
  const next: Row = known ? [member, known[1] + pictures, known[2] + credits] : [member, pictures, credits];
  const others = rows.filter((row) => row !== known);
  return { ...tally, models: { ...tally.models, [model]: [...others, next] } };
}

/** Puts a member's rows under another name, within the same document, so that nothing is counted twice at any moment. */
export function renameIn(tally: Tally, from: UserId, to: UserId): Tally {
  const others = Object.entries(tally.models).map(([model, rows]) => [model, rows.filter(([id]) => id !== from)]);
  const moved = rowsOf(tally).filter((row) => row.userId === from);
  return moved.reduce<Tally>((renamed, row) => addTo(renamed, { ...row, userId: to }), {
    ...tally,
    models: Object.fromEntries(others),
  });
}

/** The rows as others know them. */
export function rowsOf({ models }: Tally): UsageRow[] {
  return Object.entries(models).flatMap(([model, rows]) =>
    rows.map(([id, pictures, credits]) => ({ userId: userId(id), model, pictures, credits })),
  );
}

/** The same, of a day. */
export function dayRowsOf({ models }: Tally, dayMs: number): DayUsageRow[] {
  return Object.entries(models).flatMap(([model, rows]) =>
    rows.map(([id, pictures, credits]) => ({ userId: userId(id), model, pictures, credits, dayMs })),
  );
}

/** The key of the document that counts for a member in the period around a moment. */
export function tallyKey(guildId: GuildId, period: Period, atMs: number, shard: number): string {
  return `${guildId}:${period}:${periodAround(period, atMs).startsAtMs}:${shard}`;
}

/** FNV-1a: the low bits of a snowflake alone are far from even. */
export function shardOf(member: UserId): number {
  let hash = 0x811c9dc5;
  for (const character of member) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return hash % tallyShards;
}

function isRow(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [id, pictures, credits] = value;
  return typeof id === 'string' && Number.isSafeInteger(pictures) && Number.isSafeInteger(credits);
}
