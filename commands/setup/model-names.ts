import { type Catalog, nearestModels } from '#catalog/catalog.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { modelTexts } from './hints.ts';
import type { Refusal } from './plan.ts';

/** What members get when they name no model: the guild's default, as long as this installation has it. */
export function defaultModelIn({ defaults }: GuildSettings, catalog: Catalog): string {
  return catalog.find(defaults.model ?? '')?.id ?? catalog.defaultModelId;
}

/** The id of a model by id or title. One that the installation no longer has is still known where the settings name it. */
export function findModelId(name: string, { models }: GuildSettings, catalog: Catalog): string | null {
  const isNamed = [...models.denied, ...Object.keys(models.roles), ...Object.keys(models.prices)].includes(name);
  return catalog.find(name)?.id ?? (isNamed ? name : null);
}

/** Says what may have been meant. */
export function unknownModel(name: string, catalog: Catalog): Refusal {
  return {
    refusal: modelTexts.unknown(name, nearestModels(name, catalog.models)),
  };
}
