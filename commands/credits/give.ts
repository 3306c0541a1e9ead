import { ApplicationCommandOptionType } from 'discord.js';
import { BotError } from '#core/errors.ts';
import { userId } from '#core/ids.ts';
import { seenText } from '#core/text.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { described, withGuildLocale } from '#i18n/t.ts';
import type { Bot } from '../command.ts';
import { actorOf } from '../place.ts';
import { gaveText, giveTexts, tooLittleBonusText } from './view.ts';

/** The options of `/credits give`. */
export const giveOptions = [
  {
    type: ApplicationCommandOptionType.User,
    name: 'member',
    ...described('credits.give.member.description'),
    required: true,
  },
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'amount',
    ...described('credits.give.amount.description'),
    required: true,
    min_value: 1,
    max_value: 1_000_000,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'reason',
    ...described('credits.give.reason.description'),
    max_length: 300,
  },
] as const;

/** Bonus to bonus. Both read it in the channel, where nobody is rung. */
export async function give(call: CommandCall, bot: Bot): Promise<void> {
  const { caller, options, answer, announce } = call;
  const typed = readOptions(giveOptions, options);
  const receiver = userId(typed.requiredId('member'));
  const objection = objectionTo(receiver, call);
  if (objection !== null) return answer({ content: giveTexts[objection], buttons: [] });
  const amount = wholeAmount(typed.number('amount'));
  const reason = seenText(typed.text('reason'));
  const isGiven = await isEnough(bot.give(actorOf(caller, reason), receiver, amount));
  if (isGiven) {
    const content = withGuildLocale(() => gaveText(caller.userId, receiver, amount, reason));
    return announce({ content, buttons: [] });
  }
  const { bonus } = await bot.balance(caller.guildId, caller.userId, caller.roleIds);
  await answer({ content: tooLittleBonusText(amount, bonus), buttons: [] });
}

function objectionTo(receiver: string, { caller, resolvedUsers }: CommandCall): keyof typeof giveTexts | null {
  if (receiver === caller.userId) return 'self';
  const user = resolvedUsers.get(receiver);
  if (user?.isBot) return 'bot';
  return user?.isMember ? null : 'stranger';
}

/** @throws {@link BotError} `refused.options` should Discord let something else through */
function wholeAmount(amount: number | null): number {
  if (amount !== null && Number.isSafeInteger(amount) && amount >= 1) return amount;
  throw new BotError('refused.options', 'no amount', {
    option: 'amount',
    allowed: { kind: 'wholeNumberFrom', min: 1 },
  });
}

async function isEnough(giving: Promise<unknown>): Promise<boolean> {
  try {
    await giving;
    return true;
  } catch (error) {
    if (error instanceof BotError && error.code === 'refused.quota') return false;
    throw error;
  }
}
