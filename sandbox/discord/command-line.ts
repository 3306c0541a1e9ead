import { type OptionDefinition, optionTypes } from './command-body.ts';
import type { RegisteredCommand } from './records.ts';

/** A command as a person typed it, matched with its definition. */
export interface TypedCommand {
  readonly command: RegisteredCommand;
  /** The group and sub-command, or nothing. */
  readonly path: readonly OptionDefinition[];
  readonly definitions: readonly OptionDefinition[];
  /** Option name to text, in the order in which they were typed. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Reads `/imagine prompt:a red fox size:16:9` or `/mod grant member:@bob credits:50`. A value runs until the next
 * ` name:` of an option that the command has, so it needs no quotes; within quotes nothing ends it.
 *
 * @throws Error for what Discord's own client would not let a person send
 */
export function parseCommandLine(text: string, commands: readonly RegisteredCommand[]): TypedCommand {
  const match = /^\/(\S+)\s*([\s\S]*)$/.exec(text.trim());
  const command = commands.find((each) => each.type === 1 && each.name === match?.[1]);
  if (match === null || command === undefined) throw new Error(`There is no command "${text.trim().split(/\s/)[0]}".`);
  const path: OptionDefinition[] = [];
  let definitions: readonly OptionDefinition[] = command.options ?? [];
  let rest = match[2] ?? '';
  while (definitions.some(isSubCommand)) {
    const [word = '', ...words] = rest.split(/\s+/);
    const next = definitions.find((each) => isSubCommand(each) && each.name === word);
    if (next === undefined)
      throw new Error(`/${command.name} needs one of: ${definitions.map((each) => each.name).join(', ')}.`);
    path.push(next);
    definitions = next.options ?? [];
    rest = rest.slice(word.length).trimStart();
    if (words.length === 0) rest = '';
  }
  return { command, path, definitions, values: readValues(rest, definitions) };
}

/** @throws Error naming the first required option that is missing */
export function requireOptions(typed: TypedCommand): void {
  const missing = typed.definitions.find(
    (definition) => definition.required === true && !typed.values.has(definition.name),
  );
  if (missing !== undefined) throw new Error(`The option "${missing.name}" of /${fullName(typed)} is required.`);
}

function fullName({ command, path }: TypedCommand): string {
  return [command.name, ...path.map((part) => part.name)].join(' ');
}

function isSubCommand(definition: OptionDefinition): boolean {
  return definition.type === optionTypes.subCommand || definition.type === optionTypes.subCommandGroup;
}

function readValues(text: string, definitions: readonly OptionDefinition[]): Map<string, string> {
  const values = new Map<string, string>();
  const names = definitions.map((definition) => definition.name);
  let rest = text.trim();
  while (rest !== '') {
    const name = /^([^\s:]+):/u.exec(rest)?.[1];
    if (name === undefined || !names.includes(name)) {
      throw new Error(`There is no option "${name ?? rest.split(/\s/)[0]}"; there is: ${names.join(', ') || 'none'}.`);
    }
    if (values.has(name)) throw new Error(`The option "${name}" is given twice.`);
    const { value, after } = takeValue(rest.slice(name.length + 1).trimStart(), names);
    values.set(name, value);
    rest = after;
  }
  return values;
}

function takeValue(text: string, names: readonly string[]): { value: string; after: string } {
  const quoted = /^"((?:[^"\\]|\\[\s\S])*)"(?:\s+|$)/.exec(text);
  if (quoted !== null)
    return { value: (quoted[1] ?? '').replaceAll(/\\(["\\])/g, '$1'), after: text.slice(quoted[0].length) };
  const end = text.search(new RegExp(`(?:^|\\s+)(?:${names.join('|')}):`, 'u'));
  if (end === -1) return { value: text.trimEnd(), after: '' };
  return { value: text.slice(0, end), after: text.slice(end).trimStart() };
}
