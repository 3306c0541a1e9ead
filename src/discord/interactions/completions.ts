import { cut } from '#i18n/escape.ts';
import { limits } from '../messages/limits.ts';
import type { CommandOf, Suggestion } from './calls.ts';
import type { Entrance } from './entrance.ts';
import type { Interaction } from './interaction.ts';
import { focusedOption, openSubcommand } from './options.ts';

/** @see completionsFor */
export interface CompletionDeps<Bot> {
  readonly commands: readonly CommandOf<Bot>[];
  readonly bot: Bot;
  readonly entrance?: Entrance;
}

/** The suggestions of the command that is being typed, within Discord's limits; values too long to be sent are left out. */
export async function completionsFor<Bot>(
  { commands, bot, entrance }: CompletionDeps<Bot>,
  { deed, caller }: Interaction,
): Promise<readonly Suggestion[]> {
  if (deed.kind !== 'completion' || caller === null) return [];
  const focused = focusedOption(deed.options);
  const command = commands.find(({ data }) => data.name === deed.name);
  if (!focused || !command?.complete) return [];
  if (((await entrance?.(caller, 'suggestions')) ?? null) !== null) return [];
  const suggestions = await command.complete({ caller, focused, ...openSubcommand(deed.options) }, bot);
  return suggestions
    .filter(({ name, value }) => name !== '' && value !== '' && value.length <= limits.choiceValueCharacters)
    .slice(0, limits.choices)
    .map(({ name, value }) => ({ name: cut(name, limits.choiceNameCharacters), value }));
}
