import { BotError } from '#core/errors.ts';
import { userId } from '#core/ids.ts';
import { seenText } from '#core/text.ts';
import { type LedgerEntry, periods } from '#credits/credits.ts';
import type { UsageRow } from '#credits/usage.ts';
import type { ButtonCall, CommandCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { Button, OutgoingMessage } from '#discord/messages/message.ts';
import { balanceText } from '#discord/texts/answers.ts';
import { suspensionEndsAtMs } from '#guilds/guild-settings.ts';
import { t, withGuildLocale } from '#i18n/t.ts';
import type { Bot, Command } from '../command.ts';
import { historyLines } from '../history-lines.ts';
import { choices, guildCommand, option, subcommand } from '../options.ts';
import { actorOf } from '../place.ts';
import { defaultModel } from '../resolve-model.ts';
import {
  defaultPriceText,
  gaveText,
  historyText,
  movesCredits,
  type TopRow,
  tooLittleBonusText,
  topText,
} from './view.ts';

const giveOptions = [
  option.user('member', 'credits.give.member.description', { required: true }),
  option.integer('amount', 'credits.give.amount.description', { required: true, min_value: 1, max_value: 1_000_000 }),
  option.text('reason', 'credits.give.reason.description', { max_length: 300 }),
] as const;

const topOptions = [
  option.text('period', 'credits.top.period.description', {
    required: true,
    ...choices(periods, (period) => `period.${period}.choice`),
  }),
] as const;

const subcommands: Readonly<Record<string, (call: CommandCall, bot: Bot) => Promise<void>>> = { give, history, top };

/** The action of the page buttons: the subject is where a page begins, the extra is the way back to the newest one. */
export const historyAction = 'credits_history';

/** `/credits`: what members have, give, have spent, and how they compare. */
export const credits: Command = {
  data: guildCommand('credits', 'credits.description', [
    subcommand('balance', 'credits.balance.description'),
    subcommand('give', 'credits.give.description', giveOptions),
    subcommand('history', 'credits.history.description'),
    subcommand('top', 'credits.top.description', topOptions),
  ]),
  run: (call, bot) => (subcommands[call.subcommand ?? ''] ?? showBalance)(call, bot),
  components: { [historyAction]: turnPage },
};

async function showBalance({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  const { guildId, userId: id, roleIds } = caller;
  const [balance, settings, record, choice] = await Promise.all([
    bot.balance(guildId, id, roleIds),
    bot.settings(guildId),
    bot.memberRecord(guildId, id),
    bot.choices.get(guildId, id),
  ]);
  const { model, isLastChoice } = defaultModel(choice, caller, settings, bot);
  const price = model ? [defaultPriceText(model, bot.priceOf(model, settings), isLastChoice)] : [];
  const untilMs = suspensionEndsAtMs(record, bot.now());
  const suspension = untilMs === null ? null : { untilMs, reason: record.suspensionReason };
  await answer({ content: [balanceText(balance, suspension), ...price].join('\n') });
}

/** Bonus to bonus. Both read it in the channel, without a ping. */
async function give(call: CommandCall, bot: Bot): Promise<void> {
  const { caller, options, answer, announce } = call;
  const typed = readOptions(giveOptions, options);
  const receiver = userId(typed.requiredId('member'));
  const objection = objectionTo(receiver, call);
  if (objection !== null) return answer({ content: t(`give.${objection}`) });
  const amount = typed.requiredNumber('amount');
  const reason = seenText(typed.text('reason'));
  if (await isEnough(bot.give(actorOf(caller, reason), receiver, amount))) {
    const content = withGuildLocale(() => gaveText(caller.userId, receiver, amount, reason));
    return announce({ content });
  }
  const { bonus } = await bot.balance(caller.guildId, caller.userId, caller.roleIds);
  await answer({ content: tooLittleBonusText(amount, bonus) });
}

function objectionTo(receiver: string, { caller, resolvedUsers }: CommandCall): 'self' | 'bot' | 'stranger' | null {
  if (receiver === caller.userId) return 'self';
  const user = resolvedUsers.get(receiver);
  if (user?.isBot) return 'bot';
  return user?.isMember ? null : 'stranger';
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

const shownRows = 10;

/** Who has made how many pictures, and the caller's own place. */
async function top({ caller, options, answer }: CommandCall, bot: Bot): Promise<void> {
  const typed = readOptions(topOptions, options).requiredText('period');
  const period = periods.find((each) => each === typed) ?? 'week';
  const ranking = rank(await bot.usage.ofPeriod(caller.guildId, period, bot.now()));
  const place = ranking.findIndex((each) => each.userId === caller.userId);
  const row = ranking[place];
  const own = row ? { rank: place, row } : null;
  await answer({ content: topText(period, ranking.slice(0, shownRows), own) });
}

/** One row per member with a picture: most pictures first, then most credits. */
function rank(usage: readonly UsageRow[]): readonly TopRow[] {
  const sums = new Map<string, TopRow>();
  for (const { userId: id, pictures, credits: spent } of usage) {
    const sum = sums.get(id) ?? { userId: id, pictures: 0, credits: 0 };
    sums.set(id, { userId: id, pictures: sum.pictures + pictures, credits: sum.credits + spent });
  }
  return [...sums.values()]
    .filter(({ pictures }) => pictures > 0)
    .sort((one, other) => other.pictures - one.pictures || other.credits - one.credits);
}

const linesPerPage = 10;
const entriesPerRead = 25;
/** Newer finds its way back through so many pages, one by one; a custom id has no room for more. */
const rememberedPages = 8;
const newest = 'new';

/** `/credits history`: one's own, newest first. */
async function history({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  await answer(await historyPage(caller, { start: newest, trail: [] }, bot));
}

/** Older or Newer. It is always the presser's own history. */
export async function turnPage(
  { caller, id, update }: Pick<ButtonCall, 'caller' | 'id' | 'update'>,
  bot: Bot,
): Promise<void> {
  const trail = (id.extra ?? '').split('.').filter((start) => /^[0-9a-z]{1,11}$/u.test(start));
  await update(await historyPage(caller, { start: id.subject, trail }, bot));
}

interface Place {
  /** `new`, or the number of the entry that the page comes after, in base 36. */
  readonly start: string;
  /** The starts of the pages before, newest first. */
  readonly trail: readonly string[];
}

async function historyPage(caller: Caller, { start, trail }: Place, bot: Bot): Promise<OutgoingMessage> {
  const { entries, hasOlder } = await entriesFrom(caller, beforeSeqOf(start), bot);
  const lines = await historyLines(entries, (id) => bot.findJob(id));
  const last = entries.at(-1);
  const older = [...trail, start].slice(-rememberedPages);
  const buttons = [
    ...(start === newest ? [] : [pageButton(t('button.newer.label'), trail.at(-1) ?? newest, trail.slice(0, -1))]),
    ...(hasOlder && last ? [pageButton(t('button.older.label'), last.seq.toString(36), older)] : []),
  ];
  return { content: historyText(lines, caller.userId), buttons };
}

/** Skips suspensions and the like, which stand between the entries about credits. */
async function entriesFrom({ guildId, userId: id }: Caller, beforeSeq: number | null, bot: Bot) {
  const found: LedgerEntry[] = [];
  let cursor = beforeSeq;
  while (found.length <= linesPerPage) {
    const read = await bot.history(guildId, id, { beforeSeq: cursor, limit: entriesPerRead });
    found.push(...read.filter(movesCredits));
    cursor = read.at(-1)?.seq ?? null;
    if (cursor === null || read.length < entriesPerRead) break;
  }
  return { entries: found.slice(0, linesPerPage), hasOlder: found.length > linesPerPage };
}

function beforeSeqOf(start: string): number | null {
  const seq = Number.parseInt(start, 36);
  return start === newest || !Number.isSafeInteger(seq) || seq < 1 ? null : seq;
}

function pageButton(label: string, subject: string, trail: readonly string[]): Button {
  const extra = trail.length === 0 ? null : trail.join('.');
  return { id: { action: historyAction, subject, extra }, label, look: 'plain' };
}
