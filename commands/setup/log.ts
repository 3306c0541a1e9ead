import { ApplicationCommandOptionType } from 'discord.js';
import type { PressCall } from '../../src/discord/calls.ts';
import type { OutgoingMessage } from '../../src/discord/message.ts';
import { type OptionDefinition, readOptions } from '../../src/discord/options.ts';
import { described } from '../../src/discord/wording/described.ts';
import { changeNames, settingTexts, setupTexts } from '../../src/discord/wording/setup.ts';
import { noticeTexts } from '../../src/discord/wording/setup-hints.ts';
import { channelId } from '../../src/domain/ids.ts';
import type { Bot } from '../command.ts';
import { carryOut, type Plan, type Run } from './plan.ts';
import { postChannelProblem, postChannelTypes } from './post-channel.ts';

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
  [actions.off]: (call: PressCall, bot: Bot) => decide(call, bot, true),
  [actions.keep]: (call: PressCall, bot: Bot) => decide(call, bot, false),
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

async function decide({ caller, update }: PressCall, bot: Bot, isOff: boolean): Promise<void> {
  const content = await decided(caller, bot, isOff);
  await update({ content, buttons: [] });
}

async function decided(caller: PressCall['caller'], bot: Bot, isOff: boolean): Promise<string> {
  if (!caller.isManager) return setupTexts.notManager;
  return isOff ? (await carryOut(plan, { caller, options: [] }, bot)).text : noticeTexts.kept;
}
