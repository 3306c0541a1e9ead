import { ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { CommandDefinition } from '../src/discord/options.ts';
import { helpText } from '../src/discord/wording/answers.ts';
import { described } from '../src/discord/wording/described.ts';
import type { Command } from './command.ts';

const data = {
  name: 'help',
  ...described('help.description'),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
} as const satisfies CommandDefinition;

/** `/help`. */
export const help: Command = {
  data,
  run: ({ answer }) => answer({ content: helpText(), buttons: [] }),
};
