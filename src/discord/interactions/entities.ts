import { ApplicationCommandOptionType } from 'discord.js';
import type { Caller, RawOption, TypedCommand } from './interaction.ts';
import type { CommandDefinition, OptionDefinition } from './options.ts';

/** What an option can name of a server. */
type EntityKind = 'channel' | 'role' | 'user';

const kinds: ReadonlyMap<number, EntityKind> = new Map<number, EntityKind>([
  [ApplicationCommandOptionType.Channel, 'channel'],
  [ApplicationCommandOptionType.Role, 'role'],
  [ApplicationCommandOptionType.User, 'user'],
]);

/**
 * The first option that names something which is not of the caller's server; null where all are. The definition says what
 * an option names, since its type in the payload is the sender's word. A user may have left the server; who may not says so.
 */
export function foreignEntity(command: CommandDefinition, typed: TypedCommand, caller: Caller): EntityKind | null {
  for (const [definition, value] of leavesOf(command.options ?? [], typed.options)) {
    const kind = kinds.get(definition.type);
    if (kind !== undefined && !isHere(kind, String(value), typed, caller)) return kind;
  }
  return null;
}

/** The options that have a value, each with its definition, below subcommands and groups. */
function leavesOf(
  definitions: readonly OptionDefinition[],
  raw: readonly RawOption[],
): (readonly [OptionDefinition, RawOption['value']])[] {
  return raw.flatMap((option) => {
    const definition = definitions.find(({ name }) => name === option.name);
    if (definition === undefined) return [];
    if (option.value !== undefined) return [[definition, option.value] as const];
    return leavesOf('options' in definition ? (definition.options ?? []) : [], option.options ?? []);
  });
}

function isHere(kind: EntityKind, id: string, typed: TypedCommand, { guildId }: Caller): boolean {
  if (kind === 'role') return typed.resolvedRoles.has(id);
  if (kind === 'user') return typed.resolvedUsers.has(id);
  const channel = typed.resolvedChannels.get(id);
  return channel !== undefined && (channel.guildId ?? guildId) === guildId;
}
