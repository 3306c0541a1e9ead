import { ApplicationCommandOptionType } from 'discord.js';
import type { Catalog } from '#catalog/catalog.ts';
import { roleId } from '#core/ids.ts';
import { type OptionDefinition, readOptions } from '#discord/interactions/options.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { described, named } from '#i18n/t.ts';
import { disable, enable, findFurther, furtherHints } from './further-models.ts';
import { modelTexts } from './hints.ts';
import { defaultModelIn, findModelId, unknownModel } from './model-names.ts';
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
import { furtherTexts, settingTexts } from './view.ts';

const options = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'action',
    ...described('setup.models.action.description'),
    required: true,
    choices: [
      { ...named('setup.models.action.allow.choice'), value: 'allow' },
      { ...named('setup.models.action.deny.choice'), value: 'deny' },
      { ...named('setup.models.action.role.choice'), value: 'role' },
      { ...named('setup.models.action.no_role.choice'), value: 'no_role' },
      { ...named('setup.models.action.price.choice'), value: 'price' },
      { ...named('setup.models.action.no_price.choice'), value: 'no_price' },
      { ...named('setup.models.action.enable.choice'), value: 'enable' },
      { ...named('setup.models.action.disable.choice'), value: 'disable' },
    ],
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'model',
    ...described('setup.models.model.description'),
    required: true,
    autocomplete: true,
  },
  { type: ApplicationCommandOptionType.Role, name: 'role', ...described('setup.models.role.description') },
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'credits',
    ...described('setup.models.credits.description'),
    min_value: 1,
    max_value: 1_000_000,
  },
] as const satisfies readonly OptionDefinition[];

/** `/setup models`. */
export const modelsDefinition = {
  type: ApplicationCommandOptionType.Subcommand,
  name: 'models',
  ...described('setup.models.description'),
  options,
} as const satisfies OptionDefinition;

type Models = GuildSettings['models'];
/** What is asked of one model, by its id. */
type Wish = ReturnType<typeof read> & { readonly id: string; readonly isDefault: boolean };
/** The changed part, or why not. */
type Step = (models: Models, wish: Wish) => Models | Refusal;

const access = {
  what: modelTexts.what,
  inWords: ({ denied }: Models, id: string) => (denied.includes(id) ? modelTexts.closed : modelTexts.open),
} as const;
const members = {
  what: modelTexts.whatRoles,
  inWords: ({ roles }: Models, id: string) => settingTexts.roles(roles[id] ?? []),
} as const;
const price = {
  what: modelTexts.whatPrice,
  inWords: ({ prices }: Models, id: string) => settingTexts.price(prices[id]),
} as const;

const further = {
  what: furtherTexts.what,
  inWords: ({ enabled }: Models, id: string) => (enabled.includes(id) ? furtherTexts.on : furtherTexts.off),
} as const;

type Topic = typeof access | typeof members | typeof price | typeof further;

const actions: ReadonlyMap<string, { readonly topic: Topic; readonly step: Step }> = new Map<
  string,
  { topic: Topic; step: Step }
>([
  ['allow', { topic: access, step: allow }],
  ['deny', { topic: access, step: deny }],
  ['role', { topic: members, step: addRole }],
  ['no_role', { topic: members, step: removeRole }],
  ['price', { topic: price, step: setPrice }],
  ['no_price', { topic: price, step: dropPrice }],
  ['enable', { topic: further, step: enable }],
  ['disable', { topic: further, step: disable }],
]);

const plan: Plan = (asked, settings) => {
  const typed = read(asked);
  const { topic, step } = actionIn(actions, typed.action);
  const misfit = misfitIn(typed, topic);
  if (misfit !== null) return { refusal: misfit };
  const found = findId(typed, settings, asked.catalog, topic);
  if ('refusal' in found) return found;
  const { id } = found;
  const isDefault = id === defaultModelIn(settings, asked.catalog);
  const models = step(settings.models, { ...typed, id, isDefault });
  if ('refusal' in models) return models;
  return {
    next: { ...settings, models },
    what: topic.what(id),
    was: topic.inWords(settings.models, id),
    now: topic.inWords(models, id),
    hints: hintsFor(typed.action, id, asked.catalog),
  };
};

/** @see modelsDefinition */
export const models = changing(plan);

function findId(
  typed: ReturnType<typeof read>,
  settings: GuildSettings,
  catalog: Catalog,
  topic: Topic,
): { readonly id: string } | Refusal {
  if (topic === further) return findFurther(typed, settings, catalog);
  const id = findModelId(typed.name, settings, catalog);
  return id === null ? unknownModel(typed.name, catalog) : { id };
}

function hintsFor(action: string, id: string, catalog: Catalog): readonly string[] {
  if (action === 'enable') return furtherHints(id, catalog);
  return action === 'price' ? [modelTexts.flat] : [];
}

function misfitIn({ action, role, credits }: ReturnType<typeof read>, topic: Topic): string | null {
  if (role !== null && topic !== members) return modelTexts.roleMisplaced;
  return credits !== null && action !== 'price' ? modelTexts.creditsMisplaced : null;
}

function allow(models: Models, { id }: Wish): Models {
  return { ...models, denied: listWithout(models.denied, id) };
}

function deny(models: Models, { id, isDefault }: Wish): Models | Refusal {
  if (isDefault) return { refusal: modelTexts.isDefault(id) };
  return { ...models, denied: listWith(models.denied, id) };
}

function addRole(models: Models, { id, role, isForEveryone }: Wish): Models | Refusal {
  if (role === null) return { refusal: modelTexts.roleMissing };
  if (isForEveryone) return { refusal: modelTexts.everyoneIsNoRole };
  const ids = listWith(models.roles[id] ?? [], role);
  if (ids.length > maxListed) return { refusal: modelTexts.full(maxListed) };
  return { ...models, roles: { ...models.roles, [id]: ids } };
}

/** A model without roles has no list: everyone may use it. */
function removeRole(models: Models, { id, role }: Wish): Models {
  const ids = role === null ? [] : listWithout(models.roles[id] ?? [], role);
  const { [id]: _old, ...others } = models.roles;
  return { ...models, roles: ids.length === 0 ? others : { ...models.roles, [id]: ids } };
}

function setPrice(models: Models, { id, credits }: Wish): Models | Refusal {
  if (credits === null) return { refusal: modelTexts.creditsMissing };
  return { ...models, prices: { ...models.prices, [id]: credits } };
}

function dropPrice(models: Models, { id }: Wish): Models {
  const { [id]: _old, ...others } = models.prices;
  return { ...models, prices: others };
}

function read({ options: raw, caller }: Asked) {
  const typed = readOptions(options, raw);
  const role = typed.id('role');
  return {
    action: typed.requiredText('action'),
    name: typed.requiredText('model'),
    role: role === null ? null : roleId(role),
    isForEveryone: role !== null && isEveryone(role, caller),
    credits: typed.number('credits'),
  };
}
