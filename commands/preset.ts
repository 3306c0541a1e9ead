import { ApplicationCommandOptionType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { CommandCall, CompletionCall, Suggestion } from '../src/discord/calls.ts';
import type { CommandDefinition } from '../src/discord/options.ts';
import type { Bot, Command } from './command.ts';
import { complete as completeImagine } from './imagine.ts';
import { suggestPresets } from './preset/find.ts';
import { list, pageAction, turnPage } from './preset/list.ts';
import { remove, removeOptions, suggestRemovals } from './preset/remove.ts';
import { save, saveOptions } from './preset/save.ts';
import { use, useOptions } from './preset/use.ts';

const data = {
  name: 'preset',
  description: 'Options of /imagine under a name',
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'save',
      description: 'Keep options, and words for every prompt, under a name',
      options: saveOptions,
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'use',
      description: 'Make a picture with them',
      options: useOptions,
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'list',
      description: 'Show yours and this server’s, and your last choice',
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'remove',
      description: 'Take one away, or forget your last choice',
      options: removeOptions,
    },
  ],
} as const satisfies CommandDefinition;

const subcommands: ReadonlyMap<string, (call: CommandCall, bot: Bot) => Promise<void>> = new Map([
  ['save', save],
  ['use', use],
  ['remove', remove],
]);

/** `/preset`: everybody's own, and those of the server. */
export const preset: Command = {
  data,
  run: (call, bot) => (subcommands.get(call.subcommand ?? '') ?? list)(call, bot),
  complete,
  presses: { [pageAction]: turnPage },
};

function complete(call: CompletionCall, bot: Bot): Promise<readonly Suggestion[]> {
  if (call.focused.name !== 'name') return completeImagine(call, bot);
  return call.subcommand === 'remove' ? suggestRemovals(call, bot) : suggestPresets(call, bot);
}
