import { ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { CommandDefinition } from '#discord/interactions/options.ts';
import { helpText } from '#discord/texts/answers.ts';
import { described } from '#i18n/t.ts';
import type { Command } from '../command.ts';

const data = {
  name: 'help',
  ...described('help.description'),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
} as const satisfies CommandDefinition;

/** `/help`. */
export const help: Command = {
  data,
  run: ({ answer }) => answer({ content: helpText() }),
};
