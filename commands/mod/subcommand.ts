import { type APIApplicationCommandSubcommandOption, ApplicationCommandOptionType } from 'discord.js';
import { seenText } from '#core/text.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import type { Frozen } from '#discord/interactions/options.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { described } from '#i18n/t.ts';
import type { Moderator } from '#moderation/acts.ts';
import type { Bot, Command } from '../command.ts';
import { modTexts } from './view.ts';

/** One subcommand of `/mod`. Whoever calls it has checked the permission. */
export interface Subcommand {
  readonly data: Frozen<APIApplicationCommandSubcommandOption>;
  /** Resolves with the answer, which only the moderator sees. */
  run(call: CommandCall, bot: Bot): Promise<OutgoingMessage>;
  readonly complete?: NonNullable<Command['complete']>;
}

const minReasonCharacters = 3;
const maxReasonCharacters = 300;
/** What one act may move. */
const maxCredits = 1_000_000;

/** Whom it is about. */
export const memberOption = {
  type: ApplicationCommandOptionType.User,
  name: 'member',
  ...described('mod.option.member.description'),
  required: true,
} as const;

/** Why, where it must be said. @see withReason */
export const reasonOption = {
  type: ApplicationCommandOptionType.String,
  name: 'reason',
  ...described('mod.option.reason.description'),
  required: true,
  min_length: minReasonCharacters,
  max_length: maxReasonCharacters,
} as const;

/** How many credits. @see withCredits */
export const creditsOption = {
  type: ApplicationCommandOptionType.Integer,
  name: 'credits',
  ...described('mod.option.credits.description'),
  required: true,
  min_value: 1,
  max_value: maxCredits,
} as const;

/** An answer that is nothing but text. */
export function plainAnswer(content: string): OutgoingMessage {
  return { content, buttons: [] };
}

/** Does it in the caller's name where the reason, without the white space around it, has 3 to 300 characters; else says what is missing. */
export async function withReason(
  { id, guildId, userId }: Caller,
  typed: string | null,
  act: (by: Moderator) => Promise<OutgoingMessage>,
): Promise<OutgoingMessage> {
  const reason = seenText(typed);
  const isReason = reason.length >= minReasonCharacters && reason.length <= maxReasonCharacters;
  return isReason ? act({ id, guildId, userId, reason }) : plainAnswer(modTexts.reason);
}

/** Discord's own bounds are not trusted with money. */
export async function withCredits(
  typed: number | null,
  act: (credits: number) => Promise<OutgoingMessage>,
): Promise<OutgoingMessage> {
  const isAmount = typed !== null && Number.isInteger(typed) && typed >= 1 && typed <= maxCredits;
  return isAmount ? act(typed) : plainAnswer(modTexts.credits);
}
