import { z } from 'zod';
import { openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import type { GuildId, UserId } from '../domain/ids.ts';
import { type LastChoices, noChoice } from '../domain/last-choice.ts';
import { createOneAtATime } from '../domain/one-at-a-time.ts';
import type { PrivateDocuments } from './private-documents.ts';

const text = z.string().nullable();
const choiceSchema = z.object({ model: text, size: text });

/** One small document per member and guild; who has named nothing has none. It is written only when it changes. */
export function createLastChoices(store: Store): LastChoices & PrivateDocuments {
  const table = openDocuments(store.namespace('lastchoices'), choiceSchema);
  const inTurn = createOneAtATime();
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
