import type { Catalog } from './catalog.ts';
import type { GuildSettings } from './guild-settings.ts';
import { editModels } from './image-inputs.ts';
import type { Model } from './model.ts';
import { type Asking, mayUseModel } from './rules.ts';

/** The model that a request comes to: what was typed, else the guild's default, else the installation's. Null for an unknown one. */
export function modelFor(
  typed: string | null,
  { defaults }: Pick<GuildSettings, 'defaults'>,
  catalog: Catalog,
): Model | null {
  if (typed !== null) return catalog.find(typed);
  return catalog.find(defaults.model ?? '') ?? catalog.find(catalog.defaultModelId);
}

/**
 * The model that an edit comes to when none is named: of those that edit and that this member may use here the guild's default,
 * else the first. Null where none edits; one that they may not use where there is no other, so that the rules say why.
 */
export function editorFor(settings: GuildSettings, asking: Asking, catalog: Catalog): Model | null {
  const editors = editModels(catalog);
  const usual = editors.find(({ id }) => id === settings.defaults.model);
  const inOrder = usual === undefined ? editors : [usual, ...editors];
  return inOrder.find((model) => mayUseModel(asking, model, settings)) ?? inOrder[0] ?? null;
}
