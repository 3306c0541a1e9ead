import { z } from 'zod';
import { openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import { guildId, jobId, userId } from '../domain/ids.ts';
import type { KeptOwner, KeptPictures } from '../domain/kept-picture.ts';
import { createOneAtATime } from '../domain/one-at-a-time.ts';
import type { PrivateDocuments } from './private-documents.ts';

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
type Entry = z.infer<typeof entrySchema>;
const listSchema = z.object({ kept: z.array(entrySchema) });
const imagesSchema = z.object({
  images: z.array(
    z.object({
      base64: z.base64(),
      format: z.enum(['png', 'jpeg', 'webp', 'gif']),
      widthPx: z.number(),
      heightPx: z.number(),
    }),
  ),
});
/** There is one list: it is short, and bounds them all. */
const listKey = 'all';

/** The kept pictures, and their end. */
export interface StoredKeptPictures extends KeptPictures, PrivateDocuments {
  /** Deletes what is older than {@link keptForMs}. @throws {@link BotError} `store.unavailable` */
  sweep(): Promise<void>;
}

/** @see KeptPictures */
export function createKeptPictures({
  store,
  now,
}: {
  readonly store: Store;
  readonly now: () => number;
}): StoredKeptPictures {
  const lists = openDocuments(store.namespace('keptpicturelist'), listSchema);
  const rows = openDocuments(store.namespace('keptpictures'), imagesSchema);
  const inTurn = createOneAtATime();
  const list = async () => (await lists.get(listKey))?.kept ?? [];
  const isFresh = ({ atMs }: Entry) => now() - atMs < keptForMs;
  const keyOf = ({ guildId: guild, id }: Pick<KeptOwner, 'guildId' | 'id'>) => `${guild}:${id}`;

  /** The row goes first: what no list names would never be found again. */
  async function leave(all: readonly Entry[], isKept: (entry: Entry) => boolean): Promise<void> {
    const gone = all.filter((entry) => !isKept(entry));
    if (gone.length === 0) return;
    for (const entry of gone) await rows.delete(keyOf(entry));
    await lists.set(listKey, { kept: all.filter(isKept) });
  }

  async function keep(owner: KeptOwner, images: Parameters<KeptPictures['keep']>[1]): Promise<void> {
    const { id, guildId: guild, userId: user } = owner;
    const bytes = images.reduce((sum, image) => sum + image.bytes.byteLength, 0);
    const others = (await list()).filter((entry) => keyOf(entry) !== keyOf(owner));
    const kept = [...others, { id, guildId: guild, userId: user, atMs: now(), bytes }];
    await lists.set(listKey, { kept });
    const inRow = images.map(({ bytes: data, format, widthPx, heightPx }) => {
      return { base64: Buffer.from(data).toString('base64'), format, widthPx, heightPx };
    });
    await rows.set(keyOf(owner), { images: inRow });
    await leave(kept, fitting(kept));
  }

  return {
    name: 'keptPictures',
    keep: (owner, images) => inTurn(listKey, () => keep(owner, images)),
    async listOf(guild, user) {
      const own = (await list()).filter((entry) => entry.guildId === guild && entry.userId === user && isFresh(entry));
      return own.toReversed().map(({ id, atMs }) => ({ id, untilMs: atMs + keptForMs }));
    },
    async find(owner) {
      const entry = (await list()).find((each) => keyOf(each) === keyOf(owner));
      if (entry?.userId !== owner.userId || !isFresh(entry)) return null;
      const row = await rows.get(keyOf(owner));
      return row?.images.map(({ base64, ...image }) => ({ ...image, bytes: Buffer.from(base64, 'base64') })) ?? null;
    },
    sweep: () => inTurn(listKey, async () => leave(await list(), isFresh)),
    exportOf: async (guild, user) => (await list()).filter((entry) => entry.guildId === guild && entry.userId === user),
    erase: (guild, user) =>
      inTurn(listKey, async () => {
        await leave(await list(), (entry) => entry.guildId !== guild || entry.userId !== user);
        return null;
      }),
  };
}

/** The newest of each member, and of all as many as there is room for. */
function fitting(kept: readonly Entry[]): (entry: Entry) => boolean {
  const fits = new Set<Entry>();
  let bytes = 0;
  for (const entry of kept.toReversed()) {
    const own = [...fits].filter(({ guildId: g, userId: u }) => g === entry.guildId && u === entry.userId).length;
    bytes += entry.bytes;
    if (own < mostKeptOfMember && bytes <= mostKeptBytes) fits.add(entry);
  }
  return (entry) => fits.has(entry);
}
