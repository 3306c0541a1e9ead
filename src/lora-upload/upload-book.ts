import { z } from 'zod';
import type { Store } from '#db/open-store.ts';
import { readRow } from '#db/rows.ts';
import { mostFailuresPerDay, mostUploadsPerDay, type UploadBook } from './upload.ts';

const dayMs = 24 * 60 * 60_000;
const rowSchema = z.object({ at_ms: z.number(), how: z.enum(['uploaded', 'failed']), uploads: z.number() });
type Row = z.output<typeof rowSchema>;

/** The moments of a guild's last uploads and failures, and nothing about who or what. */
export function createUploadBook({
  store: { database },
  now,
}: {
  readonly store: Pick<Store, 'database'>;
  readonly now: () => number;
}): UploadBook {
  /** A moment that is more than a day ahead was written by a wrong clock. */
  const recently = () => [now() - dayMs, now() + dayMs] as const;

  return {
    async refusal(guildId) {
      const select =
        'SELECT at_ms, how, uploads FROM lora_uploads WHERE guild_id = $1 AND at_ms > $2 AND at_ms <= $3 ORDER BY at_ms DESC';
      const found = await database.query(select, [guildId, ...recently()]);
      const rows = found.map((row) => readRow(rowSchema, row, 'an upload of a guild'));
      const uploadedAtMs = momentOf(mostUploadsPerDay, rows, 'uploaded');
      if (uploadedAtMs !== null) return { why: 'daily', againAtMs: uploadedAtMs + dayMs };
      const failedAtMs = momentOf(mostFailuresPerDay, rows, 'failed');
      return failedAtMs === null ? null : { why: 'failures', againAtMs: failedAtMs + dayMs };
    },
    note: (guildId, how) =>
      database.transaction(async (transaction) => {
        await transaction.query(
          `INSERT INTO lora_uploads (guild_id, at_ms, how, uploads) VALUES ($1, $2, $3, 1)
            ON CONFLICT (guild_id, at_ms, how) DO UPDATE SET uploads = lora_uploads.uploads + 1`,
          [guildId, now(), how],
        );
        const forget = 'DELETE FROM lora_uploads WHERE guild_id = $1 AND (at_ms <= $2 OR at_ms > $3)';
        await transaction.query(forget, [guildId, ...recently()]);
      }),
  };
}

/** When the last but `count - 1` ended so; null where there are fewer. Newest first. */
function momentOf(count: number, rows: readonly Row[], how: Row['how']): number | null {
  let counted = 0;
  for (const row of rows) {
    if (row.how === how) counted += row.uploads;
    if (counted >= count) return row.at_ms;
  }
  return null;
}
