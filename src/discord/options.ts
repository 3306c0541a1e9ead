import type {
  APIApplicationCommandOption,
  ApplicationCommandOptionType,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import { BotError } from '../domain/errors.ts';
import type { RawOption } from './interaction.ts';

/** A value that cannot be changed at any depth, so that a definition written `as const` fits Discord's types. */
export type Frozen<T> = T extends (...input: never[]) => unknown ? T : { readonly [Key in keyof T]: Frozen<T[Key]> };
/** A slash command as Discord registers it. */
export type CommandDefinition = Frozen<RESTPostAPIChatInputApplicationCommandsJSONBody>;
/** A command of a message's own menu as Discord registers it: a name that people read, no description, no options. */
export type MessageCommandDefinition = Frozen<RESTPostAPIContextMenuApplicationCommandsJSONBody>;
/** One option, or a subcommand with options. */
export type OptionDefinition = Frozen<APIApplicationCommandOption>;

type Named<Options extends readonly OptionDefinition[], Type> = Extract<
  Options[number],
  { readonly type: Type }
>['name'];
type Required<Options extends readonly OptionDefinition[], Type> = Extract<
  Options[number],
  { readonly type: Type; readonly required: true }
>['name'];
type Type = typeof ApplicationCommandOptionType;
type Entity = Type['User' | 'Channel' | 'Role' | 'Attachment'];

/** The options as typed, by the names and types of the definition: a name it does not have does not compile. */
export interface OptionReader<Options extends readonly OptionDefinition[]> {
  text(name: Named<Options, Type['String']>): string | null;
  /** @throws {@link BotError} `refused.options` should Discord leave it out */
  requiredText(name: Required<Options, Type['String']>): string;
  number(name: Named<Options, Type['Integer'] | Type['Number']>): number | null;
  flag(name: Named<Options, Type['Boolean']>): boolean;
  /** Null where it was left out, for options that turn something on and off. */
  yesOrNo(name: Named<Options, Type['Boolean']>): boolean | null;
  /** The id of a chosen member, channel, role or attached file. */
  id(name: Named<Options, Entity>): string | null;
  /** @throws {@link BotError} `refused.options` should Discord leave it out */
  requiredId(name: Required<Options, Entity>): string;
}

/** Reads the raw options of an interaction with the very definition that was registered. */
export function readOptions<const Options extends readonly OptionDefinition[]>(
  _definition: Options,
  raw: readonly RawOption[],
): OptionReader<Options> {
  const rawValue = (name: string) => raw.find((option) => option.name === name)?.value;
  const text = (name: string) => {
    const value = rawValue(name);
    return typeof value === 'string' ? value : null;
  };
  const requiredText = (name: string) => {
    const value = text(name);
    if (value === null) throw new BotError('refused.options', 'required option missing', { option: name });
    return value;
  };
  return {
    text,
    requiredText,
    id: text,
    requiredId: requiredText,
    number(name) {
      const value = rawValue(name);
      // While a member is typing, numbers arrive as text.
      const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof read === 'number' && Number.isFinite(read) ? read : null;
    },
    flag: (name) => rawValue(name) === true,
    yesOrNo(name) {
      const value = rawValue(name);
      return typeof value === 'boolean' ? value : null;
    },
  };
}

/** The chosen subcommand, if any, and the options below it; one of a group is `group subcommand`. */
export function openSubcommand(raw: readonly RawOption[]): {
  subcommand: string | null;
  options: readonly RawOption[];
} {
  const [first] = raw;
  if (first === undefined || first.value !== undefined) return { subcommand: null, options: raw };
  const { subcommand, options } = openSubcommand(first.options ?? []);
  return { subcommand: subcommand === null ? first.name : `${first.name} ${subcommand}`, options };
}

/** The option that is being typed into, by name, with what is there so far. */
export function focusedOption(raw: readonly RawOption[]): { name: string; typed: string } | null {
  const focused = openSubcommand(raw).options.find((option) => option.focused === true);
  return focused ? { name: focused.name, typed: String(focused.value ?? '') } : null;
}
