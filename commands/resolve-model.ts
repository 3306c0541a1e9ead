import { type Catalog, findByName } from '#catalog/catalog.ts';
import type { Model } from '#catalog/model.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { guildCatalog, modelFor, rememberedModel } from '#generation/admission.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import type { LastChoice } from '#members/last-choices.ts';
import { mayUseModel } from '#moderation/rules.ts';
import type { Bot } from './command.ts';

/** Models with their prices. */
export type RouteQuoting = Pick<Bot, 'catalog' | 'priceOf'>;

/** Leaves out the models that the server has closed to this member. */
export function offeringFor(caller: Caller, settings: GuildSettings, { catalog, priceOf }: RouteQuoting): RouteQuoting {
  const here = guildCatalog(catalog, settings);
  return { catalog: openCatalog(here, caller, settings), priceOf: (model) => priceOf(model, settings) };
}

function openCatalog(here: Catalog, caller: Caller, settings: GuildSettings): Catalog {
  const models = here.models.filter((model) => mayUseModel(caller, model, settings));
  return {
    ...here,
    models,
    find: (name) => findByName(models, name),
    forTask: (task) => openCatalog(here.forTask(task), caller, settings),
  };
}

/**
 * The model for a member who names none: their last choice, else the guild's default, else the installation's. Null where the
 * catalogue has none of them.
 */
export function defaultModel(
  choice: LastChoice,
  caller: Caller,
  settings: GuildSettings,
  bot: Pick<Bot, 'catalog'>,
): { readonly model: Model | null; readonly isLastChoice: boolean } {
  const catalog = guildCatalog(bot.catalog, settings);
  const remembered = rememberedModel(choice, caller, settings, catalog);
  return { model: remembered ?? modelFor(null, settings, catalog), isLastChoice: remembered !== null };
}
