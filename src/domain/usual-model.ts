import type { Catalog } from './catalog.ts';
import type { GuildSettings } from './guild-settings.ts';
import type { Model } from './model.ts';

/** The model that a request comes to: what was typed, else the guild's default, else the installation's. Null for an unknown one. */
export function modelFor(
  typed: string | null,
  { defaults }: Pick<GuildSettings, 'defaults'>,
  catalog: Catalog,
): Model | null {
  if (typed !== null) return catalog.find(typed);
  return catalog.find(defaults.model ?? '') ?? catalog.find(catalog.defaultModelId);
}
