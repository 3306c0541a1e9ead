import { ApplicationCommandOptionType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { CommandCall, CompletionCall, Suggestion } from '../src/discord/calls.ts';
import type { CommandDefinition } from '../src/discord/options.ts';
import { described } from '../src/discord/wording/described.ts';
import type { Bot, Command } from './command.ts';
import { complete as completeImagine } from './imagine.ts';
import { suggestUsable } from './preset/find.ts';
import { list, pageAction, turnPage } from './preset/list.ts';
import { remove, removeOptions, suggestRemovals } from './preset/remove.ts';
import { save, saveOptions } from './preset/save.ts';
import { use, useOptions } from './preset/use.ts';

const data = {
  name: 'preset',
  ...described('preset.description'),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'save',
      ...described('preset.save.description'),
      options: saveOptions,
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'use',
      ...described('preset.use.description'),
      options: useOptions,
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'list',
      ...described('preset.list.description'),
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'remove',
      ...described('preset.remove.description'),
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
  return call.subcommand === 'remove' ? suggestRemovals(call, bot) : suggestUsable(call, bot);
}
