import type { GuildSettings } from '../../domain/guild-settings.ts';
import { settingTexts } from './setup.ts';

type InWords = (settings: GuildSettings, installedModelId: string) => string;

const inWords = {
  model: ({ defaults }, installed) => `model ${settingTexts.defaultModel(defaults.model, installed)}`,
  size: ({ defaults }) => `size ${settingTexts.defaultSize(defaults.size)}`,
  confirmPercent: ({ confirmPercent }) => `price confirmation ${settingTexts.confirm(confirmPercent)}`,
  accountDays: ({ newcomers }) => `age of the account ${settingTexts.days(newcomers.minAccountDays)}`,
  memberDays: ({ newcomers }) => `time on the server ${settingTexts.days(newcomers.minMemberDays)}`,
  jobsPerMember: ({ limits }) => `pictures at once per member ${settingTexts.limit(limits.perMember)}`,
  jobsPerServer: ({ limits }) => `pictures at once on the server ${settingTexts.limit(limits.perGuild)}`,
  settingsInFile: ({ defaults }) => `settings in PNG files ${settingTexts.settingsInFile(defaults.settingsInFile)}`,
  roles: ({ memberRoles }) => `made by ${settingTexts.roles(memberRoles)}`,
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
  return parts.map((part) => inWords[part](settings, installedModelId)).join('; ');
}
