import type { Caller } from '#discord/interactions/interaction.ts';
import type { Button, OutgoingMessage } from '#discord/messages/message.ts';
import type { Bot, Command } from '../../../commands/command.ts';
import { noEntities, recordAnswers } from '../../discord/support/samples.ts';

/** A slash command as it arrives, without Discord in between. */
export interface TypedCall {
  readonly caller: Caller;
  readonly subcommand: string | null;
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

/** Resolves with the words of the one answer of a command. */
export async function answerOf(command: Command, call: TypedCall, bot: Bot): Promise<string> {
  return wordsOf(await messageOf(command, call, bot));
}

/** Resolves with the words after the red button of the one answer was pressed. */
export async function confirmedAnswerOf(
  command: Command,
  call: TypedCall,
  bot: Bot,
  presser: Caller = call.caller,
): Promise<string> {
  const { buttons = [] } = await messageOf(command, call, bot);
  const yes = buttons.find(({ look }) => look === 'danger');
  if (yes === undefined) throw new Error('nothing to confirm');
  return pressOf(command, presser, yes, bot);
}

async function messageOf(
  command: Command,
  { caller, subcommand, options = {} }: TypedCall,
  bot: Bot,
): Promise<OutgoingMessage> {
  const { answers, answering } = recordAnswers();
  const call = {
    caller,
    subcommand,
    options: Object.entries(options).map(([name, value]) => ({ name, value })),
    ...noEntities,
    resolvedChannels: new Map([[String(options.channel), { type: 0, guildId: caller.guildId, appPermissions: null }]]),
    ...answering,
  };
  await command.run(call, bot);
  return onlyOf(answers);
}

async function pressOf({ components = {} }: Command, caller: Caller, { id }: Button, bot: Bot): Promise<string> {
  const { answers, answering } = recordAnswers();
  const call = { caller, id, values: [], pictures: [], ...answering, update: answering.answer };
  await components[id.action]?.(call, bot);
  return wordsOf(onlyOf(answers));
}

function onlyOf(answers: readonly OutgoingMessage[]): OutgoingMessage {
  const [message] = answers;
  if (message === undefined || answers.length > 1) throw new Error(`${answers.length} answers`);
  return message;
}

/** What a message says, also where it is a card. */
export function wordsOf({ content, sections = [] }: OutgoingMessage): string {
  return [content, ...sections.map(({ text }) => text)].join('\n');
}
