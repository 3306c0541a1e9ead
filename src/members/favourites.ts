import { z } from 'zod';
import { type GuildId, type JobId, jobId, type UserId } from '#core/ids.ts';
import type { Transaction } from '#db/database.ts';
import type { Store } from '#db/open-store.ts';
import type { PrivateDocuments } from '#db/private-documents.ts';
import { readRow } from '#db/rows.ts';

/** How many pictures a member may have marked in a guild. */
export const mostFavourites = 200;

const favouriteSchema = z.object({
  jobId: z.string().transform(jobId),
  /** When it was marked, Unix milliseconds. */
  atMs: z.number(),
});
/** A picture that a member has marked. */
export type Favourite = Readonly<z.output<typeof favouriteSchema>>;

/** What a press has come to; `full` changes nothing. */
export type FavouriteToggled = 'added' | 'taken' | 'full';

/** What members have marked, in one guild each. @throws {@link BotError} `store.unavailable` */
export interface Favourites {
  /** Newest first. */
  list(guildId: GuildId, userId: UserId): Promise<readonly Favourite[]>;
  /** Marks the picture, or takes the mark away where it is there. */
  toggle(guildId: GuildId, userId: UserId, favourite: Favourite): Promise<FavouriteToggled>;
  /** Takes away the marks of pictures that are gone. Harmless when repeated. */
  drop(guildId: GuildId, userId: UserId, ids: readonly JobId[]): Promise<void>;
}

const ofMember = 'guild_id = $1 AND user_id = $2';

/** What members have marked: ids and moments only. What a picture was is in its job. */
export function createFavourites({ database }: Pick<Store, 'database'>): Favourites & PrivateDocuments {
  async function list(guildId: GuildId, userId: UserId): Promise<readonly Favourite[]> {
    const select = `SELECT job_id AS "jobId", at_ms AS "atMs" FROM favourites WHERE ${ofMember}
      ORDER BY at_ms DESC, job_id DESC`;
    return (await database.query(select, [guildId, userId])).map((row) => readRow(favouriteSchema, row, 'a favourite'));
  }

  return {
    list,
    toggle: (guildId, userId, favourite) =>
      database.transaction((transaction) => toggleIn(transaction, [guildId, userId], favourite)),
    async drop(guildId, userId, ids) {
      if (ids.length === 0) return;
      const places = ids.map((_, index) => `$${index + 3}`).join(', ');
      await database.query(`DELETE FROM favourites WHERE ${ofMember} AND job_id IN (${places})`, [
        guildId,
        userId,
        ...ids,
      ]);
    },
    name: 'favourites',
    exportOf: list,
    async erase(guildId, userId) {
      await database.query(`DELETE FROM favourites WHERE ${ofMember}`, [guildId, userId]);
      return null;
    },
  };
}

/** Counts while no other process adds one. */
async function toggleIn(
  transaction: Transaction,
  member: readonly [GuildId, UserId],
  { jobId: id, atMs }: Favourite,
): Promise<FavouriteToggled> {
  await transaction.lock(`favourites:${member.join(':')}`);
  const remove = `DELETE FROM favourites WHERE ${ofMember} AND job_id = $3 RETURNING job_id`;
  if ((await transaction.query(remove, [...member, id])).length > 0) return 'taken';
  const count = `SELECT COUNT(*) AS count FROM favourites WHERE ${ofMember}`;
  const [row] = await transaction.query(count, member);
  if (Number(row?.count) >= mostFavourites) return 'full';
  const add = 'INSERT INTO favourites (guild_id, user_id, job_id, at_ms) VALUES ($1, $2, $3, $4)';
  await transaction.query(add, [...member, id, atMs]);
  return 'added';
}
