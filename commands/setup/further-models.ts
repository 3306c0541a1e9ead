import { type Catalog, findByName } from '#catalog/catalog.ts';
import type { Model } from '#catalog/model.ts';
import { priceOf } from '#catalog/price.ts';
import type { Suggestion } from '#discord/interactions/calls.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import type { Bot } from '../command.ts';
import { matchingFirst, suggestModels } from '../suggest.ts';
import { modelTexts } from './hints.ts';
import { listWith, listWithout, maxListed, type Refusal } from './plan.ts';
import { furtherTexts } from './view.ts';

type Models = GuildSettings['models'];
/** The model that is meant. */
interface Meant {
  readonly id: string;
  readonly isDefault: boolean;
}

/** A listed model for the guild's members. */
export function enable(models: Models, { id }: Meant): Models | Refusal {
  const enabled = listWith(models.enabled, id);
  if (enabled.length > maxListed) return { refusal: furtherTexts.full(maxListed) };
  return { ...models, enabled };
}

/** Its roles and its price stay, for when it is switched on again. */
export function disable(models: Models, { id, isDefault }: Meant): Models | Refusal {
  if (isDefault) return { refusal: modelTexts.isDefault(id) };
  return { ...models, enabled: listWithout(models.enabled, id) };
}

/** The id of what is switched on or off, or why there is none. One that is listed no more can still be switched off. */
export function findFurther(
  { action, name }: { readonly action: string; readonly name: string },
  { models: { enabled } }: GuildSettings,
  { models, optionalModels }: Catalog,
): { readonly id: string } | Refusal {
  const id = findByName(optionalModels, name)?.id ?? name.trim().toLowerCase();
  const isKnown = action === 'enable' ? optionalModels.some((each) => each.id === id) : enabled.includes(id);
  if (isKnown) return { id };
  const everywhere = findByName(
    models.filter((model) => !optionalModels.includes(model)),
    name,
  );
  if (everywhere !== null) return { refusal: furtherTexts.isEverywhere(everywhere.id) };
  if (action === 'disable') return { refusal: furtherTexts.isOff(name, enabled) };
  return {
    refusal: furtherTexts.unknown(
      name,
      optionalModels.map((each) => each.id),
    ),
  };
}

/** What to know of a model that was switched on. */
export function furtherHints(id: string, { optionalModels }: Catalog): readonly string[] {
  const model = optionalModels.find((each) => each.id === id);
  return model ? [furtherTexts.price(priceOf(model), isEstimated(model))] : [];
}

function isEstimated({ routes }: Model): boolean {
  return routes.some(({ price }) => price.estimated);
}

/** For `enable` what is off, for `disable` what is on, also what is listed no more. */
export function suggestFurther(
  { action, typed }: { readonly action: string; readonly typed: string },
  { models: { enabled } }: GuildSettings,
  { catalog, priceOf: priceIn }: Pick<Bot, 'catalog' | 'priceOf'>,
): readonly Suggestion[] {
  const isWanted = ({ id }: Model) => enabled.includes(id) === (action === 'disable');
  const models = catalog.optionalModels.filter(isWanted);
  const listed = suggestModels({ catalog: { ...catalog, models }, priceOf: priceIn }, typed);
  if (action === 'enable') return listed;
  const gone = enabled.filter((id) => !models.some((model) => model.id === id));
  return [
    ...listed,
    ...matchingFirst(gone, typed, (id) => [id]).map((id) => ({ name: furtherTexts.gone(id), value: id })),
  ];
}
