import { z } from 'zod';
import type { GuildId, UserId } from '#core/ids.ts';
import { createKeyedMutex } from '#core/lock.ts';
import { openDocuments } from '#db/documents.ts';
import type { Store } from '#db/open-store.ts';
import type { PrivateDocuments } from '#db/private-documents.ts';

/** What a member last named in `/imagine`, each for itself; null for what they never named. */
export interface LastChoice {
  /** Its id. */
  readonly model: string | null;
  /** As it was typed. */
  readonly size: string | null;
}

/** Of a member who has named nothing. */
export const noChoice: LastChoice = { model: null, size: null };

/** What members last named, in one guild each. @throws {@link BotError} `store.unavailable` */
export interface LastChoices {
  get(guildId: GuildId, userId: UserId): Promise<LastChoice>;
  /** What is null stays as it was. */
  remember(guildId: GuildId, userId: UserId, named: LastChoice): Promise<void>;
  /** False where there was nothing to forget. */
  forget(guildId: GuildId, userId: UserId): Promise<boolean>;
}

const text = z.string().nullable();
const choiceSchema = z.object({ model: text, size: text });

/** One small document per member and guild; who has named nothing has none. It is written only when it changes. */
export function createLastChoices(store: Store): LastChoices & PrivateDocuments {
  const table = openDocuments(store.namespace('lastchoices'), choiceSchema);
  const inTurn = createKeyedMutex();
  const keyOf = (guildId: GuildId, userId: UserId) => `${guildId}:${userId}`;
  const get = async (guildId: GuildId, userId: UserId) => (await table.get(keyOf(guildId, userId))) ?? noChoice;

  const forget = (guildId: GuildId, userId: UserId) =>
    inTurn(keyOf(guildId, userId), async () => {
      const wasThere = (await table.get(keyOf(guildId, userId))) !== null;
      await table.delete(keyOf(guildId, userId));
      return wasThere;
    });

  return {
    get,
    remember: (guildId, userId, named) =>
      inTurn(keyOf(guildId, userId), async () => {
        const before = await get(guildId, userId);
        const now = { model: named.model ?? before.model, size: named.size ?? before.size };
        if (now.model === before.model && now.size === before.size) return;
        await table.set(keyOf(guildId, userId), now);
      }),
    forget,
    name: 'lastChoice',
    exportOf: async (guildId, userId) => {
      const choice = await table.get(keyOf(guildId, userId));
      return choice === null ? [] : [choice];
    },
    erase: async (guildId, userId) => {
      await forget(guildId, userId);
      return null;
    },
  };
}
