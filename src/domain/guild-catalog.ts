import type { Catalog } from './catalog.ts';
import { BotError } from './errors.ts';
import type { GuildSettings } from './guild-settings.ts';
import type { Model } from './model.ts';
import { nearestNames } from './nearest-names.ts';
import { type Asking, mayUseModel } from './rules.ts';

/** The catalogue as one guild has it: what everyone has, and of the candidates those that its operators have switched on. */
export function guildCatalog(catalog: Catalog, { models: { enabled } }: Pick<GuildSettings, 'models'>): Catalog {
  if (enabled.length === 0 && catalog.candidates.length === 0) return catalog;
  const models = [...catalog.models, ...catalog.candidates.filter(({ id }) => enabled.includes(id))];
  const { candidates, defaultModelId } = catalog;
  return { models, candidates, defaultModelId, find: (name) => findByName(models, name) };
}

/** By id, then by title, upper and lower case alike. */
export function findByName(models: readonly Model[], name: string): Model | null {
  const wanted = name.trim().toLowerCase();
  return models.find(({ id }) => id === wanted) ?? models.find(({ title }) => title.toLowerCase() === wanted) ?? null;
}

/** Ids of models that may have been meant, by their ids and titles. */
export function nearestModels(typed: string, models: readonly Model[]): readonly string[] {
  const names = nearestNames(typed, [...new Set(models.flatMap(({ id, title }) => [id, title]))]);
  const named = names.flatMap((name) => models.filter(({ id, title }) => id === name || title === name));
  return [...new Set(named.map(({ id }) => id))];
}

/** Refuses a model that the guild does not have; one that was switched on and has left the list is told as such. Names no model that is closed to the member. */
export function unknownModel(name: string, settings: GuildSettings, catalog: Catalog, asking: Asking): BotError {
  const models = guildCatalog(catalog, settings).models.filter((model) => mayUseModel(asking, model, settings));
  const isGone = settings.models.enabled.includes(name.trim().toLowerCase());
  return new BotError('refused.model', isGone ? 'a model that is listed no more' : 'unknown model', {
    option: 'model',
    value: name,
    nearest: nearestModels(name, models),
    ...(isGone ? { isGone } : {}),
  });
}
