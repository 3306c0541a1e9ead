import { z } from 'zod';
import { type FormProblem, readForm, refuseForm } from './api-error.ts';
import type { Choice } from './wire.ts';

/** Discord's numbers for the types of a command's options. */
export const optionTypes = {
  subCommand: 1,
  subCommandGroup: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

/** An option of a registered command, or one of its sub-commands. */
export interface OptionDefinition {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean | null | undefined;
  readonly choices?: readonly Choice[] | null | undefined;
  readonly autocomplete?: boolean | null | undefined;
  readonly min_value?: number | null | undefined;
  readonly max_value?: number | null | undefined;
  readonly min_length?: number | null | undefined;
  readonly max_length?: number | null | undefined;
  readonly options?: readonly OptionDefinition[] | null | undefined;
}

/** A command as a bot registers it. */
export type CommandBody = z.infer<typeof commandBody>;

/** Reads and checks a bulk overwrite. @throws {@link ApiError} 50035 */
export function readCommands(raw: unknown): CommandBody[] {
  const commands = readForm(z.array(commandBody), raw);
  refuseForm([...commands.flatMap(commandProblems), ...duplicates(commands, [])]);
  return commands;
}

/**
 * All characters of a command that count towards 8000: names, descriptions and values of it, its options and their choices,
 * the longest of the localisations instead of the default where that is longer.
 *
 * @see https://discord.com/developers/docs/interactions/application-commands read 2026-11-20
 */
export function commandCharacters(command: Described): number {
  const options = (command.options ?? []).reduce((sum, option) => sum + commandCharacters(option), 0);
  const choices = (command.choices ?? []).reduce(
    (sum, choice) => sum + longest(choice.name, choice.name_localizations) + String(choice.value).length,
    0,
  );
  return (
    longest(command.name, command.name_localizations) +
    longest(command.description ?? '', command.description_localizations) +
    options +
    choices
  );
}

/** What {@link commandCharacters} counts. */
export interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly name_localizations?: Localizations;
  readonly description_localizations?: Localizations;
  readonly options?: readonly Described[] | null | undefined;
  readonly choices?: readonly (Choice & { readonly name_localizations?: Localizations })[] | null | undefined;
}

type Localizations = Readonly<Record<string, string>> | null | undefined;

function longest(text: string, localizations: Localizations): number {
  return Math.max(text.length, ...Object.values(localizations ?? {}).map((each) => each.length));
}

function commandProblems(command: CommandBody, index: number): FormProblem[] {
  const problems = optionListProblems(command.options ?? [], [index, 'options']);
  if (commandCharacters(command) > 8000) {
    problems.push({
      path: [index],
      code: 'APPLICATION_COMMAND_TOO_LARGE',
      message: 'Command exceeds maximum size (8000)',
    });
  }
  const menuProblem = (name: 'description' | 'options') =>
    problems.push({ path: [index, name], code: 'APPLICATION_COMMAND_MENU', message: 'Menu commands have none' });
  if (command.type !== 1 && command.description) menuProblem('description');
  if (command.type !== 1 && command.options?.length) menuProblem('options');
  if (command.type === 1 && !command.description) {
    problems.push({ path: [index, 'description'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' });
  }
  return problems;
}

function optionListProblems(options: readonly OptionDefinition[], path: PropertyKey[]): FormProblem[] {
  const problems = duplicates(options, path);
  const firstOptional = options.findIndex((option) => option.required !== true);
  options.forEach((option, index) => {
    if (option.required === true && firstOptional !== -1 && firstOptional < index) {
      problems.push({
        path: [...path, index],
        code: 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        message: 'Required options must be placed before non-required options',
      });
    }
    if (option.autocomplete === true && option.choices?.length) {
      problems.push({
        path: [...path, index],
        code: 'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_WITH_CHOICES',
        message: 'Autocomplete options cannot have choices',
      });
    }
    problems.push(...optionListProblems(option.options ?? [], [...path, index, 'options']));
  });
  return problems;
}

function duplicates(items: readonly { readonly name: string }[], path: PropertyKey[]): FormProblem[] {
  const names = items.map((item) => item.name);
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          {
            path: [...path, index, 'name'],
            code: 'APPLICATION_COMMANDS_DUPLICATE_NAME',
            message: 'Names must be unique',
          },
        ],
  );
}

const localizations = z.record(z.string(), z.string()).nullish();
const optionName = z.string().regex(/^[-_'\p{Ll}\p{Lm}\p{Lo}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u);

const option: z.ZodType<OptionDefinition> = z.looseObject({
  type: z.int().min(1).max(11),
  name: optionName,
  description: z.string().min(1).max(100),
  name_localizations: localizations,
  description_localizations: localizations,
  required: z.boolean().nullish(),
  autocomplete: z.boolean().nullish(),
  choices: z
    .array(
      z.looseObject({
        name: z.string().min(1).max(100),
        value: z.union([z.string().min(1).max(100), z.number()]),
        name_localizations: localizations,
      }),
    )
    .max(25)
    .nullish(),
  min_value: z.number().nullish(),
  max_value: z.number().nullish(),
  min_length: z.int().min(0).max(6000).nullish(),
  max_length: z.int().min(1).max(6000).nullish(),
  get options() {
    return z.array(option).max(25).nullish();
  },
});

const commandBody = z
  .looseObject({
    type: z.int().min(1).max(4).nullish(),
    name: z.string().min(1).max(32),
    name_localizations: localizations,
    description: z.string().max(100).nullish(),
    description_localizations: localizations,
    options: z.array(option).max(25).nullish(),
    default_member_permissions: z.union([z.string(), z.int()]).nullish(),
    contexts: z.array(z.int()).nullish(),
    integration_types: z.array(z.int()).nullish(),
    nsfw: z.boolean().nullish(),
  })
  .transform((command) => ({ ...command, type: command.type ?? 1 }))
  .refine((command) => command.type !== 1 || optionName.safeParse(command.name).success, {
    path: ['name'],
    message: 'APPLICATION_COMMAND_INVALID_NAME: Command name is invalid',
  });
