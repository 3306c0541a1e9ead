import { type Catalog, editModels, findByName, nearestModels } from '#catalog/catalog.ts';
import type { Model } from '#catalog/model.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import { fitSize, parseSize } from '#catalog/size.ts';
import { asBotError, BotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import type { GuildSettingsStore } from '#guilds/settings-store.ts';
import { type LastChoice, type LastChoices, noChoice } from '#members/last-choices.ts';
import { type Asking, mayUseModel } from '#moderation/rules.ts';

/** The catalogue as one guild has it: what everyone has, and of the candidates those that its operators have switched on. */
export function guildCatalog(catalog: Catalog, { models: { enabled } }: Pick<GuildSettings, 'models'>): Catalog {
  if (enabled.length === 0 && catalog.optionalModels.length === 0) return catalog;
  const models = [...catalog.models, ...catalog.optionalModels.filter(({ id }) => enabled.includes(id))];
  const { optionalModels, defaultModelId } = catalog;
  return { models, optionalModels, defaultModelId, find: (name) => findByName(models, name) };
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

/** The model last named, as long as the installation has it and the member may use it where they ask; else null. */
export function rememberedModel(
  { model: id }: LastChoice,
  asking: Asking,
  settings: GuildSettings,
  catalog: Pick<Catalog, 'find'>,
): Model | null {
  const model = id === null ? null : catalog.find(id);
  return model !== null && mayUseModel(asking, model, settings) ? model : null;
}

/** True for a size that some route of the model takes. */
export function takesSize({ routes }: Model, typed: string): boolean {
  const asked = parseSize(typed);
  return asked !== null && routes.some(({ sizes }) => fitSize(sizes, asked) !== null);
}

/** What members last named, as a convenience: it stands in nobody's way. Never throws. */
export interface Memory {
  /** Nothing where it cannot be read, for a request in which it stands already or that leaves out neither, and for one with pictures to edit. */
  recall(request: GenerationRequest): Promise<LastChoice>;
  /** Keeps what an admitted request names. */
  remember(request: GenerationRequest): Promise<void>;
}

/** What memory is made of. */
export interface MemoryDeps {
  readonly choices: Pick<LastChoices, 'get' | 'remember'>;
  readonly settings: Pick<GuildSettingsStore, 'get'>;
  readonly catalog: Catalog;
  readonly log: Log;
}

/** Whether anything could stand in. */
function isOpen({ isFilledIn, images, model, options }: GenerationRequest): boolean {
  return isFilledIn !== true && images.length === 0 && (model === null || options.size === null);
}

/** @see Memory */
export function createMemory({ choices, settings, catalog, log }: MemoryDeps): Memory {
  const warn = ({ id }: GenerationRequest, error: unknown, message: string) =>
    log.warn({ job: id, detail: asBotError(error).message }, message);
  return {
    async recall(request) {
      if (!isOpen(request)) return noChoice;
      try {
        return await choices.get(request.guildId, request.userId);
      } catch (error) {
        warn(request, error, 'the last choice of a member cannot be read');
        return noChoice;
      }
    },
    async remember(request) {
      const { guildId, userId, options } = request;
      if (request.model === null && options.size === null) return;
      try {
        const here = guildCatalog(catalog, await settings.get(guildId));
        const model = request.model === null ? null : (here.find(request.model)?.id ?? null);
        await choices.remember(guildId, userId, { model, size: options.size });
      } catch (error) {
        warn(request, error, 'the last choice of a member cannot be kept');
      }
    },
  };
}
