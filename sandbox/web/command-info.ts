import { z } from 'zod';
import type { OptionDefinition } from '../discord/command-body.ts';
import type { RegisteredCommand } from '../discord/records.ts';
import type { CommandInfo, OptionInfo } from './protocol.ts';

/** A registered command as Discord shows it to somebody whose client speaks a language. */
export function commandInfo(command: RegisteredCommand, locale: string): CommandInfo {
  const { id, type, name } = command;
  return {
    id,
    type,
    name,
    description: localized(command, locale),
    options: (command.options ?? []).map((option) => optionInfo(option, locale)),
  };
}

function optionInfo(option: OptionDefinition, locale: string): OptionInfo {
  return {
    type: option.type,
    name: option.name,
    description: localized(option, locale),
    isRequired: option.required === true,
    isAutocompleted: option.autocomplete === true,
    choices: (option.choices ?? []).map((choice) => ({
      name: localizations.safeParse(choice).data?.name_localizations?.[locale] ?? choice.name,
      value: choice.value,
    })),
    options: (option.options ?? []).map((inner) => optionInfo(inner, locale)),
    fileTypes: localizations.safeParse(option).data?.file_types ?? [],
  };
}

function localized(described: { readonly description?: string | null | undefined }, locale: string): string {
  const known = localizations.safeParse(described).data;
  return known?.description_localizations?.[locale] ?? described.description ?? '';
}

const byLocale = z.record(z.string(), z.string()).nullish();
/** What the loopback Discord keeps of a body without reading it. */
const localizations = z.looseObject({
  name_localizations: byLocale,
  description_localizations: byLocale,
  file_types: z.array(z.string()).nullish(),
});
