import type { Catalog } from '#catalog/catalog.ts';
import { asMaker, canMake, type Model } from '#catalog/model.ts';
import { fitSize, type NamedSize, parseSize } from '#catalog/size.ts';
import { type RoleId, roleId } from '#core/ids.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { guildCatalog } from '#generation/admission.ts';
import { defaultGuildSettings, type GuildSettings } from '#guilds/guild-settings.ts';
import { inlineCode } from '#i18n/escape.ts';
import { t } from '#i18n/t.ts';
import type { OperatorBounds, Subcommand } from '../command.ts';
import { option, subcommand } from '../options.ts';
import { guessModel, suggestModels, suggestSizes } from '../suggest.ts';
import { defaultModelIn, unknownModel } from './models.ts';
import {
  type Asked,
  type Change,
  changing,
  isEveryone,
  listWith,
  listWithout,
  maxListed,
  type Plan,
  type Refusal,
} from './plan.ts';
import { type DefaultsPart, defaultsParts, defaultsText, settingTexts } from './view.ts';

const options = [
  option.text('model', 'setup.defaults.model.description', { autocomplete: true }),
  option.text('size', 'setup.defaults.size.description', { autocomplete: true }),
  option.integer('confirm_percent', 'setup.defaults.confirm_percent.description', { min_value: 1, max_value: 100 }),
  option.integer('min_account_days', 'setup.defaults.min_account_days.description', { min_value: 0, max_value: 3650 }),
  option.integer('min_member_days', 'setup.defaults.min_member_days.description', { min_value: 0, max_value: 365 }),
  option.integer('max_jobs_member', 'setup.defaults.max_jobs_member.description', { min_value: 1, max_value: 1000 }),
  option.integer('max_jobs_server', 'setup.defaults.max_jobs_server.description', { min_value: 1, max_value: 10_000 }),
  option.role('add_member_role', 'setup.defaults.add_member_role.description'),
  option.role('remove_member_role', 'setup.defaults.remove_member_role.description'),
  option.flag('settings_in_file', 'setup.defaults.settings_in_file.description'),
  option.flag('reset', 'setup.defaults.reset.description'),
] as const;

const plan: Plan = (asked, settings) => {
  const { isReset, ...wanted } = read(asked);
  const given = partsIn(wanted);
  if (isReset && given.length > 0) return { refusal: t('defaults.resetAlone') };
  if (!isReset && given.length === 0) return { refusal: t('defaults.nothing') };
  return planDefaults(isReset ? defaultsParts : [], asked, settings);
};

/** What is given is set; `blank` parts are as the installation has them. */
export function planDefaults(blank: readonly DefaultsPart[], asked: Asked, settings: GuildSettings): Change | Refusal {
  const { catalog } = asked;
  const wanted = read(asked);
  const given = partsIn(wanted);
  const parts = defaultsParts.filter((part) => blank.includes(part) || given.includes(part));
  const next = changed(settings, blank, wanted, catalog);
  if ('refusal' in next) return next;
  const modelId = defaultModelIn(next, catalog);
  if (parts.includes('model') && next.models.denied.includes(modelId)) {
    return { refusal: t('setupModels.isClosed', { model: settingTexts.model(modelId) }) };
  }
  return {
    next,
    what: t('setup.what.defaults'),
    was: defaultsText(parts, settings, catalog.defaultModelId),
    now: defaultsText(parts, next, catalog.defaultModelId),
    hints: [
      ...sizeHint(next, catalog),
      ...boundHint(wanted, asked.bounds),
      ...(parts.includes('roles') ? [t('defaults.roles')] : []),
    ],
  };
}

/** `/setup defaults`. */
export const defaults: Subcommand = {
  data: subcommand('defaults', 'setup.defaults.description', options),
  run: changing(plan),
  /** Sizes are those of the typed model, else of the server's default. */
  async complete({ caller, focused, options: raw }, bot) {
    const settings = await bot.settings(caller.guildId);
    const catalog = guildCatalog(bot.catalog, settings);
    if (focused.name === 'model') return suggestModels({ ...bot, catalog }, focused.typed);
    const typed = readOptions(options, raw).text('model');
    const model = guessModel({ catalog }, typed ?? defaultModelIn(settings, catalog));
    return model === null ? [] : suggestSizes(asMaker(model), focused.typed);
  },
};

type Wanted = Omit<ReturnType<typeof read>, 'isReset'>;

