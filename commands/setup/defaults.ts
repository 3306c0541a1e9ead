import { ApplicationCommandOptionType } from 'discord.js';
import type { Catalog } from '#catalog/catalog.ts';
import { asMaker, canMake, type Model } from '#catalog/model.ts';
import { fitSize, type NamedSize, parseSize } from '#catalog/size.ts';
import { type RoleId, roleId } from '#core/ids.ts';
import { type OptionDefinition, readOptions } from '#discord/interactions/options.ts';
import { defaultGuildSettings, type GuildSettings } from '#guilds/guild-settings.ts';
import { described } from '#i18n/t.ts';
import type { OperatorBounds } from '../command.ts';
import { defaultsTexts, modelTexts } from './hints.ts';
import { defaultModelIn, unknownModel } from './model-names.ts';
import { type Asked, changing, isEveryone, listWith, listWithout, maxListed, type Plan, type Refusal } from './plan.ts';
import { changeNames, type DefaultsPart, defaultsParts, defaultsText } from './view.ts';

type Outcome = GuildSettings | Refusal;

const plan: Plan = (asked, settings) => {
  const { catalog } = asked;
  const wish = readDefaults(asked);
  const parts = partsOf(wish);
  if ('refusal' in parts) return parts;
  const next = wish.isReset ? reset(settings) : changed(settings, wish, catalog);
  if ('refusal' in next) return next;
  const modelId = defaultModelIn(next, catalog);
  if (parts.includes('model') && next.models.denied.includes(modelId)) return { refusal: modelTexts.isClosed(modelId) };
  return {
    next,
    what: changeNames.defaults,
    was: defaultsText(parts, settings, catalog.defaultModelId),
    now: defaultsText(parts, next, catalog.defaultModelId),
    hints: [
      ...sizeHint(next, catalog),
      ...boundHint(wish, asked.bounds),
      ...(parts.includes('roles') ? [defaultsTexts.roles] : []),
    ],
  };
};

/** `/setup defaults`. */
export const defaults = changing(plan);

const isGiven: Readonly<Record<DefaultsPart, (wish: DefaultsRequest) => boolean>> = {
  model: ({ model }) => model !== null,
  size: ({ size }) => size !== null,
  confirmPercent: ({ confirmPercent }) => confirmPercent !== null,
  accountDays: ({ minAccountDays }) => minAccountDays !== null,
  memberDays: ({ minMemberDays }) => minMemberDays !== null,
  jobsPerMember: ({ maxJobsMember }) => maxJobsMember !== null,
  jobsPerServer: ({ maxJobsServer }) => maxJobsServer !== null,
  settingsInFile: ({ settingsInFile }) => settingsInFile !== null,
  roles: ({ addRole, removeRole }) => addRole !== null || removeRole !== null,
};

/** What it is about. */
function partsOf(wish: DefaultsRequest): readonly DefaultsPart[] | Refusal {
  const given = defaultsParts.filter((part) => isGiven[part](wish));
  if (!wish.isReset) return given.length === 0 ? { refusal: defaultsTexts.nothing } : given;
  return given.length === 0 ? defaultsParts : { refusal: defaultsTexts.resetAlone };
}

/** All that this subcommand can change, as the installation has it. */
function reset(settings: GuildSettings): GuildSettings {
  const { defaults: blank, confirmPercent, newcomers, limits, memberRoles } = defaultGuildSettings;
  return { ...settings, defaults: blank, confirmPercent, newcomers, limits, memberRoles };
}

function changed(settings: GuildSettings, wish: DefaultsRequest, catalog: Catalog): Outcome {
  const defaultsNow = withDefaults(settings.defaults, wish, catalog);
  if ('refusal' in defaultsNow) return defaultsNow;
  const memberRoles = withRoles(settings.memberRoles, wish);
  if ('refusal' in memberRoles) return memberRoles;
  const { newcomers, limits } = settings;
  return {
    ...settings,
    defaults: defaultsNow,
    memberRoles,
    confirmPercent: wish.confirmPercent ?? settings.confirmPercent,
    newcomers: {
      minAccountDays: wish.minAccountDays ?? newcomers.minAccountDays,
      minMemberDays: wish.minMemberDays ?? newcomers.minMemberDays,
    },
    limits: {
      perMember: wish.maxJobsMember ?? limits.perMember,
      perGuild: wish.maxJobsServer ?? limits.perGuild,
    },
  };
}

type Defaults = GuildSettings['defaults'];

function withDefaults(before: Defaults, wish: DefaultsRequest, catalog: Catalog): Defaults | Refusal {
  const { model, size, settingsInFile } = wish;
  const found = model === null ? null : defaultModel(model, catalog);
  if (found !== null && 'refusal' in found) return found;
  const asked = size === null ? null : namedSize(size);
  if (size !== null && (asked === null || !catalog.models.some((each) => takes(each, asked)))) {
    return { refusal: defaultsTexts.badSize(size) };
  }
  return {
    model: found?.id ?? before.model,
    size: asked === null ? before.size : spelled(asked),
    settingsInFile: settingsInFile ?? before.settingsInFile,
  };
}

function defaultModel(name: string, catalog: Catalog): Model | Refusal {
  const model = catalog.find(name);
  if (model === null) return unknownModel(name, catalog);
  return canMake(model) ? model : { refusal: defaultsTexts.editsOnly(model.id) };
}

