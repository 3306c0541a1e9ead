import type { Caller } from '#discord/interactions/interaction.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import type { Bot, Command } from '../../../commands/command.ts';

/** A slash command as it arrives, without Discord in between. */
export interface TypedCall {
  readonly caller: Caller;
  readonly subcommand: string | null;
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

/** Resolves with the one answer of a command. */
export async function answerOf(
  command: Command,
  { caller, subcommand, options = {} }: TypedCall,
  bot: Bot,
): Promise<string> {
  const contents: string[] = [];
  const call = {
    caller,
    subcommand,
    options: Object.entries(options).map(([name, value]) => ({ name, value })),
    answer: ({ content, sections = [] }: OutgoingMessage) =>
      Promise.resolve(void contents.push([content, ...sections.map(({ text }) => text)].join('\n'))),
    resolvedUsers: new Map(),
    resolvedRoles: new Set<string>(),
    resolvedChannels: new Map([[String(options.channel), { type: 0, guildId: caller.guildId, appPermissions: null }]]),
    resolvedAttachments: new Map(),
    announce: () => Promise.reject(new Error('no announcement')),
    openForm: () => Promise.reject(new Error('no form')),
    reply: () => {
      throw new Error('no reply');
    },
  };
  await command.run(call, bot);
  const [content] = contents;
  if (content === undefined || contents.length > 1) throw new Error(`${contents.length} answers`);
  return content;
}
