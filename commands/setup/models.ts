import { type Catalog, everyOptionalModel, findByName, nearestModels } from '#catalog/catalog.ts';
import { type Model, taskOf } from '#catalog/model.ts';
import { priceOf } from '#catalog/price.ts';
import { roleId } from '#core/ids.ts';
import type { Suggestion } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { guildCatalog } from '#generation/admission.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { cut, inlineCode } from '#i18n/escape.ts';
import { credits } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import type { Bot, Subcommand } from '../command.ts';
import { choices, option, subcommand } from '../options.ts';
import { matchingFirst, suggestModels } from '../suggest.ts';
import {
  type Asked,
  actionIn,
  changing,
  isEveryone,
  listWith,
  listWithout,
  maxListed,
  type Plan,
  type Refusal,
} from './plan.ts';
import { settingTexts } from './view.ts';

const options = [
  option.text('action', 'setup.models.action.description', {
    required: true,
    ...choices(
      ['allow', 'deny', 'role', 'no_role', 'price', 'no_price', 'enable', 'disable'],
      (action) => `setup.models.action.${action}.choice`,
    ),
  }),
  option.text('model', 'setup.models.model.description', { required: true, autocomplete: true }),
  option.role('role', 'setup.models.role.description'),
  option.integer('credits', 'setup.models.credits.description', { min_value: 1, max_value: 1_000_000 }),
] as const;

type Models = GuildSettings['models'];
/** What is asked of one model, by its id. */
type ModelChange = ReturnType<typeof read> & { readonly id: string; readonly isDefault: boolean };
/** The changed part, or why not. */
type Step = (models: Models, change: ModelChange) => Models | Refusal;

const topics = {
  access: {
    what: 'setup.what.model',
    inWords: ({ denied }: Models, id: string) => t(denied.includes(id) ? 'setupModels.closed' : 'setupModels.open'),
  },
  members: {
    what: 'setup.what.modelRoles',
    inWords: ({ roles }: Models, id: string) => settingTexts.roles(roles[id] ?? []),
  },
  price: {
    what: 'setup.what.modelPrice',
    inWords: ({ prices }: Models, id: string) => settingTexts.price(prices[id]),
  },
  optional: {
    what: 'setup.what.model',
    inWords: ({ enabled }: Models, id: string) => t(enabled.includes(id) ? 'further.on' : 'further.off'),
  },
} as const;

type Topic = keyof typeof topics;

const actions: Readonly<Record<string, { readonly topic: Topic; readonly step: Step }>> = {
  allow: { topic: 'access', step: allow },
  deny: { topic: 'access', step: deny },
  role: { topic: 'members', step: addRole },
  no_role: { topic: 'members', step: removeRole },
  price: { topic: 'price', step: setPrice },
  no_price: { topic: 'price', step: dropPrice },
  enable: { topic: 'optional', step: enable },
  disable: { topic: 'optional', step: disable },
};

const plan: Plan = (asked, settings) => {
  const { catalog } = asked;
  const typed = read(asked);
  const { topic, step } = actionIn(actions, typed.action);
  const misfit = misfitIn(typed, topic);
  if (misfit !== null) return { refusal: misfit };
  const found =
    topic === 'optional' ? findOptional(typed, settings, catalog) : findModel(typed.name, settings, catalog);
  if ('refusal' in found) return found;
  const { id } = found;
  const isDefault = id === defaultModelIn(settings, catalog);
  const models = step(settings.models, { ...typed, id, isDefault });
  if ('refusal' in models) return models;
  const { what, inWords } = topics[topic];
  return {
    next: { ...settings, models },
    what: t(what, { model: settingTexts.model(id) }),
    was: inWords(settings.models, id),
    now: inWords(models, id),
    hints: hintsFor(typed.action, id, catalog),
  };
};

/** `/setup models`. */
export const models: Subcommand = {
  data: subcommand('models', 'setup.models.description', options),
  run: changing(plan),
  async complete({ caller, focused, options: raw }, bot) {
    const settings = await bot.settings(caller.guildId);
    const action = readOptions(options, raw).text('action');
    if (action === 'enable' || action === 'disable') return suggestOptional(action, focused.typed, settings, bot);
    const models = everyModelIn(guildCatalog(bot.catalog, settings));
    return suggestModels({ ...bot, catalog: { ...bot.catalog, models } }, focused.typed);
  },
};

/** The model for members who name none: the guild's default, as long as this installation has it. */
export function defaultModelIn({ defaults }: GuildSettings, catalog: Catalog): string {
  return catalog.find(defaults.model ?? '')?.id ?? catalog.defaultModelId;
}

/** The models of pictures, also those that the server has switched on, then all others. */
function everyModelIn({ models: pictures, everyModel }: Catalog): readonly Model[] {
  return [...pictures, ...everyModel.filter((model) => !pictures.includes(model))];
}

/** Names similar models. */
export function unknownModel(name: string, catalog: Catalog): Refusal {
  const known = nearestModels(name, everyModelIn(catalog)).map(settingTexts.model);
  const facts = { model: inlineCode(name), known: known.join(', ') };
  return { refusal: t(known.length === 0 ? 'setupModels.unknownAlone' : 'setupModels.unknown', facts) };
}

/** A model by id or title. One that the installation no longer has is still known where the settings name it. */
function findModel(
  name: string,
  { models: { denied, roles, prices } }: GuildSettings,
  catalog: Catalog,
): { readonly id: string } | Refusal {
  const isNamed = [...denied, ...Object.keys(roles), ...Object.keys(prices)].includes(name);
  const id = (catalog.find(name) ?? findByName(catalog.everyModel, name))?.id ?? (isNamed ? name : null);
  return id === null ? unknownModel(name, catalog) : { id };
}

