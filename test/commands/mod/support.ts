import { type UserId, userId } from '#core/ids.ts';
import type { LedgerEntry } from '#credits/credits.ts';
import type { ButtonCall, CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import type { CustomId } from '#discord/interactions/custom-id.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import type { Moderator } from '#moderation/acts.ts';
import { mod } from '../../../commands/mod/command.ts';
import { caller, noEntities, recordAnswers } from '../../discord/support/samples.ts';
import type { ScriptedBot } from '../../discord/support/scripted-bot.ts';

/** Somebody who may. */
export const moderator: Caller = { ...caller, userId: userId('1200000000000000040'), isModerator: true };

/** Somebody of whom it is. */
export const bob = userId('1200000000000000044');

/** What is passed on for an act of {@link moderator}. */
export function actOf(reason: string): Moderator {
  return { id: moderator.id, guildId: moderator.guildId, userId: moderator.userId, reason };
}

type Options = Readonly<Record<string, string | number>>;

function only(answers: readonly OutgoingMessage[]): OutgoingMessage {
  const [answer, ...more] = answers;
  if (!answer || more.length > 0) throw new Error(`${answers.length} answers`);
  return answer;
}

/** Uses `/mod <subcommand>`, and gives its one answer. */
export async function use(
  bot: ScriptedBot,
  subcommand: string | null,
  options: Options,
  by: Caller = moderator,
): Promise<OutgoingMessage> {
  const { answers, answering } = recordAnswers();
  const raw = Object.entries(options).map(([name, value]) => ({ name, value }));
  await mod.run({ ...answering, ...noEntities, caller: by, subcommand, options: raw }, bot);
  return only(answers);
}

/** The text of {@link use}. */
export async function textOf(bot: ScriptedBot, subcommand: string, options: Options): Promise<string> {
  return (await use(bot, subcommand, options)).content;
}

/** What is offered while an option is typed. */
export async function offered(
  bot: ScriptedBot,
  subcommand: string,
  { option, typed }: { readonly option: string; readonly typed: string },
  by: Caller = moderator,
): Promise<readonly Suggestion[]> {
  const call: CompletionCall = { caller: by, subcommand, options: [], focused: { name: option, typed } };
  return (await mod.complete?.(call, bot)) ?? [];
}

/** Presses a button of `/mod`: how the message was replaced, or what was answered. */
export async function press(
  bot: ScriptedBot,
  id: CustomId,
  by: Caller = moderator,
): Promise<{ readonly updated: readonly OutgoingMessage[]; readonly answered: readonly OutgoingMessage[] }> {
  const { answers, answering } = recordAnswers();
  const { answers: updated, answering: updating } = recordAnswers();
  const call: ButtonCall = { ...answering, caller: by, id, values: [], pictures: [], update: updating.answer };
  await mod.components?.[id.action]?.(call, bot);
  return { updated, answered: answers };
}

/** A line of a journal about {@link bob}. */
export function entry(change: Partial<LedgerEntry> & { readonly seq: number }): LedgerEntry {
  const member: UserId = bob;
  return {
    kind: 'settle',
    atMs: 1_700_000_000_000,
    id: '1200000000000000001',
    byUserId: null,
    userId: member,
    credits: 7,
    reason: '',
    bonusAfter: 5,
    poolAfter: 900,
    ...change,
  };
}
