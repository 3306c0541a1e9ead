import { z } from 'zod';
import { openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import { type Favourite, type Favourites, mostFavourites } from '../domain/favourite.ts';
import { type GuildId, jobId, type UserId } from '../domain/ids.ts';
import { createOneAtATime } from '../domain/one-at-a-time.ts';
import type { PrivateDocuments } from './private-documents.ts';

const favouritesSchema = z.object({
  favourites: z.array(z.object({ jobId: z.string().transform(jobId), atMs: z.number() })),
});

/** One document per member and guild, with ids and moments only: what a picture was is in its job. */
export function createFavourites(store: Store): Favourites & PrivateDocuments {
  const table = openDocuments(store.namespace('favourites'), favouritesSchema);
  const inTurn = createOneAtATime();
  const keyOf = (guildId: GuildId, userId: UserId) => `${guildId}:${userId}`;
  const list = async (guildId: GuildId, userId: UserId): Promise<readonly Favourite[]> =>
    (await table.get(keyOf(guildId, userId)))?.favourites ?? [];

  async function write(guildId: GuildId, userId: UserId, favourites: readonly Favourite[]): Promise<void> {
    const key = keyOf(guildId, userId);
    if (favourites.length === 0) await table.delete(key);
    else await table.set(key, { favourites: [...favourites] });
  }

  return {
    list,
    toggle: (guildId, userId, favourite) =>
      inTurn(keyOf(guildId, userId), async () => {
        const before = await list(guildId, userId);
        const others = before.filter((each) => each.jobId !== favourite.jobId);
        const isNew = others.length === before.length;
        if (isNew && before.length >= mostFavourites) return 'full';
        await write(guildId, userId, isNew ? [favourite, ...before] : others);
        return isNew ? 'added' : 'taken';
      }),
    drop: (guildId, userId, ids) =>
      inTurn(keyOf(guildId, userId), async () => {
        const before = await list(guildId, userId);
        const left = before.filter((each) => !ids.includes(each.jobId));
        if (left.length < before.length) await write(guildId, userId, left);
      }),
    name: 'favourites',
    exportOf: list,
    erase: (guildId, userId) =>
      inTurn(keyOf(guildId, userId), async () => {
        await write(guildId, userId, []);
        return null;
      }),
  };
}