/** One that the catalogue no longer lists can still be switched off. */
function findOptional(
  { action, name }: ReturnType<typeof read>,
  { models: { enabled } }: GuildSettings,
  catalog: Catalog,
): { readonly id: string } | Refusal {
  const optionalModels = everyOptionalModel(catalog);
  const id = findByName(optionalModels, name)?.id ?? name.trim().toLowerCase();
  const isKnown = action === 'enable' ? optionalModels.some((each) => each.id === id) : enabled.includes(id);
  if (isKnown) return { id };
  const everywhere = findByName(
    catalog.everyModel.filter((each) => !optionalModels.includes(each)),
    name,
  );
  if (everywhere !== null) {
    return { refusal: t('further.isEverywhere', { model: settingTexts.model(everywhere.id) }) };
  }
  const model = inlineCode(name);
  if (action === 'disable') {
    const isOff = { model, models: settingTexts.models(enabled) };
    return { refusal: t(enabled.length === 0 ? 'further.noneIsOn' : 'further.isOff', isOff) };
  }
  const unknown = { model, models: settingTexts.models(optionalModels.map((each) => each.id)) };
  return { refusal: optionalModels.length === 0 ? t('further.noneListed') : t('further.unknown', unknown) };
}

function hintsFor(action: string, id: string, catalog: Catalog): readonly string[] {
  if (action === 'price') return [t('setupModels.flat')];
  const model = action === 'enable' ? everyOptionalModel(catalog).find((each) => each.id === id) : undefined;
  if (model === undefined) return [];
  const isEstimated = model.routes.some(({ price }) => price.estimated);
  const facts = { credits: credits(priceOf(model)) };
  if (taskOf(model) === 'image') return [t(isEstimated ? 'further.estimate' : 'further.price', facts)];
  return [t(isEstimated ? 'further.mediaEstimate' : 'further.mediaPrice', facts)];
}

function misfitIn({ action, role, credits: price }: ReturnType<typeof read>, topic: Topic): string | null {
  if (role !== null && topic !== 'members') return t('setupModels.roleMisplaced');
  return price !== null && action !== 'price' ? t('setupModels.creditsMisplaced') : null;
}

function allow(before: Models, { id }: ModelChange): Models {
  return { ...before, denied: listWithout(before.denied, id) };
}

function deny(before: Models, { id, isDefault }: ModelChange): Models | Refusal {
  return isDefault ? defaultRefusal(id) : { ...before, denied: listWith(before.denied, id) };
}

function addRole(before: Models, { id, role, isForEveryone }: ModelChange): Models | Refusal {
  if (role === null) return { refusal: t('setupModels.roleMissing') };
  if (isForEveryone) return { refusal: t('setupModels.everyoneIsNoRole') };
  const ids = listWith(before.roles[id] ?? [], role);
  if (ids.length > maxListed) return { refusal: t('setupModels.full', { most: maxListed }) };
  return { ...before, roles: { ...before.roles, [id]: ids } };
}

/** A model without roles has no list: everyone may use it. */
function removeRole(before: Models, { id, role }: ModelChange): Models {
  const ids = role === null ? [] : listWithout(before.roles[id] ?? [], role);
  const { [id]: _old, ...others } = before.roles;
  return { ...before, roles: ids.length === 0 ? others : { ...before.roles, [id]: ids } };
}

function setPrice(before: Models, { id, credits: price }: ModelChange): Models | Refusal {
  if (price === null) return { refusal: t('setupModels.creditsMissing') };
  return { ...before, prices: { ...before.prices, [id]: price } };
}

function dropPrice(before: Models, { id }: ModelChange): Models {
  const { [id]: _old, ...prices } = before.prices;
  return { ...before, prices };
}

function enable(before: Models, { id }: ModelChange): Models | Refusal {
  const enabled = listWith(before.enabled, id);
  return enabled.length > maxListed ? { refusal: t('further.full', { most: maxListed }) } : { ...before, enabled };
}

/** Its roles and its price stay, for when it is switched on again. */
function disable(before: Models, { id, isDefault }: ModelChange): Models | Refusal {
  return isDefault ? defaultRefusal(id) : { ...before, enabled: listWithout(before.enabled, id) };
}

function defaultRefusal(id: string): Refusal {
  return { refusal: t('setupModels.isDefault', { model: settingTexts.model(id) }) };
}

function read({ options: raw, caller }: Asked) {
  const typed = readOptions(options, raw);
  const role = typed.id('role');
  return {
    action: typed.requiredText('action'),
    name: typed.requiredText('model'),
    role: role === null ? null : roleId(role),
    isForEveryone: isEveryone(role, caller),
    credits: typed.number('credits'),
  };
}

/** For `enable` the models that are off; for `disable` those that are on, also when the catalogue no longer lists them. */
function suggestOptional(
  action: 'enable' | 'disable',
  typed: string,
  { models: { enabled } }: GuildSettings,
  bot: Bot,
): readonly Suggestion[] {
  const isWanted = ({ id }: Model) => enabled.includes(id) === (action === 'disable');
  const found = everyOptionalModel(bot.catalog).filter(isWanted);
  const listed = suggestModels({ ...bot, catalog: { ...bot.catalog, models: found } }, typed);
  if (action === 'enable') return listed;
  const gone = enabled.filter((id) => !found.some((model) => model.id === id));
  return [
    ...listed,
    ...matchingFirst(gone, typed, (id) => [id]).map((id) => ({
      name: cut(t('further.gone', { model: id }), 100),
      value: id,
    })),
  ];
}
