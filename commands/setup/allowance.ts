import { ApplicationCommandOptionType } from 'discord.js';
import { type OptionDefinition, readOptions } from '../../src/discord/options.ts';
import { described, named } from '../../src/discord/wording/described.ts';
import { changeNames, settingTexts } from '../../src/discord/wording/setup.ts';
import { allowanceTexts } from '../../src/discord/wording/setup-hints.ts';
import { type Allowance, periods } from '../../src/domain/credits.ts';
import type { GuildSettings } from '../../src/domain/guild-settings.ts';
import { type RoleId, roleId } from '../../src/domain/ids.ts';
import { type Asked, changing, isEveryone, maxListed, type Plan } from './plan.ts';

const options = [
  {
    type: ApplicationCommandOptionType.Role,
    name: 'role',
    ...described('setup.allowance.role.description'),
  },
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'credits',
    ...described('setup.allowance.credits.description'),
    min_value: 0,
    max_value: 1_000_000_000,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'period',
    ...described('setup.allowance.period.description'),
    choices: periods.map((period) => ({ ...named(`period.${period}.choice`), value: period })),
  },
  {
    type: ApplicationCommandOptionType.Boolean,
    name: 'remove',
    ...described('setup.allowance.remove.description'),
  },
] as const satisfies readonly OptionDefinition[];

/** `/setup allowance`. */
export const allowanceDefinition = {
  type: ApplicationCommandOptionType.Subcommand,
  name: 'allowance',
  ...described('setup.allowance.description'),
  options,
} as const satisfies OptionDefinition;

type Rows = GuildSettings['allowances'];

const plan: Plan = (asked, settings) => {
  const { id, given, isRemoval, isIncomplete } = read(asked);
  if (isRemoval && (given !== null || isIncomplete)) return { refusal: allowanceTexts.removeAlone };
  if (!isRemoval && given === null) return { refusal: allowanceTexts.incomplete };
  const before = settings.allowances.find((row) => row.roleId === id) ?? null;
  if (given !== null && before === null && settings.allowances.length >= maxListed) {
    return { refusal: allowanceTexts.full(maxListed) };
  }
  return {
    next: { ...settings, allowances: rowsWith(settings.allowances, id, given) },
    what: id === null ? changeNames.allowanceOfAll : changeNames.allowance(id),
    was: inWords(before, id),
    now: inWords(given, id),
    hints: [allowanceTexts.best],
  };
};

/** @see allowanceDefinition */
export const allowance = changing(plan);

/** A row keeps its place; null takes it away. */
function rowsWith(rows: Rows, id: RoleId | null, given: Allowance | null): Rows {
  if (given === null) return rows.filter((row) => row.roleId !== id);
  const row = { roleId: id, ...given };
  return rows.some((each) => each.roleId === id)
    ? rows.map((each) => (each.roleId === id ? row : each))
    : [...rows, row];
}

function inWords(row: Allowance | null, id: RoleId | null): string {
  return row === null && id !== null ? allowanceTexts.none : settingTexts.allowance(row);
}

function read({ options: raw, caller }: Asked) {
  const typed = readOptions(options, raw);
  const role = typed.id('role');
  const credits = typed.number('credits');
  const period = periods.find((each) => each === typed.text('period')) ?? null;
  return {
    id: role === null || isEveryone(role, caller) ? null : roleId(role),
    given: credits === null || period === null ? null : { credits, period },
    isRemoval: typed.flag('remove'),
    isIncomplete: credits !== null || period !== null,
  };
}
