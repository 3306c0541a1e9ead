import { findByName } from '#catalog/catalog.ts';
import type { Model } from '#catalog/model.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { guildCatalog, modelFor, rememberedModel } from '#generation/admission.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import type { LastChoice } from '#members/last-choices.ts';
import { mayUseModel } from '#moderation/rules.ts';
import type { Bot } from './command.ts';

/** The models that this member may use here, at the server's prices. */
export type RouteQuoting = Pick<Bot, 'catalog' | 'priceOf'>;

/** What is offered to this member: nothing that the server has closed to them. */
export function offeringFor(caller: Caller, settings: GuildSettings, { catalog, priceOf }: RouteQuoting): RouteQuoting {
  const here = guildCatalog(catalog, settings);
  const models = here.models.filter((model) => mayUseModel(caller, model, settings));
  const { optionalModels, defaultModelId } = here;
  return {
    catalog: { models, optionalModels, defaultModelId, find: (name) => findByName(models, name) },
    priceOf: (model) => priceOf(model, settings),
  };
}

/** What the member gets who names no model. */
export interface DefaultModel {
  readonly model: Model | null;
  /** True where it is what they last chose; else it is the server's default, or the installation's. */
  readonly isLastChoice: boolean;
}

/** What the member last chose, else the guild's default, else the installation's. */
export async function defaultModel(caller: Caller, settings: GuildSettings, bot: Bot): Promise<DefaultModel> {
  return defaultModelOf(await bot.choices.get(caller.guildId, caller.userId), caller, settings, bot);
}

/** The same, of a last choice that is known. */
export function defaultModelOf(
  choice: LastChoice,
  caller: Caller,
  settings: GuildSettings,
  bot: Pick<Bot, 'catalog'>,
): DefaultModel {
  const catalog = guildCatalog(bot.catalog, settings);
  const remembered = rememberedModel(choice, caller, settings, catalog);
  return { model: remembered ?? modelFor(null, settings, catalog), isLastChoice: remembered !== null };
}
