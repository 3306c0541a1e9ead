import { z } from 'zod';
import { openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import { type GuildId, guildId, type JobId, jobId, type UserId, userId } from '../domain/ids.ts';
import { createOneAtATime } from '../domain/one-at-a-time.ts';
import type { PickedPictures, Picks } from '../domain/picked-pictures.ts';
import { openJobIndex } from './job-index.ts';
import type { PrivateDocuments } from './private-documents.ts';
import { sourceImageSchema } from './source-image.ts';

/** An address of Discord's is good for a day. */
const goodForMs = 24 * 60 * 60_000;
/** A member has one form open, or a few. */
const mostOfMember = 5;

const pickSchema = z.object({
  id: z.string().transform(jobId),
  guildId: z.string().transform(guildId),
  userId: z.string().transform(userId),
  images: z.array(sourceImageSchema),
  atMs: z.number(),
});
const idsSchema = z.object({ ids: z.array(z.string().transform(jobId)) });
const names = { open: 'openpicks', ended: 'keptpicks', hours: 'keptpickhours' };
/** One key: the hours are shared by all. Asked for within a member's turn, never the other way about. */
const hoursTurn = 'hours';

type Member = Pick<PickedPictures, 'guildId' | 'userId'>;

/** The kept picks, and their end. */
export interface StoredPicks extends Picks, PrivateDocuments {
  /** Deletes those whose addresses are good for nothing any more, to the hour. @throws {@link BotError} `store.unavailable` */
  sweep(): Promise<void>;
}

/** Where pictures lie that members have picked: addresses and names, a few for each member, for a day. */
export function createPicks({ store, now }: { readonly store: Store; readonly now: () => number }): StoredPicks {
  const rows = openDocuments(store.namespace('picks'), pickSchema);
  const byMember = openDocuments(store.namespace('picksof'), idsSchema);
  const index = openJobIndex(store, names);
  const inTurn = createOneAtATime();
  const idsOf = async (guild: GuildId, user: UserId) => (await byMember.get(`${guild}:${user}`))?.ids ?? [];

  const inTurnOf = <T>({ guildId: guild, userId: user }: Member, work: () => Promise<T>) =>
    inTurn(`${guild}:${user}`, work);

  async function list(guild: GuildId, user: UserId, ids: readonly JobId[]): Promise<void> {
    if (ids.length === 0) await byMember.delete(`${guild}:${user}`);
    else await byMember.set(`${guild}:${user}`, { ids: [...ids] });
  }

  /** The lists first: a row that no list has would never be found again. */
  async function keep(picked: PickedPictures): Promise<void> {
    const { id, guildId: guild, userId: user } = picked;
    const ids = [...(await idsOf(guild, user)).filter((each) => each !== id), id];
    await list(guild, user, ids.slice(-mostOfMember));
    for (const old of ids.slice(0, -mostOfMember)) await rows.delete(old);
    await inTurn(hoursTurn, () => index.addEnded(id, now()));
    await rows.set(id, { ...picked, images: [...picked.images], atMs: now() });
  }

  async function find({ id, guildId: guild, userId: user }: Member & { readonly id: JobId }) {
    const found = await rows.get(id);
    if (found === null || found.guildId !== guild || found.userId !== user) return null;
    return now() - found.atMs < goodForMs ? found.images : null;
  }

  async function drop({ id, guildId: guild, userId: user }: Member & { readonly id: JobId }): Promise<void> {
    const ids = await idsOf(guild, user);
    await list(
      guild,
      user,
      ids.filter((each) => each !== id),
    );
    await rows.delete(id);
  }

  async function sweepHour(hour: string): Promise<void> {
    for (const id of await index.endedIn(hour)) {
      const found = await rows.get(id);
      if (found !== null) await inTurnOf(found, () => drop(found));
    }
    await inTurn(hoursTurn, () => index.dropBucket(hour));
  }

  async function eraseMember(guild: GuildId, user: UserId): Promise<null> {
    for (const id of await idsOf(guild, user)) await rows.delete(id);
    await byMember.delete(`${guild}:${user}`);
    return null;
  }

  return {
    name: 'pickedPictures',
    keep: (picked) => inTurnOf(picked, () => keep(picked)),
    find: (picked) => inTurnOf(picked, () => find(picked)),
    async sweep() {
      for (const hour of await index.bucketsBefore(now() - goodForMs)) await sweepHour(hour);
    },
    exportOf: async (guild, user) => {
      const found = await rows.getMany(await idsOf(guild, user));
      return found.filter((each) => each !== null);
    },
    erase: (guild, user) => inTurnOf({ guildId: guild, userId: user }, () => eraseMember(guild, user)),
  };
}
