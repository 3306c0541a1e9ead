import { ChannelType } from 'discord.js';
import { type ChannelId, channelId } from '#core/ids.ts';
import type { ButtonCall, CommandCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { missingToPost } from '#discord/interactions/permissions.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { t } from '#i18n/t.ts';
import type { Bot, Subcommand } from '../command.ts';
import { confirmation } from '../confirm.ts';
import { option, subcommand } from '../options.ts';
import { type Change, carryOut, changing, type Plan, type Refusal } from './plan.ts';
import { settingTexts, setupTexts } from './view.ts';

/** Kinds of channels that Easel writes into by itself. */
export const postChannelTypes = [ChannelType.GuildText, ChannelType.GuildAnnouncement] as const;

/**
 * Why Easel can't post in a channel that was chosen for it, or null. Asks Discord for what the interaction does not tell, and
 * refuses a channel that Discord does not know: this server's messages would be read there.
 */
export async function postChannelProblem(
  id: ChannelId,
  { caller, resolvedChannels }: Pick<CommandCall, 'caller' | 'resolvedChannels'>,
  bot: Bot,
): Promise<string | null> {
  const channel = resolvedChannels.get(id) ?? { type: null, guildId: null, appPermissions: null };
  if (channel.type !== null && !postChannelTypes.some((type) => type === channel.type)) {
    return setupTexts.refused(t('notices.notText'));
  }
  const missing = channel.appPermissions === null ? [] : missingToPost(channel.appPermissions);
  if (missing.length > 0) return missingIn(id, missing);
  const place = channel.guildId === caller.guildId ? 'here' : await bot.locateChannel(caller.guildId, id);
  switch (place) {
    case 'here':
      return null;
    case 'elsewhere':
      return t('dispatch.foreign.channel');
    case 'hidden':
      return missingIn(id, missingToPost(''));
    case 'unknown':
      return setupTexts.refused(t('notices.unchecked'));
  }
}

function missingIn(id: ChannelId, permissions: readonly string[]): string {
  const facts = { channel: settingTexts.channel(id), permissions: permissions.join(', ') };
  return setupTexts.refused(t('notices.missing', facts));
}

const logOptions = [
  option.channel('channel', 'setup.log.channel.description', { channel_types: postChannelTypes }),
] as const;

/** Without a channel the log is off. */
export const planLog: Plan = ({ options }, settings) => {
  const id = readOptions(logOptions, options).id('channel');
  return {
    next: { ...settings, logChannelId: id === null ? null : channelId(id) },
    what: t('setup.what.log'),
    was: settingTexts.channel(settings.logChannelId),
    now: settingTexts.channel(id),
    hints: id === null ? [] : [t('notices.permissions')],
  };
};

const actions = { off: 'log_off', keep: 'log_keep' } as const;

/** `/setup log`. */
export const log: Subcommand = {
  data: subcommand('log', 'setup.log.description', logOptions),
  async run(call, bot) {
    const id = readOptions(logOptions, call.options).id('channel');
    if (id !== null) return (await postChannelProblem(channelId(id), call, bot)) ?? changing(planLog)(call, bot);
    const { guildId, userId: subject } = call.caller;
    const { logChannelId } = await bot.settings(guildId);
    if (logChannelId === null) return changing(planLog)(call, bot);
    // Asked first: an option that was forgotten must not silence the log.
    const question = t('notices.askOff', { channel: settingTexts.channel(logChannelId) });
    const off = { action: actions.off, subject, extra: null };
    return confirmation(question, 'silence', off, { action: actions.keep, label: t('notices.keep.label') });
  },
};

/** The buttons of that question. The permission is checked again when one is pressed. */
export const logComponents = {
  [actions.off]: (call: ButtonCall, bot: Bot) =>
    decide(call, async () => (await carryOut(planLog, { caller: call.caller, options: [] }, bot)).text),
  [actions.keep]: (call: ButtonCall) => decide(call, async () => t('notices.kept')),
};

async function decide({ caller, update }: ButtonCall, act: () => Promise<string>): Promise<void> {
  await update({ content: caller.isManager ? await act() : t('setup.notManager') });
}

const approvalsOptions = [
  option.integer('threshold', 'setup.approvals.threshold.description', { min_value: 0, max_value: 1_000_000_000 }),
  option.channel('channel', 'setup.approvals.channel.description', { channel_types: postChannelTypes }),
  option.flag('off', 'setup.approvals.off.description'),
] as const;

const planApprovals: Plan = ({ options }, settings) => {
  const typed = readOptions(approvalsOptions, options);
  const [threshold, channel] = [typed.number('threshold'), typed.id('channel')];
  if (typed.flag('off')) {
    if (threshold !== null || channel !== null) return { refusal: t('notices.offAlone') };
    return approvalsChange({ threshold: null, channelId: null }, settings, [t('notices.waiting')]);
  }
  if (threshold === null && channel === null) return { refusal: t('notices.nothing') };
  const before = settings.approvals;
  const next = {
    threshold: threshold ?? before.threshold,
    channelId: channel === null ? before.channelId : channelId(channel),
  };
  if (next.channelId === null) return { refusal: t('notices.noChannel') };
  return approvalsChange(next, settings, channel === null ? [] : [t('notices.permissions')]);
};

/** The whole setting: without a channel approvals are off, without a threshold nothing is above it. */
export const planWholeApprovals: Plan = ({ options }, settings) => {
  const typed = readOptions(approvalsOptions, options);
  const [threshold, channel] = [typed.number('threshold'), typed.id('channel')];
  if (channel === null) return approvalsChange({ threshold: null, channelId: null }, settings, [t('notices.waiting')]);
  return approvalsChange({ threshold, channelId: channelId(channel) }, settings, [t('notices.permissions')]);
};

function approvalsChange(next: GuildSettings['approvals'], settings: GuildSettings, hints: readonly string[]): Change {
  return {
    next: { ...settings, approvals: next },
    what: t('setup.what.approvals'),
    was: settingTexts.approvals(settings.approvals),
    now: settingTexts.approvals(next),
    hints,
  };
}

/** `/setup approvals`. */
export const approvals: Subcommand = {
  data: subcommand('approvals', 'setup.approvals.description', approvalsOptions),
  async run(call, bot) {
    const id = readOptions(approvalsOptions, call.options).id('channel');
    const problem = id === null ? null : await postChannelProblem(channelId(id), call, bot);
    return problem ?? changing(planApprovals)(call, bot);
  },
};

const strikesOptions = [
  option.integer('count', 'setup.strikes.count.description', { min_value: 1, max_value: 100 }),
  option.integer('hours', 'setup.strikes.hours.description', { min_value: 1, max_value: 24 * 365 }),
  option.flag('remove', 'setup.strikes.remove.description'),
] as const;

const maxSteps = 10;

type Steps = GuildSettings['strikes'];

const planStrikes: Plan = ({ options }, settings) => {
  const typed = readOptions(strikesOptions, options);
  const [count, hours] = [typed.number('count'), typed.number('hours')];
  const steps = typed.flag('remove')
    ? stepsWithout(settings.strikes, count, hours)
    : stepsWith(settings.strikes, count, hours);
  if ('refusal' in steps) return steps;
  return {
    next: { ...settings, strikes: steps },
    what: t('setup.what.strikes'),
    was: settingTexts.strikes(settings.strikes),
    now: settingTexts.strikes(steps),
    hints: [t('strikes.forward')],
  };
};

/** Without a count, every step goes. */
function stepsWithout(steps: Steps, count: number | null, hours: number | null): Steps | Refusal {
  if (hours !== null) return { refusal: t('strikes.removeAlone') };
  return count === null ? [] : steps.filter((step) => step.count !== count);
}

/** Ascending by count, one step per count. */
function stepsWith(steps: Steps, count: number | null, hours: number | null): Steps | Refusal {
  if (count === null || hours === null) return { refusal: t('strikes.incomplete') };
  const others = steps.filter((step) => step.count !== count);
  if (others.length >= maxSteps) return { refusal: t('strikes.full', { most: maxSteps }) };
  return [...others, { count, hours }].sort((one, other) => one.count - other.count);
}

/** `/setup strikes`. */
export const strikes: Subcommand = {
  data: subcommand('strikes', 'setup.strikes.description', strikesOptions),
  run: changing(planStrikes),
};
