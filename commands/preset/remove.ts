import { ApplicationCommandOptionType } from 'discord.js';
import type { CommandCall, CompletionCall, Suggestion } from '../../src/discord/calls.ts';
import type { Caller } from '../../src/discord/interaction.ts';
import { readOptions } from '../../src/discord/options.ts';
import { lastChoiceLabel, presetReasons, presetTexts } from '../../src/discord/wording/presets.ts';
import { lastChoiceName, presetKey } from '../../src/domain/preset.ts';
import type { Bot } from '../command.ts';
import { actorOf } from '../place.ts';
import { matchingFirst } from '../suggest.ts';
import { findPreset, ownerOf, suggestPresets } from './find.ts';

/** `/preset remove`, as it is registered. */
export const removeOptions = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'name',
    description: 'What is taken away',
    required: true,
    autocomplete: true,
  },
  {
    type: ApplicationCommandOptionType.Boolean,
    name: 'for_server',
    description: 'This server’s, also where one of yours has that name',
  },
] as const;

/** `/preset remove`: the member's last choice, or a preset: the own goes before the guild's. */
export async function remove({ caller, options, answer }: CommandCall, bot: Bot): Promise<void> {
  const typed = readOptions(removeOptions, options);
  const name = typed.requiredText('name');
  const isLastChoice = presetKey(name) === lastChoiceName;
  const removing = isLastChoice ? forgotten(caller, bot) : removed(name, typed.flag('for_server'), caller, bot);
  await answer({ content: await removing, buttons: [] });
}

/** The member's last choice, or names as {@link suggestPresets} offers them. */
export async function suggestRemovals(call: CompletionCall, bot: Bot): Promise<readonly Suggestion[]> {
  const { caller, focused } = call;
  const choice = await bot.choices.get(caller.guildId, caller.userId);
  const hasNone = choice.model === null && choice.size === null;
  const last = hasNone ? [] : [{ name: lastChoiceLabel(choice), value: lastChoiceName }];
  const fitting = matchingFirst(last, focused.typed, ({ value }) => [value]);
  return [...fitting, ...(await suggestPresets(call, bot))];
}

async function forgotten({ guildId, userId }: Caller, { choices }: Bot): Promise<string> {
  return presetTexts[(await choices.forget(guildId, userId)) ? 'forgotten' : 'nothingToForget'];
}

async function removed(name: string, isForServer: boolean, caller: Caller, bot: Bot): Promise<string> {
  const isGuilds = isForServer || ((await findPreset(caller, name, bot))?.isGuilds ?? false);
  if (isGuilds && !caller.isModerator) return presetTexts.ofGuildOnly(name);
  if (!(await bot.presets.remove(ownerOf(caller, isGuilds), name))) return presetTexts.nothingToRemove(name);
  if (isGuilds) await bot.moderation.noteSetup(actorOf(caller, presetReasons.removed(name)));
  return presetTexts.removed(name, isGuilds);
}