function withRoles(
  before: readonly RoleId[],
  { addRole, removeRole, hasEveryone }: DefaultsRequest,
): RoleId[] | Refusal {
  if (hasEveryone) return { refusal: defaultsTexts.noEveryone };
  const added = addRole === null ? [...before] : listWith(before, addRole);
  const roles = removeRole === null ? added : listWithout(added, removeRole);
  return roles.length > maxListed ? { refusal: defaultsTexts.full(maxListed) } : roles;
}

/** A default size that the default model does not take is left out by admission. */
function sizeHint(settings: GuildSettings, catalog: Catalog): string[] {
  const asked = namedSize(settings.defaults.size ?? '');
  const model = catalog.find(defaultModelIn(settings, catalog));
  return asked === null || model === null || takes(model, asked) ? [] : [defaultsTexts.otherSize(model.id)];
}

/** What is set above the operator's bound is kept, and the bound holds all the same. */
function boundHint(
  { maxJobsMember, maxJobsServer }: DefaultsRequest,
  { perMember, perGuild }: OperatorBounds,
): string[] {
  return [
    ...((maxJobsMember ?? 0) > perMember ? [defaultsTexts.memberBound(perMember)] : []),
    ...((maxJobsServer ?? 0) > perGuild ? [defaultsTexts.serverBound(perGuild)] : []),
  ];
}

/** Edits have the shape of the picture that they change, which is no size for every picture. */
function namedSize(text: string): NamedSize | null {
  const asked = parseSize(text);
  return asked?.kind === 'auto' ? null : asked;
}

function takes(model: Model, asked: NamedSize): boolean {
  return asMaker(model).routes.some(({ sizes }) => fitSize(sizes, asked) !== null);
}

function spelled(asked: NamedSize): string {
  return asked.kind === 'ratio' ? `${asked.across}:${asked.down}` : `${asked.widthPx}x${asked.heightPx}`;
}

const { Subcommand, String: Text, Integer, Role, Boolean: Flag } = ApplicationCommandOptionType;

const options = [
  { type: Text, name: 'model', ...described('setup.defaults.model.description'), autocomplete: true },
  { type: Text, name: 'size', ...described('setup.defaults.size.description'), autocomplete: true },
  {
    type: Integer,
    name: 'confirm_percent',
    ...described('setup.defaults.confirm_percent.description'),
    min_value: 1,
    max_value: 100,
  },
  {
    type: Integer,
    name: 'min_account_days',
    ...described('setup.defaults.min_account_days.description'),
    min_value: 0,
    max_value: 3650,
  },
  {
    type: Integer,
    name: 'min_member_days',
    ...described('setup.defaults.min_member_days.description'),
    min_value: 0,
    max_value: 365,
  },
  {
    type: Integer,
    name: 'max_jobs_member',
    ...described('setup.defaults.max_jobs_member.description'),
    min_value: 1,
    max_value: 1000,
  },
  {
    type: Integer,
    name: 'max_jobs_server',
    ...described('setup.defaults.max_jobs_server.description'),
    min_value: 1,
    max_value: 10_000,
  },
  {
    type: Role,
    name: 'add_member_role',
    ...described('setup.defaults.add_member_role.description'),
  },
  { type: Role, name: 'remove_member_role', ...described('setup.defaults.remove_member_role.description') },
  { type: Flag, name: 'settings_in_file', ...described('setup.defaults.settings_in_file.description') },
  { type: Flag, name: 'reset', ...described('setup.defaults.reset.description') },
] as const satisfies readonly OptionDefinition[];

/** `/setup defaults`. */
export const defaultsDefinition = {
  type: Subcommand,
  name: 'defaults',
  ...described('setup.defaults.description'),
  options,
} as const satisfies OptionDefinition;

/** What was typed; null is left out. */
export interface DefaultsRequest {
  readonly model: string | null;
  readonly size: string | null;
  readonly confirmPercent: number | null;
  readonly minAccountDays: number | null;
  readonly minMemberDays: number | null;
  readonly maxJobsMember: number | null;
  readonly maxJobsServer: number | null;
  readonly addRole: RoleId | null;
  readonly removeRole: RoleId | null;
  readonly settingsInFile: boolean | null;
  /** One of the roles is `@everyone`. */
  readonly hasEveryone: boolean;
  readonly isReset: boolean;
}

/** @see DefaultsRequest */
export function readDefaults({ options: raw, caller }: Pick<Asked, 'options' | 'caller'>): DefaultsRequest {
  const typed = readOptions(options, raw);
  const [added, removed] = [typed.id('add_member_role'), typed.id('remove_member_role')];
  return {
    model: typed.text('model'),
    size: typed.text('size'),
    confirmPercent: typed.number('confirm_percent'),
    minAccountDays: typed.number('min_account_days'),
    minMemberDays: typed.number('min_member_days'),
    maxJobsMember: typed.number('max_jobs_member'),
    maxJobsServer: typed.number('max_jobs_server'),
    addRole: added === null ? null : roleId(added),
    removeRole: removed === null ? null : roleId(removed),
    settingsInFile: typed.yesOrNo('settings_in_file'),
    hasEveryone: [added, removed].some((id) => id !== null && isEveryone(id, caller)),
    isReset: typed.flag('reset'),
  };
}
