import { z } from 'zod';
import { farAheadFromMs } from '#core/clock.ts';
import { type ChannelId, guildId, type JobId, type JobOwner, jobId, type MessageId, userId } from '#core/ids.ts';
import type { Transaction } from '#db/database.ts';
import type { Store } from '#db/open-store.ts';
import type { PrivateDocuments } from '#db/private-documents.ts';
import { jsonColumn, readRow } from '#db/rows.ts';
import { type SourceImage, sourceImageSchema } from '#media/media.ts';

/**
 * The pictures of a message, looked up by the bot's own right; none where the message is gone.
 *
 * @throws {@link BotError} `refused.image` when Discord does not answer, or does not let the bot look there
 */
export type FindPictures = (channelId: ChannelId, messageId: MessageId) => Promise<readonly SourceImage[]>;

/** Pictures that a member chose to edit from a message which the bot may not read, until their form is sent. */
export interface SelectedPictures extends JobOwner {
  readonly images: readonly SourceImage[];
}

/** They survive restarts, for as long as their addresses are good. @throws {@link BotError} `store.unavailable` */
export interface PendingEdits {
  keep(picked: SelectedPictures): Promise<void>;
  /** Null where they are gone, or belong to another member. */
  find(picked: JobOwner): Promise<readonly SourceImage[] | null>;
}

/** An address of Discord's is good for a day. */
const goodForMs = 24 * 60 * 60_000;
/** A member has one form open, or a few. */
const mostOfMember = 5;

const imagesSchema = z.object({ images: jsonColumn(z.array(sourceImageSchema)) });
const rowSchema = imagesSchema.extend({
  id: z.string().transform(jobId),
  guildId: z.string().transform(guildId),
  userId: z.string().transform(userId),
  atMs: z.number(),
});

/** The kept picks, and their end. */
export interface StoredPendingEdits extends PendingEdits, PrivateDocuments {
  /** Deletes those whose addresses are good for nothing any more. @throws {@link BotError} `store.unavailable` */
  sweep(): Promise<void>;
}

/** Where pictures lie that members have picked: addresses and names, a few for each member, for a day. */
export function createPendingEdits({
  store: { database },
  now,
}: {
  readonly store: Pick<Store, 'database'>;
  readonly now: () => number;
}): StoredPendingEdits {
  /** Edits that are being written: Discord shows the form meanwhile. */
  const underWay = new Map<JobId, Promise<void>>();

  return {
    name: 'pickedPictures',
    keep(picked) {
      const writing = database
        .transaction((transaction) => keepIn(transaction, picked, now()))
        .finally(() => underWay.delete(picked.id));
      underWay.set(picked.id, writing);
      return writing;
    },
    async find({ id, guildId: guild, userId: user }) {
      await underWay.get(id)?.catch(() => undefined);
      const [row] = await database.query(
        'SELECT images FROM picks WHERE job_id = $1 AND guild_id = $2 AND user_id = $3 AND at_ms > $4',
        [id, guild, user, now() - goodForMs],
      );
      return row === undefined ? null : readRow(imagesSchema, row, 'a picture that was picked').images;
    },
    async sweep() {
      // A form may still be open: the day starts again where a wrong clock has written when they were selected.
      await database.query('UPDATE picks SET at_ms = $2 WHERE at_ms > $1', [farAheadFromMs(now()), now()]);
      await database.query('DELETE FROM picks WHERE at_ms <= $1', [now() - goodForMs]);
    },
    async exportOf(guild, user) {
      const select = `SELECT job_id AS id, guild_id AS "guildId", user_id AS "userId", at_ms AS "atMs", images FROM picks
        WHERE guild_id = $1 AND user_id = $2 ORDER BY at_ms, job_id`;
      const rows = await database.query(select, [guild, user]);
      return rows.map((row) => readRow(rowSchema, row, 'a picture that was picked'));
    },
    async erase(guild, user) {
      await database.query('DELETE FROM picks WHERE guild_id = $1 AND user_id = $2', [guild, user]);
      return null;
    },
  };
}

/** The member's oldest make room for the new one. */
async function keepIn(transaction: Transaction, picked: SelectedPictures, nowMs: number): Promise<void> {
  const { id, guildId: guild, userId: user, images } = picked;
  await transaction.lock(`picks:${guild}:${user}`);
  await transaction.query(
    `INSERT INTO picks (job_id, guild_id, user_id, at_ms, images) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (job_id) DO UPDATE SET at_ms = excluded.at_ms, images = excluded.images`,
    [id, guild, user, nowMs, JSON.stringify(images)],
  );
  await transaction.query(
    `DELETE FROM picks WHERE guild_id = $1 AND user_id = $2 AND job_id <> $3 AND job_id NOT IN (
      SELECT job_id FROM picks WHERE guild_id = $1 AND user_id = $2 AND job_id <> $3
      ORDER BY at_ms DESC, job_id DESC LIMIT $4)`,
    [guild, user, id, mostOfMember - 1],
  );
}
