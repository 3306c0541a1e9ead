import { ApplicationCommandOptionType, ChannelType } from 'discord.js';
import { type ChannelId, channelId } from '#core/ids.ts';
import type { ButtonCall, CommandCall } from '#discord/interactions/calls.ts';
import { type OptionDefinition, readOptions } from '#discord/interactions/options.ts';
import { missingToPost } from '#discord/interactions/permissions.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { foreignTexts } from '#discord/texts/dispatch.ts';
import { described } from '#i18n/t.ts';
import type { Bot } from '../command.ts';
import { noticeTexts } from './hints.ts';
import { carryOut, type Plan, type Run } from './plan.ts';
import { changeNames, settingTexts, setupTexts } from './view.ts';

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

const options = [
  {
    type: ApplicationCommandOptionType.Channel,
    name: 'channel',
    ...described('setup.log.channel.description'),
    channel_types: postChannelTypes,
  },
] as const satisfies readonly OptionDefinition[];

/** `/setup log`. */
export const logDefinition = {
  type: ApplicationCommandOptionType.Subcommand,
  name: 'log',
  ...described('setup.log.description'),
  options,
} as const satisfies OptionDefinition;

const plan: Plan = ({ options: raw }, settings) => {
  const id = readOptions(options, raw).id('channel');
  return {
    next: { ...settings, logChannelId: id === null ? null : channelId(id) },
    what: changeNames.log,
    was: settingTexts.channel(settings.logChannelId),
    now: settingTexts.channel(id),
    hints: id === null ? [] : [noticeTexts.permissions],
  };
};

/** @see logDefinition */
export const log: Run = async (call, bot) => {
  const id = readOptions(options, call.options).id('channel');
  if (id === null) return askToSwitchOff(call, bot);
  return (await postChannelProblem(channelId(id), call, bot)) ?? (await carryOut(plan, call, bot)).text;
};

const actions = { off: 'log_off', keep: 'log_keep' } as const;

/** The buttons of the question. Whoever presses has to be a manager at that moment. */
export const logSettingPresses = {
  [actions.off]: (call: ButtonCall, bot: Bot) => decide(call, bot, true),
  [actions.keep]: (call: ButtonCall, bot: Bot) => decide(call, bot, false),
};

/** An option that was forgotten must not silence the log. */
async function askToSwitchOff(call: Parameters<Run>[0], bot: Bot): Promise<string | OutgoingMessage> {
  const { guildId, userId } = call.caller;
  const { logChannelId } = await bot.settings(guildId);
  if (logChannelId === null) return (await carryOut(plan, call, bot)).text;
  return {
    content: noticeTexts.askOff(logChannelId),
    buttons: [
      { id: { action: actions.off, subject: userId, extra: null }, label: noticeTexts.off, look: 'danger' },
      { id: { action: actions.keep, subject: userId, extra: null }, label: noticeTexts.keep, look: 'plain' },
    ],
  };
}

async function decide({ caller, update }: ButtonCall, bot: Bot, isOff: boolean): Promise<void> {
  const content = await decided(caller, bot, isOff);
  await update({ content, buttons: [] });
}

async function decided(caller: ButtonCall['caller'], bot: Bot, isOff: boolean): Promise<string> {
  if (!caller.isManager) return setupTexts.notManager;
  return isOff ? (await carryOut(plan, { caller, options: [] }, bot)).text : noticeTexts.kept;
}
