import type { Allowance, PoolMode } from '#credits/credits.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { cut, inlineCode } from '#i18n/escape.ts';
import { lazyTexts } from '#i18n/message.ts';
import { credits } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';

type InWords = (settings: GuildSettings, installedModelId: string) => string;

const inWords = {
  model: ({ defaults }, installed) => settingTexts.defaultModel(defaults.model, installed),
  size: ({ defaults }) => settingTexts.defaultSize(defaults.size),
  confirmPercent: ({ confirmPercent }) => settingTexts.confirm(confirmPercent),
  accountDays: ({ newcomers }) => settingTexts.days(newcomers.minAccountDays),
  memberDays: ({ newcomers }) => settingTexts.days(newcomers.minMemberDays),
  jobsPerMember: ({ limits }) => settingTexts.limit(limits.perMember),
  jobsPerServer: ({ limits }) => settingTexts.limit(limits.perGuild),
  settingsInFile: ({ defaults }) => settingTexts.settingsInFile(defaults.settingsInFile),
  roles: ({ memberRoles }) => settingTexts.roles(memberRoles),
} as const satisfies Record<string, InWords>;

/** A part of what `/setup defaults` changes. */
export type DefaultsPart = keyof typeof inWords;

/** Every part, in the order in which they are told. */
export const defaultsParts: readonly DefaultsPart[] = [
  'model',
  'size',
  'confirmPercent',
  'accountDays',
  'memberDays',
  'jobsPerMember',
  'jobsPerServer',
  'settingsInFile',
  'roles',
];

/** These parts of the settings in words; `installedModelId` is what goes where the guild has no default. */
export function defaultsText(
  parts: readonly DefaultsPart[],
  settings: GuildSettings,
  installedModelId: string,
): string {
  return parts.map((part) => t(`changed.${part}`, { value: inWords[part](settings, installedModelId) })).join('; ');
}

/** `/setup models` with `enable` and `disable`: models of RunComfy's catalogue that a server can switch on. */
export const furtherTexts = Object.assign(
  lazyTexts(['on', 'off'], (state) => t(`further.${state}`)),
  {
    what: (id: string) => t('setup.what.model', { model: inlineCode(id, 80) }),
    full: (most: number) => t('further.full', { most }),
    isEverywhere: (id: string) => t('further.isEverywhere', { model: inlineCode(id, 80) }),
    isOff: (name: string, on: readonly string[]) => {
      const model = inlineCode(name);
      return on.length === 0 ? t('further.noneIsOn', { model }) : t('further.isOff', { model, models: named(on) });
    },
    unknown: (name: string, optionalModels: readonly string[]) =>
      optionalModels.length === 0
        ? t('further.noneListed')
        : t('further.unknown', { model: inlineCode(name), models: named(optionalModels) }),
    price: (usual: number, isEstimated: boolean) =>
      t(isEstimated ? 'further.estimate' : 'further.price', { credits: credits(usual) }),
    gone: (id: string) => cut(t('further.gone', { model: id }), 100),
  },
);

function named(ids: readonly string[]): string {
  return listed(
    ids.map((id) => inlineCode(id, 80)),
    20,
  );
}

/** What changed, in the words of {@link settingTexts}; `what` names it, `was` and `now` say it. */
export interface ChangeTexts {
  readonly what: string;
  readonly was: string;
  readonly now: string;
  /** What the operator should know besides. */
  readonly hints: readonly string[];
}

/** How many entries of a list are named in an answer. */
const namedAtMost = 20;
/** What a reason in the journal may have. */
const reasonCharacters = 500;
const hoursPerDay = 24;

/** The whole answers of `/setup`. */
export const setupTexts = {
  get notManager() {
    return t('setup.notManager');
  },
  refused: (why: string) => t('setup.refused', { why }),
  unchanged: ({ what, now, hints }: ChangeTexts) => withHints(t('setup.unchanged', { what, now }), hints),
  changed: ({ what, was, now, hints }: ChangeTexts) => withHints(t('setup.changed', { what, was, now }), hints),
  notKept: (what: string, issue: string) => t('setup.notKept', { what, issue }),
  /** Plain text for the journal: ids instead of mentions; `note` is what the operator typed. */
  reason: ({ what, was, now }: ChangeTexts, note: string | null) =>
    cut(`${plain(`${what}: ${was} -> ${now}`)}${note === null ? '' : ` (${note})`}`, reasonCharacters),
} as const;

/** What a setting is called where it changes. */
export const changeNames = Object.assign(
  lazyTexts(
    [
      'allowanceOfAll',
      'pool',
      'refill',
      'openChannels',
      'adultContent',
      'spoilers',
      'strikes',
      'log',
      'approvals',
      'defaults',
    ],
    (what) => t(`setup.what.${what}`),
  ),
  { allowance: (roleId: string) => t('setup.what.allowance', { role: `<@&${roleId}>` }) },
);

