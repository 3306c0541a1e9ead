import { openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import { BotError } from '../domain/errors.ts';
import { defaultGuildSettings, type GuildSettings, guildSettingsSchema } from '../domain/guild-settings.ts';
import type { GuildId } from '../domain/ids.ts';
import type { GuildSettingsStore } from '../domain/moderation.ts';
import { createOneAtATime } from '../domain/one-at-a-time.ts';

/**
 * The guilds' settings, one document each. A change that does not fit its schema is refused before it is written, so that
 * what is stored can always be read.
 */
export function createGuildSettings(store: Store): GuildSettingsStore {
  const table = openDocuments(store.namespace('guildsettings'), guildSettingsSchema);
  const inTurn = createOneAtATime();
  const get = async (guildId: GuildId) => (await table.get(guildId)) ?? defaultGuildSettings;
  return {
    get,
    change: (guildId, change) =>
      inTurn(guildId, async () => {
        const settings = checked(change(await get(guildId)));
        await table.set(guildId, settings);
        return settings;
      }),
  };
}

/** @throws {@link BotError} `bug` */
function checked(settings: GuildSettings): GuildSettings {
  const parsed = guildSettingsSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  throw new BotError('bug', `settings that do not fit: ${parsed.error.message}`, {}, parsed.error);
}
