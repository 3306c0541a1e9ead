import { currentLanguage } from './language.ts';
import type { Message, Placeholders } from './message.ts';
import type { English, MessageKey } from './translation.ts';

type Filling = Readonly<Record<string, string | number>>;

/** What goes into the placeholders of a text; nothing where it has none. */
export type Values<Key extends MessageKey> = [Placeholders<English[Key]>] extends [never]
  ? []
  : [
      values: {
        readonly [Name in Placeholders<English[Key]>]: Name extends 'count' ? number : string | number;
      },
    ];

/** A text in the language in force. Words of members are escaped before they go in; the form of a plural follows `count`. */
export function say<Key extends MessageKey>(key: Key, ...values: Values<Key>): string;
export function say(key: MessageKey, values: Filling = {}): string {
  const { locale, messages } = currentLanguage();
  const message: Message = messages[key];
  return fill(typeof message === 'string' ? message : formOf(message, Number(values.count), locale), values);
}

/** The message's own form for a count; `other` where it has none for the category. */
function formOf(message: Exclude<Message, string>, count: number, locale: string): string {
  return message[new Intl.PluralRules(locale).select(count)] ?? message.other;
}

/** What is filled in is not read again, so that a prompt with braces stays as it is. */
function fill(text: string, values: Filling): string {
  return text.replaceAll(/\{(\w+)\}/gu, (placeholder, name: string) => String(values[name] ?? placeholder));
}
