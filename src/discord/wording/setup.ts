import type { Allowance, PoolMode } from '../../domain/credits.ts';
import type { GuildSettings } from '../../domain/guild-settings.ts';
import { cut, inlineCode } from './escape.ts';
import { credits } from './money.ts';

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
  notManager: `${inlineCode('/setup')} is for members with the permission Manage Server. Nothing was changed.`,
  refused: (why: string) => `${why} Nothing was changed.`,
  unchanged: ({ what, now, hints }: ChangeTexts) => withHints(`Nothing changed. **${what}** stays: ${now}`, hints),
  changed: ({ what, was, now, hints }: ChangeTexts) =>
    withHints(`Changed: **${what}**\n- Was: ${was}\n- Now: ${now}`, hints),
  /** Plain text for the journal: ids instead of mentions; `note` is what the operator typed. */
  reason: ({ what, was, now }: ChangeTexts, note: string | null) =>
    cut(`${plain(`${what}: ${was} -> ${now}`)}${note === null ? '' : ` (${note})`}`, reasonCharacters),
} as const;

/** A setting in words. `shown` is how many entries of a list are named. */
export const settingTexts = {
  allowance: (allowance: Allowance | null) =>
    allowance === null ? installation : `${credits(allowance.credits)} a ${allowance.period}`,
  poolMode: (mode: PoolMode, pool: number) => (mode === 'unlimited' ? 'unlimited' : `limited to ${credits(pool)}`),
  refill: (refill: Allowance | null) =>
    refill === null ? 'none' : `up to ${credits(refill.credits)} at the start of each ${refill.period}`,
  openChannels: ({ mode, ids }: GuildSettings['channels'], shown = namedAtMost) => {
    if (mode === 'everywhere') return 'every channel';
    return mode === 'only' ? `only ${channels(ids, shown)}` : `every channel except ${channels(ids, shown)}`;
  },
  adultChannels: ({ adultIds }: GuildSettings['channels'], shown = namedAtMost) => {
    if (adultIds === null) return 'every age-restricted channel';
    return adultIds.length === 0 ? 'nowhere' : `${channels(adultIds, shown)}, where age-restricted`;
  },
  spoilerChannels: ({ spoilerIds }: GuildSettings['channels'], shown = namedAtMost) =>
    spoilerIds.length === 0 ? 'nowhere' : channels(spoilerIds, shown),
  roles: (ids: readonly string[], shown = namedAtMost) =>
    ids.length === 0
      ? 'everyone'
      : listed(
          ids.map((id) => `<@&${id}>`),
          shown,
        ),
  model: (id: string) => inlineCode(id, 50),
  price: (price: number | undefined) => (price === undefined ? 'the installation’s price' : credits(price)),
  channel: (id: string | null) => (id === null ? 'off' : `<#${id}>`),
  approvals: ({ threshold, channelId }: GuildSettings['approvals']) => {
    if (channelId === null) return 'off';
    const above = threshold === null ? '' : `pictures above ${credits(threshold)}, and `;
    return `in <#${channelId}>: ${above}requests of members who are out of credits`;
  },
  confirm: (percent: number) =>
    percent === 100 ? 'never asked' : `asked above ${percent} % of what the member has left`,
  days: (days: number) => (days === 0 ? 'any' : `${counted(days, 'day')} or more`),
  limit: (limit: number | null) => (limit === null ? installation : String(limit)),
  defaultModel: (id: string | null, installed: string) =>
    id === null ? `${installation} (${inlineCode(installed, 50)})` : inlineCode(id, 50),
  defaultSize: (size: string | null) => (size === null ? 'the model’s own' : inlineCode(size)),
  settingsInFile: (isOn: boolean) => (isOn ? 'yes' : 'no'),
  strikes: (steps: GuildSettings['strikes'], shown = namedAtMost) =>
    steps.length === 0
      ? 'counted only'
      : listed(
          steps.map(({ count, hours }) => `at ${count} for ${duration(hours)}`),
          shown,
        ),
} as const;

/** `a, b and 3 more`. */
export function listed(items: readonly string[], shown: number): string {
  const rest = items.length - shown;
  return rest > 0 ? `${items.slice(0, shown).join(', ')} and ${rest} more` : items.join(', ');
}

/** `1 day`, `5 days`. */
export function counted(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}

const installation = 'the installation’s default';

function channels(ids: readonly string[], shown: number): string {
  return listed(
    ids.map((id) => `<#${id}>`),
    shown,
  );
}

function duration(hours: number): string {
  return hours % hoursPerDay === 0 ? counted(hours / hoursPerDay, 'day') : counted(hours, 'hour');
}

function withHints(text: string, hints: readonly string[]): string {
  return [text, ...hints.map((hint) => `-# ${hint}`)].join('\n');
}

function plain(text: string): string {
  return text
    .replace(/<#(\d+)>/gu, 'channel $1')
    .replace(/<@&(\d+)>/gu, 'role $1')
    .replaceAll(/[`*]/gu, '');
}