/** What was typed; null for an option that was left out. */
function read({ options: raw, caller }: Asked) {
  const typed = readOptions(options, raw);
  const [added, removed] = [typed.id('add_member_role'), typed.id('remove_member_role')];
  return {
    model: typed.text('model'),
    size: typed.text('size'),
    confirm_percent: typed.number('confirm_percent'),
    min_account_days: typed.number('min_account_days'),
    min_member_days: typed.number('min_member_days'),
    max_jobs_member: typed.number('max_jobs_member'),
    max_jobs_server: typed.number('max_jobs_server'),
    settings_in_file: typed.yesOrNo('settings_in_file'),
    addRole: added === null ? null : roleId(added),
    removeRole: removed === null ? null : roleId(removed),
    hasEveryone: isEveryone(added, caller) || isEveryone(removed, caller),
    isReset: typed.flag('reset'),
  };
}

function partsIn(wanted: Wanted): readonly DefaultsPart[] {
  return defaultsParts.filter((part) =>
    part === 'roles' ? wanted.addRole !== null || wanted.removeRole !== null : wanted[part] !== null,
  );
}

/** With what was typed; `blank` parts are as the installation has them. */
function changed(
  before: GuildSettings,
  blank: readonly DefaultsPart[],
  wanted: Wanted,
  catalog: Catalog,
): GuildSettings | Refusal {
  const of = (part: DefaultsPart) => (blank.includes(part) ? defaultGuildSettings : before);
  const named = namedIn(wanted, catalog);
  if ('refusal' in named) return named;
  const memberRoles = withRoles(of('roles').memberRoles, wanted);
  if ('refusal' in memberRoles) return memberRoles;
  return {
    ...before,
    defaults: {
      model: named.model ?? of('model').defaults.model,
      size: named.size ?? of('size').defaults.size,
      settingsInFile: wanted.settings_in_file ?? of('settings_in_file').defaults.settingsInFile,
    },
    memberRoles,
    confirmPercent: wanted.confirm_percent ?? of('confirm_percent').confirmPercent,
    newcomers: {
      minAccountDays: wanted.min_account_days ?? of('min_account_days').newcomers.minAccountDays,
      minMemberDays: wanted.min_member_days ?? of('min_member_days').newcomers.minMemberDays,
    },
    limits: {
      perMember: wanted.max_jobs_member ?? of('max_jobs_member').limits.perMember,
      perGuild: wanted.max_jobs_server ?? of('max_jobs_server').limits.perGuild,
    },
  };
}

/** The model's id and the size that were typed, as they are kept. */
function namedIn(
  { model, size }: Wanted,
  catalog: Catalog,
): Readonly<Record<'model' | 'size', string | null>> | Refusal {
  const found = model === null ? null : makerNamed(model, catalog);
  if (found !== null && 'refusal' in found) return found;
  const asked = size === null ? null : namedSize(size);
  if (size !== null && (asked === null || !catalog.models.some((each) => takes(each, asked)))) {
    return { refusal: t('defaults.badSize', { size: inlineCode(size) }) };
  }
  return { model: found?.id ?? null, size: asked === null ? null : spelled(asked) };
}

function makerNamed(name: string, catalog: Catalog): Model | Refusal {
  const model = catalog.find(name);
  if (model === null) return unknownModel(name, catalog);
  return canMake(model) ? model : { refusal: t('defaults.editsOnly', { model: settingTexts.model(model.id) }) };
}

function withRoles(before: readonly RoleId[], { addRole, removeRole, hasEveryone }: Wanted): RoleId[] | Refusal {
  if (hasEveryone) return { refusal: t('defaults.noEveryone') };
  const added = addRole === null ? [...before] : listWith(before, addRole);
  const roles = removeRole === null ? added : listWithout(added, removeRole);
  return roles.length > maxListed ? { refusal: t('defaults.full', { most: maxListed }) } : roles;
}

/** Admission leaves out a default size that the default model does not take. */
function sizeHint(settings: GuildSettings, catalog: Catalog): string[] {
  const asked = namedSize(settings.defaults.size ?? '');
  const model = catalog.find(defaultModelIn(settings, catalog));
  if (asked === null || model === null || takes(model, asked)) return [];
  return [t('defaults.otherSize', { model: settingTexts.model(model.id) })];
}

/** A value above the operator's bound is kept, but the bound applies. */
function boundHint(wanted: Wanted, { perMember, perGuild }: OperatorBounds): string[] {
  return [
    ...((wanted.max_jobs_member ?? 0) > perMember ? [t('defaults.memberBound', { count: perMember })] : []),
    ...((wanted.max_jobs_server ?? 0) > perGuild ? [t('defaults.serverBound', { count: perGuild })] : []),
  ];
}

/** `auto` is the shape of the picture that is edited, so it is no size for every picture. */
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
