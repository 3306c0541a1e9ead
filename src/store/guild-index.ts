import { z } from 'zod';
import { openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import { type GuildId, guildId } from '../domain/ids.ts';
import { createOneAtATime } from '../domain/one-at-a-time.ts';

/** Every guild that has, or was about to have, a journal. */
export interface GuildIndex {
  /** Before the guild's first entry. Harmless when repeated. @throws {@link BotError} `store.unavailable` */
  add(id: GuildId): Promise<void>;
  /** @throws {@link BotError} `store.unavailable` */
  list(): Promise<readonly GuildId[]>;
}

const schema = z.object({ ids: z.array(z.string().transform(guildId)) });
const key = 'all';

/** @see GuildIndex */
export function openGuildIndex(store: Store): GuildIndex {
  const table = openDocuments(store.namespace('guilds'), schema);
  const inTurn = createOneAtATime();
  const list = async () => (await table.get(key))?.ids ?? [];
  return {
    list,
    add: (id) =>
      inTurn(key, async () => {
        const ids = await list();
        if (!ids.includes(id)) await table.set(key, { ids: [...ids, id] });
      }),
  };
}
