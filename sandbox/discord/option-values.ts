import { type OptionDefinition, optionTypes } from './command-body.ts';
import type { TypedCommand } from './command-line.ts';
import { keepAttached, type PersonFile, renderAttachment } from './files.ts';
import { channelPayload, resolvedMemberPayload, rolePayload } from './payloads.ts';
import { openTypedFile } from './person-files.ts';
import type { GuildRecord } from './records.ts';
import type { JsonObject } from './wire.ts';
import type { World } from './world.ts';

/** What is known where a command is typed. */
export interface TypingPlace {
  readonly world: World;
  readonly guild: GuildRecord | null;
  readonly channelId: string;
  /** By the name of the option that takes it. */
  readonly attachments: Readonly<Record<string, PersonFile>>;
}

/** The objects behind the ids of an interaction, as its `resolved`. */
export type Resolved = Record<string, Record<string, JsonObject>>;

/**
 * Turns what was typed into an interaction's `options`, sub-commands included.
 *
 * @param focused the option that is being autocompleted, or null
 * @throws Error for what Discord's own client would not let a person send
 */
export function readOptionValues(
  typed: TypedCommand,
  place: TypingPlace,
  focused: string | null,
): { options: JsonObject[]; resolved: Resolved } {
  const resolved: Resolved = {};
  const leaves = [...typed.values].map(([name, text]) => {
    const definition = typed.definitions.find((each) => each.name === name);
    if (definition === undefined) throw new Error(`There is no option "${name}".`);
    const common = { name, type: definition.type };
    if (name === focused) return { ...common, value: text, focused: true };
    return { ...common, value: readValue(definition, text, { ...place, resolved }) };
  });
  const options = typed.path.reduceRight<JsonObject[]>(
    (inner, part) => [{ name: part.name, type: part.type, options: inner }],
    leaves,
  );
  return { options, resolved };
}

/** The id of what `@name`, `#name`, a mention or a bare id means; the object is put into `resolved`. @throws Error when there is none */
export function resolveEntity(
  type: number,
  text: string,
  place: TypingPlace & { readonly resolved: Resolved },
): string {
  const name = text.replace(/^[@#]/, '');
  const id = /^(?:<[@#][!&]?)?(\d{17,19})>?$/.exec(text)?.[1];
  const { user, channel, role, mentionable } = optionTypes;
  const found =
    (type === user || type === mentionable ? findUser(place, id, name) : null) ??
    (type === role || type === mentionable ? findRole(place, id, name) : null) ??
    (type === channel ? findChannel(place, id, name) : null);
  if (found === null) throw new Error(`Nobody and nothing here is called "${text}".`);
  return found;
}

type ReadingPlace = TypingPlace & { readonly resolved: Resolved };

function readValue(definition: OptionDefinition, text: string, place: ReadingPlace): string | number | boolean {
  const { type, choices } = definition;
  if (choices && choices.length > 0) return readChoice(definition, text);
  switch (type) {
    case optionTypes.string:
      return readString(definition, text);
    case optionTypes.integer:
    case optionTypes.number:
      return readNumber(definition, text);
    case optionTypes.boolean:
      return readBoolean(definition, text);
    case optionTypes.attachment:
      return readAttachment(definition, text, place);
    default:
      return resolveEntity(type, text, place);
  }
}

function readChoice({ name, choices }: OptionDefinition, text: string): string | number {
  const choice = (choices ?? []).find((each) => each.name === text || String(each.value) === text);
  if (choice === undefined) {
    throw new Error(
      `"${text}" is not a choice of "${name}"; there is: ${(choices ?? []).map((each) => each.name).join(', ')}.`,
    );
  }
  return choice.value;
}

function readString({ name, min_length: min, max_length: max }: OptionDefinition, text: string): string {
  const [shortest, longest] = [min ?? 1, max ?? 6000];
  if (text.length < shortest || text.length > longest)
    throw new Error(`"${name}" must have ${shortest} to ${longest} characters.`);
  return text;
}

function readNumber({ name, type, min_value: min, max_value: max }: OptionDefinition, text: string): number {
  const value = Number(text);
  const isWhole = type !== optionTypes.integer || Number.isSafeInteger(value);
  if (text.trim() === '' || !Number.isFinite(value) || !isWhole)
    throw new Error(`"${text}" is not a number that "${name}" takes.`);
  if (value < (min ?? Number.NEGATIVE_INFINITY) || value > (max ?? Number.POSITIVE_INFINITY)) {
    throw new Error(`"${name}" must be between ${min ?? '…'} and ${max ?? '…'}.`);
  }
  return value;
}

function readBoolean({ name }: OptionDefinition, text: string): boolean {
  if (!/^(?:true|false)$/i.test(text)) throw new Error(`"${name}" is either True or False.`);
  return text.toLowerCase() === 'true';
}

function readAttachment({ name }: OptionDefinition, text: string, place: ReadingPlace): string {
  const file = place.attachments[name] ?? openTypedFile(name, text);
  const { world, guild, channelId } = place;
  const limit = guild?.attachmentLimitBytes ?? world.settings.fileLimitBytes;
  if (file.bytes.byteLength > limit) throw new Error(`"${file.name}" is too large; ${limit} bytes are allowed here.`);
  const stored = keepAttached(world, file, channelId);
  add(place, 'attachments', stored.id, { ...renderAttachment(world, stored) });
  return stored.id;
}

function findUser(place: ReadingPlace, id: string | undefined, name: string): string | null {
  const { world, guild } = place;
  const user = [...world.users.values()].find(
    (each) => each.id === id || each.global_name === name || each.username === name.toLowerCase(),
  );
  const member = guild?.members.get(user?.id ?? '');
  if (user === undefined) return null;
  add(place, 'users', user.id, { ...user });
  if (guild && member) add(place, 'members', user.id, resolvedMemberPayload(guild, member));
  return user.id;
}

function findRole(place: ReadingPlace, id: string | undefined, name: string): string | null {
  const roles = [...(place.guild?.roles.values() ?? [])];
  const position = roles.findIndex((each) => each.id === id || each.name === name);
  const role = roles[position];
  if (role === undefined) return null;
  add(place, 'roles', role.id, rolePayload(role, position));
  return role.id;
}

function findChannel(place: ReadingPlace, id: string | undefined, name: string): string | null {
  const here = [...place.world.channels.values()].filter((each) => each.guildId === place.guild?.id);
  const channel = here.find((each) => each.id === id || each.name === name);
  if (channel === undefined) return null;
  const permissions = { permissions: '0', app_permissions: String(channel.botPermissions) };
  add(place, 'channels', channel.id, { ...channelPayload(channel), ...permissions });
  return channel.id;
}

function add({ resolved }: ReadingPlace, kind: string, id: string, value: JsonObject): void {
  resolved[kind] = { ...resolved[kind], [id]: value };
}
