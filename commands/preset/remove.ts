import { ApplicationCommandOptionType } from 'discord.js';
import type { CommandCall, CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { described, withGuildLocale } from '#i18n/t.ts';
import { lastChoiceName, presetKey } from '#members/presets.ts';
import type { Bot } from '../command.ts';
import { actorOf } from '../place.ts';
import { matchingFirst } from '../suggest.ts';
import { findPreset, ownerOf, suggestPresets } from './find.ts';
import { lastChoiceLabel, lastChoiceTexts, namedPresetTexts, presetReasons } from './view.ts';

/** `/preset remove`, as it is registered. */
export const removeOptions = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'name',
    ...described('preset.remove.name.description'),
    required: true,
    autocomplete: true,
  },
  {
    type: ApplicationCommandOptionType.Boolean,
    name: 'for_server',
    ...described('preset.remove.for_server.description'),
  },
] as const;

/** `/preset remove`: the member's last choice, or a preset: the own goes before the guild's. */
export async function remove({ caller, options, answer }: CommandCall, bot: Bot): Promise<void> {
  const typed = readOptions(removeOptions, options);
  const name = typed.requiredText('name');
  const isLastChoice = presetKey(name) === lastChoiceName;
  const removing = isLastChoice ? forgotten(caller, bot) : removed(name, typed.flag('for_server'), caller, bot);
  await answer({ content: await removing });
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
  return lastChoiceTexts[(await choices.forget(guildId, userId)) ? 'forgotten' : 'none'];
}

async function removed(name: string, isForServer: boolean, caller: Caller, bot: Bot): Promise<string> {
  const isGuilds = isForServer || ((await findPreset(caller, name, bot))?.isGuilds ?? false);
  if (isGuilds && !caller.isModerator) return namedPresetTexts.ofGuildOnly(name);
  if (!(await bot.presets.remove(ownerOf(caller, isGuilds), name))) return namedPresetTexts.nothingToRemove(name);
  if (isGuilds)
    await bot.moderation.noteSetup(
      actorOf(
        caller,
        withGuildLocale(() => presetReasons.removed(name)),
      ),
    );
  return namedPresetTexts.removed(name, isGuilds);
}
