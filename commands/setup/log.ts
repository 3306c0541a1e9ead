import { ApplicationCommandOptionType, ChannelType } from 'discord.js';
import { type OptionDefinition, readOptions } from '../../src/discord/options.ts';
import { described } from '../../src/discord/wording/described.ts';
import { changeNames, settingTexts } from '../../src/discord/wording/setup.ts';
import { noticeTexts } from '../../src/discord/wording/setup-hints.ts';
import { channelId } from '../../src/domain/ids.ts';
import { changing, type Plan } from './plan.ts';

const options = [
  {
    type: ApplicationCommandOptionType.Channel,
    name: 'channel',
    ...described('setup.log.channel.description'),
    channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
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
export const log = changing(plan);
