import type { Caller } from '../src/discord/interaction.ts';
import { guildCatalog } from '../src/domain/guild-catalog.ts';
import type { GuildSettings } from '../src/domain/guild-settings.ts';
import { rememberedModel } from '../src/domain/last-choice.ts';
import type { Model } from '../src/domain/model.ts';
import { modelFor } from '../src/domain/usual-model.ts';
import type { Bot } from './command.ts';
import { likelyModel } from './suggest.ts';

/** What the member gets who names no model: what they last chose, else the guild's default, else the installation's. */
export async function usualModel(caller: Caller, settings: GuildSettings, bot: Bot): Promise<Model | null> {
  const choice = await bot.choices.get(caller.guildId, caller.userId);
  const catalog = guildCatalog(bot.catalog, settings);
  return rememberedModel(choice, caller, settings, catalog) ?? modelFor(null, settings, catalog);
}

/** The model that the other options are about, as far as it can be told from a half-typed name; without one the usual one. */
export async function meantModel(
  typed: string | null,
  caller: Caller,
  settings: GuildSettings,
  bot: Bot,
): Promise<Model | null> {
  return typed === null ? usualModel(caller, settings, bot) : likelyModel(bot, typed);
}
