import { ApplicationCommandOptionType } from 'discord.js';
import { type Period, periods } from '#credits/credits.ts';
import type { UsageRow } from '#credits/usage.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { described, named } from '#i18n/t.ts';
import type { Bot } from '../command.ts';
import { type TopRow, topText } from './view.ts';

/** The options of `/credits top`. */
export const topOptions = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'period',
    ...described('credits.top.period.description'),
    required: true,
    choices: [
      { ...named('period.day.choice'), value: 'day' },
      { ...named('period.week.choice'), value: 'week' },
      { ...named('period.month.choice'), value: 'month' },
    ],
  },
] as const;

const shownRows = 10;

/** Who has made how many pictures, and the caller's own place. */
export async function top({ caller, options, answer }: CommandCall, bot: Bot): Promise<void> {
  const typed = readOptions(topOptions, options).requiredText('period');
  const period: Period = periods.find((each) => each === typed) ?? 'week';
  const ranking = rank(await bot.usage.ofPeriod(caller.guildId, period, bot.now()));
  const place = ranking.findIndex(({ userId }) => userId === caller.userId);
  const row = ranking[place];
  const own = row ? { rank: place, row } : null;
  await answer({ content: topText(period, ranking.slice(0, shownRows), own), buttons: [] });
}

/** One row per member with a picture: most pictures first, then most credits. */
function rank(usage: readonly UsageRow[]): readonly TopRow[] {
  const sums = new Map<string, TopRow>();
  for (const { userId, pictures, credits } of usage) {
    const sum = sums.get(userId) ?? { userId, pictures: 0, credits: 0 };
    sums.set(userId, { userId, pictures: sum.pictures + pictures, credits: sum.credits + credits });
  }
  return [...sums.values()]
    .filter(({ pictures }) => pictures > 0)
    .sort((one, other) => other.pictures - one.pictures || other.credits - one.credits);
}
