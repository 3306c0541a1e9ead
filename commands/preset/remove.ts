import { ApplicationCommandOptionType } from 'discord.js';
import type { CommandCall } from '../../src/discord/calls.ts';
import type { Caller } from '../../src/discord/interaction.ts';
import { readOptions } from '../../src/discord/options.ts';
import { presetReasons, presetTexts } from '../../src/discord/wording/presets.ts';
import type { Bot } from '../command.ts';
import { actorOf } from '../place.ts';
import { findPreset, ownerOf } from './find.ts';

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

/** `/preset remove`: the member's own goes before the guild's. */
export async function remove({ caller, options, answer }: CommandCall, bot: Bot): Promise<void> {
  const typed = readOptions(removeOptions, options);
  const name = typed.requiredText('name');
  await answer({ content: await removed(name, typed.flag('for_server'), caller, bot), buttons: [] });
}

async function removed(name: string, isForServer: boolean, caller: Caller, bot: Bot): Promise<string> {
  const isGuilds = isForServer || ((await findPreset(caller, name, bot))?.isGuilds ?? false);
  if (isGuilds && !caller.isModerator) return presetTexts.ofGuildOnly(name);
  if (!(await bot.presets.remove(ownerOf(caller, isGuilds), name))) return presetTexts.nothingToRemove(name);
  if (isGuilds) await bot.moderation.noteSetup(actorOf(caller, presetReasons.removed(name)));
  return presetTexts.removed(name, isGuilds);
}
