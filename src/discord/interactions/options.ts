import type {
  APIApplicationCommandOption,
  ApplicationCommandOptionType,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import { BotError } from '#core/errors.ts';
import { isSnowflake } from '#core/ids.ts';
import type { Phrase } from '#core/phrase.ts';
import { isBlank } from '#core/text.ts';
import type { RawOption } from './interaction.ts';

/** Discord's number of the kind of option that takes whole numbers. */
const wholeNumberType = 4;

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
  /** @throws {@link BotError} `refused.options` where nothing in it can be seen */
  text(name: Named<Options, Type['String']>): string | null;
  /** @throws {@link BotError} `refused.options` should Discord leave it out */
  requiredText(name: Required<Options, Type['String']>): string;
  /** @throws {@link BotError} `refused.options` for what is no number */
  number(name: Named<Options, Type['Integer'] | Type['Number']>): number | null;
  /** @throws {@link BotError} `refused.options` for what is no number, and should Discord leave it out */
  requiredNumber(name: Required<Options, Type['Integer'] | Type['Number']>): number;
  flag(name: Named<Options, Type['Boolean']>): boolean;
  /** Null where it was left out, for options that turn something on and off. */
  yesOrNo(name: Named<Options, Type['Boolean']>): boolean | null;
  /** The id of a chosen member, channel, role or attached file. */
  id(name: Named<Options, Entity>): string | null;
  /** @throws {@link BotError} `refused.options` should Discord leave it out */
  requiredId(name: Required<Options, Entity>): string;
}

/**
 * Reads the raw options of an interaction with the very definition that was registered. Discord keeps to its types, ranges and
 * choices; a value that does not is refused by name, so that no command has to expect it.
 */
export function readOptions<const Options extends readonly OptionDefinition[]>(
  definitions: Options,
  raw: readonly RawOption[],
): OptionReader<Options> {
  const rawValue = (name: string) => raw.find((option) => option.name === name)?.value;
  const limitsOf = (name: string): Limits => definitions.find((definition) => definition.name === name) ?? {};
  // While a member is typing, everything may be half of what it becomes.
  const isTyping = raw.some(({ focused }) => focused === true);
  const text = (name: string) => {
    const value = rawValue(name);
    if (value === undefined) return null;
    const read = checkedText(name, value, limitsOf(name));
    if (!isTyping) checkVisible(name, read);
    return read;
  };
  const id = (name: string) => {
    const value = text(name);
    if (value !== null && !isSnowflake(value)) throw refused(name, value);
    return value;
  };
  const yesOrNo = (name: string) => {
    const value = rawValue(name);
    if (value !== undefined && typeof value !== 'boolean') throw refused(name, value);
    return value ?? null;
  };
  const number = (name: string) => {
    const value = rawValue(name);
    if (value === undefined) return null;
    if (typeof value !== 'string') return checkedNumber(name, value, limitsOf(name));
    const typed = typedNumber(value, limitsOf(name));
    // While a member is typing, numbers arrive as text, and may be anything.
    if (typed === null && !isTyping) throw refused(name, value, rangePhrase(limitsOf(name)));
    return typed;
  };
  return {
    text,
    requiredText: (name) => required(name, text(name)),
    id,
    requiredId: (name) => required(name, id(name)),
    number,
    requiredNumber: (name) => required(name, number(name)),
    flag: (name) => yesOrNo(name) === true,
    yesOrNo,
  };
}

/** What a definition says of an option's values; `type` 4 is a whole number, 10 any. */
interface Limits {
  readonly type?: number;
  readonly min_value?: number | undefined;
  readonly max_value?: number | undefined;
  readonly choices?: readonly { readonly value: string | number }[] | undefined;
}

type Value = NonNullable<RawOption['value']>;

function required<Read>(name: string, value: Read | null): Read {
  if (value === null) throw new BotError('refused.options', 'required option missing', { option: name });
  return value;
}

/** Lengths are the commands' own affair: their answers say more. */
function checkedText(name: string, value: Value, { choices }: Limits): string {
  if (typeof value !== 'string') throw refused(name, value);
  const names = choices?.map((choice) => String(choice.value));
  if (names !== undefined && !names.includes(value)) throw refused(name, value, { kind: 'names', names });
  return value;
}

function typedNumber(value: string, limits: Limits): number | null {
  const read = /^\s*-?\d+(\.\d+)?\s*$/u.test(value) ? Number(value) : Number.NaN;
  return isWithin(read, limits) ? read : null;
}

function checkedNumber(name: string, value: Value, limits: Limits): number {
  if (typeof value === 'number' && isWithin(value, limits)) return value;
  throw refused(name, value, rangePhrase(limits));
}

function isWithin(value: number, { type, min_value: min, max_value: max }: Limits): boolean {
  const isOfType = type === wholeNumberType ? Number.isSafeInteger(value) : Number.isFinite(value);
  return isOfType && value >= (min ?? Number.NEGATIVE_INFINITY) && value <= (max ?? Number.POSITIVE_INFINITY);
}

function rangePhrase({ type, min_value: min, max_value: max }: Limits): Phrase | undefined {
  if (min === undefined) return undefined;
  if (max !== undefined) return { kind: 'range', of: type === wholeNumberType ? 'wholeNumber' : 'strength', min, max };
  return type === wholeNumberType ? { kind: 'wholeNumberFrom', min } : undefined;
}

function refused(option: string, value: Value, allowed?: Phrase): BotError {
  const facts = { option, value: String(value).slice(0, 100) };
  return new BotError(
    'refused.options',
    'a value that Discord would have refused',
    allowed ? { ...facts, allowed } : facts,
  );
}

/**
 * White space alone is for the commands, which know what they want instead. So is a reason, which may be left out in most
 * places: one in which nothing is seen is none. @see seenText
 *
 * @throws {@link BotError} `refused.options` for a text of characters in which nothing can be seen
 */
export function checkVisible(name: string, text: string): void {
  if (name !== 'reason' && text.trim() !== '' && isBlank(text)) throw empty(name);
}

function empty(option: string): BotError {
  const allowed: Phrase = { kind: 'plain', what: 'visibleText' };
  return new BotError('refused.options', 'a text in which nothing can be seen', { option, allowed });
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
