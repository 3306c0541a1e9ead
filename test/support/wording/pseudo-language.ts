import { english } from '#i18n/en/en.ts';
import type { Message } from '#i18n/message.ts';
import type { Language } from '#i18n/t.ts';
import { roomFor } from './catalogue.ts';

const accents: Readonly<Record<string, string>> = { a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú' };

/** English with an accent on every vowel, and 35 % longer where there is room: what is still plain was not in the catalogue. */
export const pseudoLanguage: Language = {
  locale: 'de',
  messages: Object.assign(
    {},
    english,
    Object.fromEntries(Object.entries(english).map(([key, message]) => [key, foreign(key, message)])),
  ),
};

function foreign(key: string, message: Message): Message {
  if (typeof message === 'string') return lengthened(key, accented(message));
  const forms = Object.entries(message).map(([category, text]) => [category, lengthened(key, accented(text))]);
  return { other: '', ...Object.fromEntries(forms) };
}

/** Names of commands and options, which no language changes, stand between backticks. */
function accented(text: string): string {
  return text.replaceAll(/`[^`]*`|\{\w+\}|[aeiou]/giu, (part) => {
    const accent = accents[part.toLowerCase()];
    if (accent === undefined) return part;
    return part === part.toLowerCase() ? accent : accent.toUpperCase();
  });
}

function lengthened(key: string, text: string): string {
  const { mostCharacters, isSmall } = roomFor(key);
  const longer = text + '~'.repeat(Math.ceil(text.length * 0.35));
  return isSmall ? longer.slice(0, Math.max(text.length, mostCharacters)) : longer;
}
