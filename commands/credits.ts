import { ApplicationCommandOptionType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { CommandDefinition } from '../src/discord/options.ts';
import { balanceText } from '../src/discord/wording/answers.ts';
import type { Command } from './command.ts';

const data = {
  name: 'credits',
  description: 'What your pictures are paid with',
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    { type: ApplicationCommandOptionType.Subcommand, name: 'balance', description: 'What you can spend right now' },
  ],
} as const satisfies CommandDefinition;

/** `/credits balance`. */
export const credits: Command = {
  data,
  async run({ caller, answer }, bot) {
    const balance = await bot.balance(caller.guildId, caller.userId, caller.roleIds);
    await answer({ content: balanceText(balance), buttons: [] });
  },
};
