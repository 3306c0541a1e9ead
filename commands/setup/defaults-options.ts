import { ApplicationCommandOptionType } from 'discord.js';
import { type OptionDefinition, readOptions } from '../../src/discord/options.ts';
import { type RoleId, roleId } from '../../src/domain/ids.ts';
import { type Asked, isEveryone } from './plan.ts';

const { Subcommand, String: Text, Integer, Role, Boolean: Flag } = ApplicationCommandOptionType;

const options = [
  { type: Text, name: 'model', description: 'What members get when they name no model', autocomplete: true },
  { type: Text, name: 'size', description: 'A ratio such as 16:9, or WIDTHxHEIGHT in pixels', autocomplete: true },
  {
    type: Integer,
    name: 'confirm_percent',
    description: 'Ask first when a picture costs more than this share of what is left; 100 never asks',
    min_value: 1,
    max_value: 100,
  },
  {
    type: Integer,
    name: 'min_account_days',
    description: 'How old a Discord account has to be',
    min_value: 0,
    max_value: 3650,
  },
  {
    type: Integer,
    name: 'min_member_days',
    description: 'How long somebody has to be on this server',
    min_value: 0,
    max_value: 365,
  },
  {
    type: Integer,
    name: 'max_jobs_member',
    description: 'Pictures in the making at once, per member',
    min_value: 1,
    max_value: 1000,
  },
  {
    type: Integer,
    name: 'max_jobs_server',
    description: 'Pictures in the making at once, on this server',
    min_value: 1,
    max_value: 10_000,
  },
  {
    type: Role,
    name: 'add_member_role',
    description: 'Only members with one of the listed roles may make pictures; adds one',
  },
  { type: Role, name: 'remove_member_role', description: 'Takes a role off that list; without any, everyone may' },
  {
    type: Flag,
    name: 'settings_in_file',
    description: 'Whether the file of a PNG says how it was made: prompt, model, size, steps, LoRA',
  },
  { type: Flag, name: 'reset', description: 'Back to what the installation has, in all of these' },
] as const satisfies readonly OptionDefinition[];

/** `/setup defaults`. */
export const defaultsDefinition = {
  type: Subcommand,
  name: 'defaults',
  description: 'What is taken when members choose nothing, and who may make how many pictures',
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
