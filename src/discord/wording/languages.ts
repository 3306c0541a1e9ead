import { english } from './english.ts';
import type { Translation } from './translation.ts';

/** A language that Easel speaks. */
export interface Language {
  /** As Discord names it. @see https://docs.discord.com/developers/reference#locales, read 2026-11 */
  readonly locale: string;
  readonly messages: Translation;
}

/** The language of whoever chose one that is not on the list. */
export const usualLanguage: Language = { locale: 'en-US', messages: english };

/** Every language, one line each. */
export const languages: readonly Language[] = [usualLanguage];

/** The language of a locale of Discord's: the very one, else another of the same tongue, else the usual one. */
export function languageOf(locale: string | null, known: readonly Language[] = languages): Language {
  const exact = known.find((each) => each.locale === locale);
  const tongue = tongueOf(locale ?? '');
  return exact ?? known.find((each) => tongueOf(each.locale) === tongue) ?? usualLanguage;
}

function tongueOf(locale: string): string {
  return locale.split('-')[0] ?? '';
}
