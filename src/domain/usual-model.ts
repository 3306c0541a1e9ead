import type { Catalog } from './catalog.ts';
import type { GuildSettings } from './guild-settings.ts';
import type { RoleId } from './ids.ts';
import { canEdit, editModels } from './image-inputs.ts';
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

/**
 * The model that an edit comes to when none is named: the guild's default where it edits, else the first that edits and that
 * this member may use. Null where none edits; one that they may not use where there is no other, so that the rules say why.
 */
export function editorFor(
  { defaults, models }: Pick<GuildSettings, 'defaults' | 'models'>,
  roleIds: readonly RoleId[],
  catalog: Catalog,
): Model | null {
  const usual = catalog.find(defaults.model ?? '');
  if (usual !== null && canEdit(usual)) return usual;
  const isOpen = ({ id }: Model) => {
    const wanted = models.roles[id] ?? [];
    return !models.denied.includes(id) && (wanted.length === 0 || roleIds.some((role) => wanted.includes(role)));
  };
  const editors = editModels(catalog);
  return editors.find(isOpen) ?? editors[0] ?? null;
}
