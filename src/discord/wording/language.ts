import { AsyncLocalStorage } from 'node:async_hooks';
import { type Language, languageOf, languages, usualLanguage } from './languages.ts';

/** Whom the words are for, as Discord names their languages; null where it does not tell. */
export interface Hearers {
  readonly locale: string | null;
  /** Of the server, for what everyone in it reads. */
  readonly guildLocale: string | null;
}

interface Speech {
  readonly language: Language;
  readonly everyone: Language;
  readonly known: readonly Language[];
}

const inForce = new AsyncLocalStorage<Speech>();
const silence: Speech = { language: usualLanguage, everyone: usualLanguage, known: languages };

/** Within `work`, and in all that it sets going, {@link say} speaks this language. */
export function speak<T>(locale: string | null, work: () => T): T {
  return speakTo({ locale, guildLocale: locale }, work);
}

/** As {@link speak}, in the member's language; {@link speakToEveryone} then knows the server's. */
export function speakTo<T>({ locale, guildLocale }: Hearers, work: () => T): T {
  const { known } = speech();
  return inForce.run({ language: languageOf(locale, known), everyone: languageOf(guildLocale, known), known }, work);
}

/** Within an interaction, what everyone reads: in the language of the server. */
export function speakToEveryone<T>(work: () => T): T {
  const before = speech();
  return inForce.run({ ...before, language: before.everyone }, work);
}

/** Within `work` these are the languages that there are. */
export function knowing<T>(known: readonly Language[], work: () => T): T {
  return inForce.run({ ...speech(), known }, work);
}

/** The language in force; English where nothing else was said. */
export function currentLanguage(): Language {
  return speech().language;
}

function speech(): Speech {
  return inForce.getStore() ?? silence;
}
