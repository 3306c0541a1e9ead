import { ApplicationCommandOptionType } from 'discord.js';
import type { OptionDefinition } from '../../src/discord/options.ts';
import { described } from '../../src/discord/wording/described.ts';
import { setupViewText } from '../../src/discord/wording/setup-view.ts';
import type { Run } from './plan.ts';

/** `/setup view`. */
export const viewDefinition = {
  type: ApplicationCommandOptionType.Subcommand,
  name: 'view',
  ...described('setup.view.description'),
} as const satisfies OptionDefinition;

/** @see viewDefinition */
export const view: Run = async ({ caller }, bot) => {
  const { guildId, userId, roleIds } = caller;
  const settings = await bot.settings(guildId);
  // The balance first: it does a refill that is due, which the totals then have.
  const balance = await bot.balance(guildId, userId, roleIds);
  const totals = await bot.totals(guildId);
  return setupViewText({
    settings,
    totals,
    balance,
    defaultModelId: bot.catalog.defaultModelId,
    bounds: bot.bounds(guildId),
  });
};
