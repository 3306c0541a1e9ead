import { ApplicationCommandOptionType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { CommandCall } from '#discord/interactions/calls.ts';
import type { CommandDefinition } from '#discord/interactions/options.ts';
import { balanceText, type Suspension } from '#discord/texts/answers.ts';
import { type MemberRecord, suspensionEndsAtMs } from '#guilds/guild-settings.ts';
import { described } from '#i18n/t.ts';
import type { Bot, Command } from '../command.ts';
import { defaultModel } from '../resolve-model.ts';
import { give, giveOptions } from './give.ts';
import { history, historyAction, turnPage } from './history.ts';
import { top, topOptions } from './top.ts';
import { defaultPriceText } from './view.ts';

const data = {
  name: 'credits',
  ...described('credits.description'),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    { type: ApplicationCommandOptionType.Subcommand, name: 'balance', ...described('credits.balance.description') },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'give',
      ...described('credits.give.description'),
      options: giveOptions,
    },
    { type: ApplicationCommandOptionType.Subcommand, name: 'history', ...described('credits.history.description') },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'top',
      ...described('credits.top.description'),
      options: topOptions,
    },
  ],
} as const satisfies CommandDefinition;

const subcommands: Readonly<Record<string, (call: CommandCall, bot: Bot) => Promise<void>>> = { give, history, top };

/** `/credits`: what members have, give, have spent, and how they compare. */
export const credits: Command = {
  data,
  run: (call, bot) => (subcommands[call.subcommand ?? ''] ?? showBalance)(call, bot),
  components: { [historyAction]: turnPage },
};

async function showBalance({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  const { guildId, userId, roleIds } = caller;
  const [balance, settings, record] = await Promise.all([
    bot.balance(guildId, userId, roleIds),
    bot.settings(guildId),
    bot.memberRecord(guildId, userId),
  ]);
  const { model, isLastChoice } = await defaultModel(caller, settings, bot);
  const price = model ? [defaultPriceText(model, bot.priceOf(model, settings), isLastChoice)] : [];
  const lines = [balanceText(balance, suspensionOf(record, bot.now())), ...price];
  await answer({ content: lines.join('\n'), buttons: [] });
}

function suspensionOf(record: MemberRecord, nowMs: number): Suspension | null {
  const untilMs = suspensionEndsAtMs(record, nowMs);
  return untilMs === null ? null : { untilMs, reason: record.suspensionReason };
}
