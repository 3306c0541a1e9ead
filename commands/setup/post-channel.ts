import { ChannelType } from 'discord.js';
import type { CommandCall } from '../../src/discord/calls.ts';
import { missingToPost } from '../../src/discord/permissions.ts';
import { foreignTexts } from '../../src/discord/wording/dispatch.ts';
import { setupTexts } from '../../src/discord/wording/setup.ts';
import { noticeTexts } from '../../src/discord/wording/setup-hints.ts';
import type { ChannelId } from '../../src/domain/ids.ts';
import type { Bot } from '../command.ts';

/** Kinds of channels that Easel writes into by itself. */
export const postChannelTypes = [ChannelType.GuildText, ChannelType.GuildAnnouncement] as const;

/**
 * Why Easel cannot post in a channel that was chosen for it; null where it can. What the interaction does not tell is asked
 * of Discord, and a channel of which nothing is known is refused: messages of this server would be read there.
 */
export async function postChannelProblem(
  id: ChannelId,
  { caller, resolvedChannels }: Pick<CommandCall, 'caller' | 'resolvedChannels'>,
  bot: Pick<Bot, 'locateChannel'>,
): Promise<string | null> {
  const told = resolvedChannels.get(id) ?? { type: null, guildId: null, appPermissions: null };
  if (told.type !== null && !postChannelTypes.some((type) => type === told.type)) return refused(noticeTexts.notText);
  const missing = told.appPermissions === null ? [] : missingToPost(told.appPermissions);
  if (missing.length > 0) return refused(noticeTexts.missing(id, missing));
  const place = told.guildId === caller.guildId ? 'here' : await bot.locateChannel(caller.guildId, id);
  switch (place) {
    case 'here':
      return null;
    case 'elsewhere':
      return foreignTexts.channel;
    case 'hidden':
      return refused(noticeTexts.missing(id, [...missingToPost('')]));
    case 'unknown':
      return refused(noticeTexts.unchecked);
  }
}

function refused(why: string): string {
  return setupTexts.refused(why);
}