/** A setting in words. `shown` is how many entries of a list are named. */
export const settingTexts = {
  allowance: (allowance: Allowance | null) =>
    allowance === null
      ? installation()
      : t(`setting.allowance.${allowance.period}`, { credits: credits(allowance.credits) }),
  poolMode: (mode: PoolMode, pool: number) =>
    mode === 'unlimited' ? t('setting.unlimited') : t('setting.limited', { credits: credits(pool) }),
  refill: (refill: Allowance | null) =>
    refill === null
      ? t('setting.noRefill')
      : t(`setting.refill.${refill.period}`, { credits: credits(refill.credits) }),
  openChannels: ({ mode, ids }: GuildSettings['channels'], shown = namedAtMost) => {
    if (mode === 'everywhere') return t('setting.everyChannel');
    return t(`setting.${mode}Channels`, { channels: channels(ids, shown) });
  },
  adultChannels: ({ adultIds }: GuildSettings['channels'], shown = namedAtMost) => {
    if (adultIds === null) return t('setting.everyAdultChannel');
    if (adultIds.length === 0) return t('setting.nowhere');
    return t('setting.adultChannels', { channels: channels(adultIds, shown) });
  },
  spoilerChannels: ({ spoilerIds }: GuildSettings['channels'], shown = namedAtMost) =>
    spoilerIds.length === 0 ? t('setting.nowhere') : channels(spoilerIds, shown),
  roles: (ids: readonly string[], shown = namedAtMost) =>
    ids.length === 0
      ? t('setting.everyone')
      : listed(
          ids.map((id) => `<@&${id}>`),
          shown,
        ),
  model: (id: string) => inlineCode(id, 80),
  price: (price: number | undefined) => (price === undefined ? t('setting.usualPrice') : credits(price)),
  channel: (id: string | null) => (id === null ? t('setting.off') : `<#${id}>`),
  approvals: ({ threshold, channelId }: GuildSettings['approvals']) => {
    if (channelId === null) return t('setting.off');
    const channel = `<#${channelId}>`;
    if (threshold === null) return t('setting.approvals', { channel });
    return t('setting.approvalsAbove', { channel, credits: credits(threshold) });
  },
  confirm: (percent: number) => (percent === 100 ? t('setting.neverAsked') : t('setting.askedAbove', { percent })),
  days: (days: number) => (days === 0 ? t('setting.anyAge') : t('setting.days', { count: days })),
  limit: (limit: number | null) => (limit === null ? installation() : String(limit)),
  defaultModel: (id: string | null, installed: string) =>
    id === null
      ? t('setting.installed', { installation: installation(), model: inlineCode(installed, 80) })
      : inlineCode(id, 80),
  defaultSize: (size: string | null) => (size === null ? t('setting.ownSize') : inlineCode(size)),
  settingsInFile: (isOn: boolean) => t(isOn ? 'setting.yes' : 'setting.no'),
  strikes: (steps: GuildSettings['strikes'], shown = namedAtMost) =>
    steps.length === 0 ? t('setting.countedOnly') : listed(steps.map(stepText), shown),
} as const;

/** `a, b and 3 more`. */
export function listed(items: readonly string[], shown: number): string {
  const more = items.length - shown;
  return more > 0 ? t('setup.andMore', { items: items.slice(0, shown).join(', '), more }) : items.join(', ');
}

function installation(): string {
  return t('setting.installation');
}

function channels(ids: readonly string[], shown: number): string {
  return listed(
    ids.map((id) => `<#${id}>`),
    shown,
  );
}

function stepText({ count: strikes, hours }: GuildSettings['strikes'][number]): string {
  return hours % hoursPerDay === 0
    ? t('setting.stepDays', { strikes, count: hours / hoursPerDay })
    : t('setting.stepHours', { strikes, count: hours });
}

function withHints(text: string, hints: readonly string[]): string {
  return [text, ...hints.map((hint) => t('setup.hint', { hint }))].join('\n');
}

/** Without what is there for Discord alone, which is escaped when it is shown. In these words the log channel finds its channels and roles again, so they are no text of a language. @see auditText */
function plain(text: string): string {
  return text
    .replace(/<#(\d+)>/gu, 'channel $1')
    .replace(/<@&(\d+)>/gu, 'role $1')
    .replace(/`([^`]*)`|\\([^\p{L}\p{N}\s])|\*/gu, (_mark, code: string = '', escaped: string = '') => code + escaped);
}
