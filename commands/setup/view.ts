import type { Allowance, PoolMode } from '#credits/credits.ts';
import type { GuildSettings, KindRule } from '#guilds/guild-settings.ts';
import { cut, inlineCode } from '#i18n/escape.ts';
import { credits } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';

/** What changed, in the words of {@link settingTexts}. */
export interface ChangeTexts {
  /** The setting's name. */
  readonly what: string;
  readonly was: string;
  readonly now: string;
  /** What else the operator needs to know. */
  readonly hints: readonly string[];
  /** The operator's own words for the journal. */
  readonly note?: string | null;
}

/** How many entries of a list an answer names. */
const maxNamed = 20;
const maxReasonCharacters = 500;
const hoursPerDay = 24;

/** The whole answers of `/setup`. */
export const setupTexts = {
  refused: (why: string) => t('setup.refused', { why }),
  unchanged: ({ what, now, hints }: ChangeTexts) => withHints(t('setup.unchanged', { what, now }), hints),
  changed: ({ what, was, now, hints }: ChangeTexts) => withHints(t('setup.changed', { what, was, now }), hints),
  /** Plain text for the journal: ids instead of mentions. */
  reason: (changes: readonly ChangeTexts[]) => cut(changes.map(reasonOf).join('; '), maxReasonCharacters),
} as const;

function reasonOf({ what, was, now, note = null }: ChangeTexts): string {
  return `${plain(`${what}: ${was} -> ${now}`)}${note === null ? '' : ` (${note})`}`;
}

function withHints(text: string, hints: readonly string[]): string {
  return [text, ...hints.map((hint) => t('setup.hint', { hint }))].join('\n');
}

/** A setting in words. `shown` is how many entries of a list are named. */
export const settingTexts = {
  allowance: (allowance: Allowance | null) =>
    allowance === null
      ? t('setting.installation')
      : t(`setting.allowance.${allowance.period}`, { credits: credits(allowance.credits) }),
  poolMode: (mode: PoolMode, pool: number) =>
    mode === 'unlimited' ? t('setting.unlimited') : t('setting.limited', { credits: credits(pool) }),
  refill: (refill: Allowance | null) =>
    refill === null
      ? t('setting.noRefill')
      : t(`setting.refill.${refill.period}`, { credits: credits(refill.credits) }),
  openChannels: ({ mode, ids }: GuildSettings['channels'], shown = maxNamed) => {
    if (mode === 'everywhere') return t('setting.everyChannel');
    return t(`setting.${mode}Channels`, { channels: channels(ids, shown) });
  },
  adultChannels: ({ adultIds }: GuildSettings['channels'], shown = maxNamed) => {
    if (adultIds === null) return t('setting.everyAdultChannel');
    if (adultIds.length === 0) return t('setting.nowhere');
    return t('setting.adultChannels', { channels: channels(adultIds, shown) });
  },
  spoilerChannels: ({ spoilerIds }: GuildSettings['channels'], shown = maxNamed) =>
    spoilerIds.length === 0 ? t('setting.nowhere') : channels(spoilerIds, shown),
  roles: (ids: readonly string[], shown = maxNamed) => {
    const roles = ids.map((id) => `<@&${id}>`);
    return roles.length === 0 ? t('setting.everyone') : listed(roles, shown);
  },
  model: (id: string) => inlineCode(id, 80),
  models: (ids: readonly string[], shown = maxNamed) => listed(ids.map(settingTexts.model), shown),
  price: (price: number | undefined) => (price === undefined ? t('setting.usualPrice') : credits(price)),
  kind: ({ isOn, channelIds, mostCredits }: KindRule) =>
    t('setting.kind', {
      state: t(isOn ? 'setting.on' : 'setting.off'),
      where: channelIds.length === 0 ? '' : t('setting.kindWhere', { channels: channels(channelIds, maxNamed) }),
      most: mostCredits === null ? '' : t('setting.kindMost', { credits: credits(mostCredits) }),
    }),
  channel: (id: string | null) => (id === null ? t('setting.off') : `<#${id}>`),
  approvals: ({ threshold, channelId }: GuildSettings['approvals']) => {
    const channel = settingTexts.channel(channelId);
    if (channelId === null) return channel;
    if (threshold === null) return t('setting.approvals', { channel });
    return t('setting.approvalsAbove', { channel, credits: credits(threshold) });
  },
  confirm: (percent: number) => (percent === 100 ? t('setting.neverAsked') : t('setting.askedAbove', { percent })),
  days: (days: number) => (days === 0 ? t('setting.anyAge') : t('setting.days', { count: days })),
  limit: (limit: number | null) => (limit === null ? t('setting.installation') : String(limit)),
  defaultModel: (id: string | null, installed: string) =>
    id === null
      ? t('setting.installed', { installation: t('setting.installation'), model: settingTexts.model(installed) })
      : settingTexts.model(id),
  defaultSize: (size: string | null) => (size === null ? t('setting.ownSize') : inlineCode(size)),
  settingsInFile: (isOn: boolean) => t(isOn ? 'setting.yes' : 'setting.no'),
  strikes: (steps: GuildSettings['strikes'], shown = maxNamed) =>
    steps.length === 0 ? t('setting.countedOnly') : listed(steps.map(stepText), shown),
} as const;

