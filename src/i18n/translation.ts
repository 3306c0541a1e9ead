import type { english } from './en/en.ts';
import type { Message, Placeholders, PluralText } from './message.ts';

/** English, as the compiler knows it: word for word. */
export type English = typeof english;
/** The name of a text. */
export type MessageKey = keyof English;

/** Every text in one language; plural where English is, with the forms that the language has. */
export type Translation = { readonly [Key in MessageKey]: English[Key] extends string ? string : PluralText };

/** Does not fit where a text lacks a placeholder of the English one, or has one of its own. */
export type Faithful<Texts extends Readonly<Record<MessageKey, Message>>> = {
  readonly [Key in MessageKey]: [
    Exclude<Placeholders<Texts[Key]>, Placeholders<English[Key]>>,
    Exclude<Placeholders<English[Key]>, Placeholders<Texts[Key]>>,
  ] extends [never, never]
    ? Texts[Key]
    : { readonly placeholdersOfEnglish: Placeholders<English[Key]> };
};

/** A language's texts, checked against English by the compiler: no key and no placeholder is missing or too many. */
export function translation<const Texts extends Translation>(texts: Texts & Faithful<Texts>): Translation {
  return texts;
}
