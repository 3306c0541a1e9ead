import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord.js';
import { z } from 'zod';

/** Discord's ids of the commands that can be clicked, by what a member types after the slash: `imagine`, `preset save`. */
export type CommandIds = ReadonlyMap<string, string>;

/**
 * The ids in Discord's own list of commands. A command with subcommands can't be clicked, each of its subcommands can. What isn't a slash
 * command is left out.
 *
 * @see https://docs.discord.com/developers/reference#message-formatting, read 2026-11-29
 */
export function idsOfCommands(registered: readonly unknown[]): CommandIds {
  const commands = registered.flatMap((each) => commandSchema.safeParse(each).data ?? []);
  return new Map(commands.flatMap(({ id, name, options }) => pathsBelow(name, options).map((path) => [path, id])));
}

/** The text with each command that has an id as a link that fills in the command; the others stay as they are written, in backticks. */
export function linkCommands(text: string, ids: CommandIds): string {
  return text.replaceAll(inlineCommand, (written, path: string) => {
    const id = ids.get(path);
    return id === undefined ? written : `</${path}:${id}>`;
  });
}

/** A slash and a command between backticks. */
const inlineCommand = /\x60\/([^\x60]+)\x60/gu;

function pathsBelow(path: string, options: readonly CommandOption[]): readonly string[] {
  const inner = options.filter(({ type }) => subcommandTypes.has(type));
  if (inner.length === 0) return [path];
  return inner.flatMap(({ name, options: deeper = [] }) => pathsBelow(`${path} ${name}`, deeper));
}

const subcommandTypes: ReadonlySet<number> = new Set([
  ApplicationCommandOptionType.Subcommand,
  ApplicationCommandOptionType.SubcommandGroup,
]);

interface CommandOption {
  readonly type: number;
  readonly name: string;
  readonly options?: readonly CommandOption[] | undefined;
}

const optionSchema: z.ZodType<CommandOption> = z.object({
  type: z.number(),
  name: z.string(),
  options: z.lazy(() => z.array(optionSchema)).optional(),
});
const commandSchema = z.object({
  id: z.string().regex(/^\d{1,20}$/u),
  type: z.literal(ApplicationCommandType.ChatInput).default(ApplicationCommandType.ChatInput),
  name: z.string(),
  options: z.array(optionSchema).default([]),
});
