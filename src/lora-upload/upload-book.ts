import { z } from 'zod';
import { dayMs } from '#core/clock.ts';
import type { GuildId } from '#core/ids.ts';
import type { Store } from '#db/open-store.ts';
import { readRow } from '#db/rows.ts';
import type { UploadRefusal } from './fetch-lora.ts';

/** LoRAs that a guild may upload within 24 hours: all guilds share the operator's account at the image service. */
export const mostUploadsPerDay = 5;
/** Uploads of a guild that may fail within 24 hours: each of them makes Easel knock at an address. */
export const mostFailuresPerDay = 10;

/** When guilds have uploaded LoRAs, and failed to. @throws {@link BotError} `store.unavailable` */
export interface UploadBook {
  /** Why the guild may not upload now; null where it may. @see mostUploadsPerDay, mostFailuresPerDay */
  refusal(guildId: GuildId): Promise<Extract<UploadRefusal, { readonly againAtMs: number }> | null>;
  /** Writes down how an upload of the guild has ended just now. */
  note(guildId: GuildId, how: 'uploaded' | 'failed'): Promise<void>;
}

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
