import type { Caller } from '#discord/interactions/interaction.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { checkAsker } from '#moderation/rules.ts';
import type { Bot } from './command.ts';

/**
 * Before a form opens: a member who can make no picture here reads so before they fill it in. Resolves with the server's
 * settings.
 *
 * @throws {@link BotError} `refused.suspended`, `refused.rules`, `store.unavailable`
 */
export async function checkBeforeForm(caller: Caller, bot: Bot): Promise<GuildSettings> {
  const { guildId, userId } = caller;
  const [settings, member] = await Promise.all([bot.settings(guildId), bot.memberRecord(guildId, userId)]);
  checkAsker(caller, { settings, member, nowMs: bot.now() });
  return settings;
}
