import { z } from 'zod';
import { farAheadFromMs } from '#core/clock.ts';
import { type GuildId, guildId, type JobId, type JobOwner, jobId, type UserId, userId } from '#core/ids.ts';
import type { Transaction } from '#db/database.ts';
import type { Store } from '#db/open-store.ts';
import type { PrivateDocuments } from '#db/private-documents.ts';
import { jsonColumn, readRow } from '#db/rows.ts';
import type { ImageFile } from '#media/media.ts';

/** A paid picture that Discord did not take, in the store until its member fetches it. */
export interface KeptPictures {
  /** @throws {@link BotError} `store.unavailable`, also where there is no room */
  keep(owner: JobOwner, images: readonly ImageFile[]): Promise<void>;
  /** Newest first. @throws {@link BotError} `store.unavailable` */
  listOf(guildId: GuildId, userId: UserId): Promise<readonly { readonly id: JobId; readonly untilMs: number }[]>;
  /** Null where they are gone, or belong to another member. @throws {@link BotError} `store.unavailable` */
  find(owner: JobOwner): Promise<readonly ImageFile[] | null>;
}

/** How long a member can fetch a picture that could not be posted. */
export const keptForMs = 7 * 24 * 60 * 60_000;
/** A member has this many; the oldest makes room. */
export const mostKeptOfMember = 10;
/** All of them together, as they came from the service; the oldest makes room. */
export const mostKeptBytes = 512 * 1024 * 1024;

const entrySchema = z.object({
  id: z.string().transform(jobId),
  guildId: z.string().transform(guildId),
  userId: z.string().transform(userId),
  atMs: z.number(),
  bytes: z.number(),
});
const imageSchema = z
  .object({
    base64: z.base64(),
    format: z.enum(['png', 'jpeg', 'webp', 'gif']),
    widthPx: z.number(),
    heightPx: z.number(),
  })
  .transform(({ base64, ...image }): ImageFile => ({ ...image, bytes: Buffer.from(base64, 'base64') }));
const imagesSchema = z.object({ images: jsonColumn(z.array(imageSchema)) });

/** The kept pictures, and their end. */
export interface StoredKeptPictures extends KeptPictures, PrivateDocuments {
  /** Deletes what is older than {@link keptForMs}. @throws {@link BotError} `store.unavailable` */
  sweep(): Promise<void>;
}

/** @see KeptPictures */
export function createKeptPictures({
  store: { database },
  now,
}: {
  readonly store: Pick<Store, 'database'>;
  readonly now: () => number;
}): StoredKeptPictures {
  const endedAtMs = () => now() - keptForMs;

  async function list(condition: string, parameters: readonly (string | number)[]) {
    const select = `SELECT job_id AS id, guild_id AS "guildId", user_id AS "userId", at_ms AS "atMs", bytes FROM kept_pictures
      WHERE ${condition} ORDER BY position`;
    return (await database.query(select, parameters)).map((row) => readRow(entrySchema, row, 'a kept picture'));
  }

  return {
    name: 'keptPictures',
    keep: (owner, images) => database.transaction((transaction) => keepIn(transaction, { owner, images, atMs: now() })),
    async listOf(guild, user) {
      const fresh = await list('guild_id = $1 AND user_id = $2 AND at_ms > $3', [guild, user, endedAtMs()]);
      return fresh.toReversed().map(({ id, atMs }) => ({ id, untilMs: atMs + keptForMs }));
    },
    async find({ id, guildId: guild, userId: user }) {
      const [row] = await database.query(
        'SELECT images FROM kept_pictures WHERE guild_id = $1 AND job_id = $2 AND user_id = $3 AND at_ms > $4',
        [guild, id, user, endedAtMs()],
      );
      return row === undefined ? null : readRow(imagesSchema, row, 'a kept picture').images;
    },
    async sweep() {
      // They are paid for: the week starts again where a wrong clock has written when they were kept.
      const correct = 'UPDATE kept_pictures SET at_ms = $2 WHERE at_ms > $1';
      await database.query(correct, [farAheadFromMs(now()), now()]);
      await database.query('DELETE FROM kept_pictures WHERE at_ms <= $1', [endedAtMs()]);
    },
    exportOf: (guild, user) => list('guild_id = $1 AND user_id = $2', [guild, user]),
    async erase(guild, user) {
      await database.query('DELETE FROM kept_pictures WHERE guild_id = $1 AND user_id = $2', [guild, user]);
      return null;
    },
  };
}

interface Kept {
  readonly owner: JobOwner;
  readonly images: readonly ImageFile[];
  readonly atMs: number;
}

/** One at a time in all processes: the bytes of all guilds are counted together. */
async function keepIn(transaction: Transaction, { owner, images, atMs }: Kept): Promise<void> {
  const { id, guildId: guild, userId: user } = owner;
  await transaction.lock('keptPictures');
  const bytes = images.reduce((sum, image) => sum + image.bytes.byteLength, 0);
  const asText = images.map(({ bytes: data, format, widthPx, heightPx }) => {
    return { base64: Buffer.from(data).toString('base64'), format, widthPx, heightPx };
  });
  await transaction.query(
    `INSERT INTO kept_pictures (guild_id, job_id, user_id, position, at_ms, bytes, images)
      VALUES ($1, $2, $3, (SELECT COALESCE(MAX(position), 0) + 1 FROM kept_pictures), $4, $5, $6)
      ON CONFLICT (guild_id, job_id) DO UPDATE SET user_id = excluded.user_id, position = excluded.position,
        at_ms = excluded.at_ms, bytes = excluded.bytes, images = excluded.images`,
    [guild, id, user, atMs, bytes, JSON.stringify(asText)],
  );
  await transaction.query(
    `DELETE FROM kept_pictures WHERE guild_id = $1 AND user_id = $2 AND position NOT IN (
      SELECT position FROM kept_pictures WHERE guild_id = $1 AND user_id = $2 ORDER BY position DESC LIMIT $3)`,
    [guild, user, mostKeptOfMember],
  );
  await transaction.query(
    `DELETE FROM kept_pictures WHERE position IN (
      SELECT position FROM (SELECT position, SUM(bytes) OVER (ORDER BY position DESC) AS total FROM kept_pictures) AS sums
      WHERE total > $1)`,
    [mostKeptBytes],
  );
}
