import type { GuildSettings } from '../../domain/guild-settings.ts';
import { say } from './say.ts';
import { settingTexts } from './setup.ts';

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
  return parts.map((part) => say(`changed.${part}`, { value: inWords[part](settings, installedModelId) })).join('; ');
}
