import { ApplicationCommandOptionType } from 'discord.js';
import { channelId } from '#core/ids.ts';
import { type OptionDefinition, readOptions } from '#discord/interactions/options.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { described } from '#i18n/t.ts';
import { noticeTexts } from './hints.ts';
import { postChannelProblem, postChannelTypes } from './log.ts';
import { type Asked, type Change, carryOut, type Plan, type Run } from './plan.ts';
import { changeNames, settingTexts } from './view.ts';

const options = [
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'threshold',
    ...described('setup.approvals.threshold.description'),
    min_value: 0,
    max_value: 1_000_000_000,
  },
  {
    type: ApplicationCommandOptionType.Channel,
    name: 'channel',
    ...described('setup.approvals.channel.description'),
    channel_types: postChannelTypes,
  },
  {
    type: ApplicationCommandOptionType.Boolean,
    name: 'off',
    ...described('setup.approvals.off.description'),
  },
] as const satisfies readonly OptionDefinition[];

/** `/setup approvals`. */
export const approvalsDefinition = {
  type: ApplicationCommandOptionType.Subcommand,
  name: 'approvals',
  ...described('setup.approvals.description'),
  options,
} as const satisfies OptionDefinition;

type Approvals = GuildSettings['approvals'];

const plan: Plan = (asked, settings) => {
  const { threshold, channel, isOff } = read(asked);
  if (isOff) {
    if (threshold !== null || channel !== null) return { refusal: noticeTexts.offAlone };
    return changeTo({ threshold: null, channelId: null }, settings, [noticeTexts.waiting]);
  }
  if (threshold === null && channel === null) return { refusal: noticeTexts.nothing };
  const before = settings.approvals;
  const next = { threshold: threshold ?? before.threshold, channelId: channel ?? before.channelId };
  if (next.channelId === null) return { refusal: noticeTexts.noChannel };
  return changeTo(next, settings, channel === null ? [] : [noticeTexts.permissions]);
};

/** @see approvalsDefinition */
export const approvals: Run = async (call, bot) => {
  const { channel } = read(call);
  const problem = channel === null ? null : await postChannelProblem(channel, call, bot);
  return problem ?? (await carryOut(plan, call, bot)).text;
};

function changeTo(next: Approvals, settings: GuildSettings, hints: readonly string[]): Change {
  return {
    next: { ...settings, approvals: next },
    what: changeNames.approvals,
    was: settingTexts.approvals(settings.approvals),
    now: settingTexts.approvals(next),
    hints,
  };
}

function read({ options: raw }: Pick<Asked, 'options'>) {
  const typed = readOptions(options, raw);
  const channel = typed.id('channel');
  return {
    threshold: typed.number('threshold'),
    channel: channel === null ? null : channelId(channel),
    isOff: typed.flag('off'),
  };
}
