import { type Language, languages, usualLanguage } from './languages.ts';
import type { MessageKey } from './translation.ts';

/** The keys of texts without placeholders that end like this. */
type KeyOf<Kind extends 'description' | 'choice'> = Extract<MessageKey, `${string}.${Kind}`>;

/** By Discord's names of languages. @see https://docs.discord.com/developers/interactions/application-commands#localization, read 2026-11 */
type Localizations = { readonly [locale: string]: string };

interface Described {
  readonly description: string;
  readonly description_localizations?: Localizations;
}

interface Named {
  readonly name: string;
  readonly name_localizations?: Localizations;
}

/** The description of a command or an option, in every language; Discord shows each member theirs. */
export function described(key: KeyOf<'description'>, known: readonly Language[] = languages): Described {
  const others = inOthers(key, known);
  return {
    description: textIn(usualLanguage, key),
    ...(others === null ? {} : { description_localizations: others }),
  };
}

/** The name of a choice, in every language. */
export function named(key: KeyOf<'choice'>, known: readonly Language[] = languages): Named {
  const others = inOthers(key, known);
  return { name: textIn(usualLanguage, key), ...(others === null ? {} : { name_localizations: others }) };
}

function inOthers(key: MessageKey, known: readonly Language[]): Localizations | null {
  const others = known.filter(({ locale }) => locale !== usualLanguage.locale);
  return others.length === 0 ? null : Object.fromEntries(others.map((each) => [each.locale, textIn(each, key)]));
}

/** Definitions count nothing. */
function textIn({ messages }: Language, key: MessageKey): string {
  const message = messages[key];
  return typeof message === 'string' ? message : message.other;
}
