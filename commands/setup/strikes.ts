import { ApplicationCommandOptionType } from 'discord.js';
import { type OptionDefinition, readOptions } from '#discord/interactions/options.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { described } from '#i18n/t.ts';
import { strikeTexts } from './hints.ts';
import { type Asked, changing, type Plan, type Refusal } from './plan.ts';
import { changeNames, settingTexts } from './view.ts';

const options = [
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'count',
    ...described('setup.strikes.count.description'),
    min_value: 1,
    max_value: 100,
  },
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'hours',
    ...described('setup.strikes.hours.description'),
    min_value: 1,
    max_value: 24 * 365,
  },
  {
    type: ApplicationCommandOptionType.Boolean,
    name: 'remove',
    ...described('setup.strikes.remove.description'),
  },
] as const satisfies readonly OptionDefinition[];

/** `/setup strikes`. */
export const strikesDefinition = {
  type: ApplicationCommandOptionType.Subcommand,
  name: 'strikes',
  ...described('setup.strikes.description'),
  options,
} as const satisfies OptionDefinition;

const maxSteps = 10;

type Steps = GuildSettings['strikes'];

const plan: Plan = (asked, settings) => {
  const steps = stepsOf(settings.strikes, read(asked));
  if ('refusal' in steps) return steps;
  return {
    next: { ...settings, strikes: steps },
    what: changeNames.strikes,
    was: settingTexts.strikes(settings.strikes),
    now: settingTexts.strikes(steps),
    hints: [strikeTexts.forward],
  };
};

/** @see strikesDefinition */
export const strikes = changing(plan);

/** Ascending by count, one step per count. */
function stepsOf(before: Steps, { count, hours, isRemoval }: ReturnType<typeof read>): Steps | Refusal {
  const others = before.filter((step) => step.count !== count);
  if (isRemoval) {
    if (hours !== null) return { refusal: strikeTexts.removeAlone };
    return count === null ? [] : others;
  }
  if (count === null || hours === null) return { refusal: strikeTexts.incomplete };
  if (others.length >= maxSteps) return { refusal: strikeTexts.full(maxSteps) };
  return [...others, { count, hours }].sort((one, other) => one.count - other.count);
}

function read({ options: raw }: Asked) {
  const typed = readOptions(options, raw);
  return { count: typed.number('count'), hours: typed.number('hours'), isRemoval: typed.flag('remove') };
}
