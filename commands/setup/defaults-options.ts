import { ApplicationCommandOptionType } from 'discord.js';
import { type OptionDefinition, readOptions } from '../../src/discord/options.ts';
import { described } from '../../src/discord/wording/described.ts';
import { type RoleId, roleId } from '../../src/domain/ids.ts';
import { type Asked, isEveryone } from './plan.ts';

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
export interface DefaultsWish {
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

/** @see DefaultsWish */
export function readDefaults({ options: raw, caller }: Pick<Asked, 'options' | 'caller'>): DefaultsWish {
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