/** `a, b and 3 more`. */
export function listed(items: readonly string[], shown: number): string {
  const more = items.length - shown;
  return more > 0 ? t('setup.andMore', { items: items.slice(0, shown).join(', '), more }) : items.join(', ');
}

function channels(ids: readonly string[], shown: number): string {
  const mentions = ids.map((id) => `<#${id}>`);
  return listed(mentions, shown);
}

function stepText({ count: strikes, hours }: GuildSettings['strikes'][number]): string {
  return hours % hoursPerDay === 0
    ? t('setting.stepDays', { strikes, count: hours / hoursPerDay })
    : t('setting.stepHours', { strikes, count: hours });
}

/** What `/setup defaults` changes, under the names of its options, in the order of its answer. */
const defaultsRows = [
  { part: 'model', words: ({ defaults }, installed) => settingTexts.defaultModel(defaults.model, installed) },
  { part: 'size', words: ({ defaults }) => settingTexts.defaultSize(defaults.size) },
  { part: 'confirm_percent', words: ({ confirmPercent }) => settingTexts.confirm(confirmPercent) },
  { part: 'min_account_days', words: ({ newcomers }) => settingTexts.days(newcomers.minAccountDays) },
  { part: 'min_member_days', words: ({ newcomers }) => settingTexts.days(newcomers.minMemberDays) },
  { part: 'max_jobs_member', words: ({ limits }) => settingTexts.limit(limits.perMember) },
  { part: 'max_jobs_server', words: ({ limits }) => settingTexts.limit(limits.perGuild) },
  { part: 'settings_in_file', words: ({ defaults }) => settingTexts.settingsInFile(defaults.settingsInFile) },
  { part: 'roles', words: ({ memberRoles }) => settingTexts.roles(memberRoles) },
] as const satisfies readonly {
  readonly part: string;
  readonly words: (settings: GuildSettings, installedModelId: string) => string;
}[];

/** A part of what `/setup defaults` changes. */
export type DefaultsPart = (typeof defaultsRows)[number]['part'];

/** Every part, in the order of {@link defaultsText}. */
export const defaultsParts: readonly DefaultsPart[] = defaultsRows.map(({ part }) => part);

/** These parts in words; `installedModelId` is named where the server has no default model. */
export function defaultsText(
  parts: readonly DefaultsPart[],
  settings: GuildSettings,
  installedModelId: string,
): string {
  return defaultsRows
    .filter(({ part }) => parts.includes(part))
    .map(({ part, words }) => t(`changed.${part}`, { value: words(settings, installedModelId) }))
    .join('; ');
}

/**
 * Without markup, which is escaped when the journal is shown. The log channel finds channels and roles by these words, so they
 * are the same in every language. @see auditText
 */
function plain(text: string): string {
  return text
    .replace(/<#(\d+)>/gu, 'channel $1')
    .replace(/<@&(\d+)>/gu, 'role $1')
    .replace(/`([^`]*)`|\\([^\p{L}\p{N}\s])|\*/gu, (_mark, code: string = '', escaped: string = '') => code + escaped);
}
