import type { CommandDefinition, MessageCommandDefinition } from './options.ts';

/** A command as Discord answers it: the definition, its defaults filled in, and what Discord adds. */
export interface RegisteredCommand {
  readonly name: string;
}

/**
 * What a definition can hold. Everything else in an answer is Discord's own (ids, versions) or not ours to set.
 *
 * @see https://docs.discord.com/developers/interactions/application-commands#application-command-object, read 2026-11-28
 */
const compared = [
  ...['type', 'name', 'name_localizations', 'description', 'description_localizations'],
  ...['options', 'default_member_permissions', 'nsfw', 'contexts', 'integration_types'],
];
/** Discord fills these in where a definition leaves them out, and has no use for them in a single server. */
const placed = ['contexts', 'integration_types'];
/** Lists whose order means nothing. */
const unordered: ReadonlySet<string> = new Set(['contexts', 'integration_types', 'channel_types']);

/** Whether Discord has exactly these commands, in this form. */
export function isRegistered(
  definitions: readonly (CommandDefinition | MessageCommandDefinition)[],
  registered: readonly RegisteredCommand[],
  scope: 'everywhere' | 'guild',
): boolean {
  if (definitions.length !== registered.length) return false;
  const wanted = definitions.map((definition) => {
    const left = scope === 'guild' ? placed : placed.filter((field) => !(field in definition));
    return { definition, fields: compared.filter((field) => !left.includes(field)) };
  });
  return wanted.every(({ definition, fields }) =>
    registered.some((command) => formOf(command, fields) === formOf(definition, fields)),
  );
}

function formOf(command: object, fields: readonly string[]): string {
  const kept = Object.entries(command).filter(([key]) => fields.includes(key));
  return JSON.stringify(plain(Object.fromEntries([['type', 1], ...kept])));
}

/** The same text for the same meaning: keys in order, and nothing that only says "as usual". */
function plain(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const parts: unknown[] = value.map((part) => plain(part));
    return unordered.has(key) ? parts.toSorted((a, b) => Number(a) - Number(b)) : parts;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([, part]) => !isUsual(part))
    .map(([name, part]): [string, unknown] => [name, plain(part, name)]);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function isUsual(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
