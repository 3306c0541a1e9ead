import type { CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { type Preset, type PresetOwner, presetNamed } from '#members/presets.ts';
import type { Bot } from '../command.ts';
import { offeringFor } from '../resolve-model.ts';
import { matchingFirst } from '../suggest.ts';
import { presetLabel } from './view.ts';

/** A preset, and whether it is the guild's. */
export interface FoundPreset {
  readonly preset: Preset;
  readonly isGuilds: boolean;
}

/** The member's own presets, or the guild's. */
export function ownerOf({ guildId, userId }: Caller, isGuilds: boolean): PresetOwner {
  return { guildId, userId: isGuilds ? null : userId };
}

/** The member's own of that name goes before the guild's; null where there is neither. */
export async function findPreset(caller: Caller, name: string, { presets }: Bot): Promise<FoundPreset | null> {
  for (const isGuilds of [false, true]) {
    const preset = presetNamed(name, await presets.list(ownerOf(caller, isGuilds)));
    if (preset !== null) return { preset, isGuilds };
  }
  return null;
}

/** What can be used here by name, the member's own first: without those whose model is gone, or closed to the member here. */
export async function suggestUsable(call: CompletionCall, bot: Bot): Promise<readonly Suggestion[]> {
  const settings = await bot.settings(call.caller.guildId);
  const { catalog } = offeringFor(call.caller, settings, bot);
  return suggestPresets(call, bot, ({ model }) => model === null || catalog.find(model) !== null);
}

/** All names that there are here, the member's own first. */
export async function suggestPresets(
  { caller, focused }: CompletionCall,
  bot: Bot,
  isOffered: (preset: Preset) => boolean = () => true,
): Promise<readonly Suggestion[]> {
  const own = await bot.presets.list(ownerOf(caller, false));
  const guilds = await bot.presets.list(ownerOf(caller, true));
  const found: readonly FoundPreset[] = [
    ...own.map((preset) => ({ preset, isGuilds: false })),
    ...guilds.filter(({ name }) => presetNamed(name, own) === null).map((preset) => ({ preset, isGuilds: true })),
  ];
  const offered = found.filter(({ preset }) => isOffered(preset));
  return matchingFirst(offered, focused.typed, ({ preset }) => [preset.name]).map(({ preset, isGuilds }) => ({
    name: presetLabel(preset, isGuilds),
    value: preset.name,
  }));
}
