import { AsyncLocalStorage } from 'node:async_hooks';
import { oncePer } from '#core/once-per.ts';
import { english } from './en/en.ts';
import type { Message, Placeholders } from './message.ts';
import type { English, MessageKey, Translation } from './translation.ts';

/** A language with all its texts. */
export interface Language {
  /** As Discord names it. @see https://docs.discord.com/developers/reference#locales, read 2026-11 */
  readonly locale: string;
  readonly messages: Translation;
}

/** The language for a locale that is not on the list. */
export const defaultLanguage: Language = { locale: 'en-US', messages: english };

/** Every language, one line each. */
export const languages: readonly Language[] = [defaultLanguage];

/** The language of a locale of Discord's: the very one, else another of the same tongue, else the usual one. */
export function languageOf(locale: string | null, known: readonly Language[] = languages): Language {
  const exact = known.find((each) => each.locale === locale);
  const tongue = tongueOf(locale ?? '');
  return exact ?? known.find((each) => tongueOf(each.locale) === tongue) ?? defaultLanguage;
}

function tongueOf(locale: string): string {
  return locale.split('-')[0] ?? '';
}

/** The languages of a member and their server, as Discord names them; null where it does not tell. */
export interface Locales {
  readonly locale: string | null;
  /** Of the server, for what everyone in it reads. */
  readonly guildLocale: string | null;
}

interface LocaleContext {
  readonly language: Language;
  readonly everyone: Language;
  readonly known: readonly Language[];
}

const storage = new AsyncLocalStorage<LocaleContext>();
const noContext: LocaleContext = { language: defaultLanguage, everyone: defaultLanguage, known: languages };

/** Within `work`, and in everything that it starts, {@link t} uses this language. */
export function withLocale<T>(locale: string | null, work: () => T): T {
  return withLocaleOf({ locale, guildLocale: locale }, work);
}

/** As {@link withLocale}, in the member's language; {@link withGuildLocale} then knows the server's. */
export function withLocaleOf<T>({ locale, guildLocale }: Locales, work: () => T): T {
  const { known } = context();
  return within({ language: languageOf(locale, known), everyone: languageOf(guildLocale, known), known }, work);
}

/** Within an interaction: the server's language, for texts that everyone reads. */
export function withGuildLocale<T>(work: () => T): T {
  const before = context();
  return within({ ...before, language: before.everyone }, work);
}

/** Within `work` these are the languages that there are. */
export function withLanguages<T>(known: readonly Language[], work: () => T): T {
  return within({ ...context(), known }, work);
}

/**
 * Where nothing is other than usual there is nothing to carry along: on Node 20 the first context that is carried makes every promise
 * of the process dearer.
 */
function within<T>(next: LocaleContext, work: () => T): T {
  const isUsual = next.language === defaultLanguage && next.everyone === defaultLanguage && next.known === languages;
  return isUsual && storage.getStore() === undefined ? work() : storage.run(next, work);
}

/** The current language; English outside {@link withLocale}. */
export function currentLanguage(): Language {
  return context().language;
}

function context(): LocaleContext {
  return storage.getStore() ?? noContext;
}

type Filling = Readonly<Record<string, string | number>>;

/** What goes into the placeholders of a text; nothing where it has none. */
export type Values<Key extends MessageKey> = [Placeholders<English[Key]>] extends [never]
  ? []
  : [
      values: {
        readonly [Name in Placeholders<English[Key]>]: Name extends 'count' ? number : string | number;
      },
    ];

/** A text in the current language. Words of members are escaped before they go in; the form of a plural follows `count`. */
export function t<Key extends MessageKey>(key: Key, ...values: Values<Key>): string;
export function t(key: MessageKey, values: Filling = {}): string {
  const language = currentLanguage();
  const message: Message = language.messages[key];
  return fill(typeof message === 'string' ? message : formOf(message, Number(values.count), language), values);
}

/** Making them takes longer than everything else about a text. */
const rulesOf = oncePer(({ locale }: Language) => new Intl.PluralRules(locale));

/** The message's own form for a count; `other` where it has none for the category. */
function formOf(message: Exclude<Message, string>, count: number, language: Language): string {
  return message[rulesOf(language).select(count)] ?? message.other;
}

/** What is filled in is not read again, so that a prompt with braces stays as it is. */
function fill(text: string, values: Filling): string {
  return text.replaceAll(/\{(\w+)\}/gu, (placeholder, name: string) => String(values[name] ?? placeholder));
}

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
    description: textIn(defaultLanguage, key),
    ...(others === null ? {} : { description_localizations: others }),
  };
}

/** The name of a choice, in every language. */
export function named(key: KeyOf<'choice'>, known: readonly Language[] = languages): Named {
  const others = inOthers(key, known);
  return { name: textIn(defaultLanguage, key), ...(others === null ? {} : { name_localizations: others }) };
}

function inOthers(key: MessageKey, known: readonly Language[]): Localizations | null {
  const others = known.filter(({ locale }) => locale !== defaultLanguage.locale);
  return others.length === 0 ? null : Object.fromEntries(others.map((each) => [each.locale, textIn(each, key)]));
}

/** Definitions count nothing. */
function textIn({ messages }: Language, key: MessageKey): string {
  const message = messages[key];
  return typeof message === 'string' ? message : message.other;
}
