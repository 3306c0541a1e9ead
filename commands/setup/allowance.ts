import { ApplicationCommandOptionType } from 'discord.js';
import { type RoleId, roleId } from '#core/ids.ts';
import { type Allowance, periods } from '#credits/credits.ts';
import { type OptionDefinition, readOptions } from '#discord/interactions/options.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { described, named } from '#i18n/t.ts';
import { allowanceTexts } from './hints.ts';
import { type Asked, changing, isEveryone, maxListed, type Plan } from './plan.ts';
import { changeNames, settingTexts } from './view.ts';

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
