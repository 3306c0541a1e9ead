import { limits } from '#discord/messages/limits.ts';
import type { Message } from '#i18n/message.ts';

/** Of texts that go into something small; the end of the key says which. Everything else is part of a message. */
const smallKinds = [
  { end: '.description', mostCharacters: limits.descriptionCharacters },
  { end: '.choice', mostCharacters: limits.choiceNameCharacters },
  { end: '.label', mostCharacters: limits.buttonLabelCharacters },
  { end: '.title', mostCharacters: limits.formTitleCharacters },
  { end: '.input', mostCharacters: limits.inputLabelCharacters },
] as const;

/** What Discord takes of a text by its key, and whether it is one that stands alone in something small. */
export function roomFor(key: string): { readonly mostCharacters: number; readonly isSmall: boolean } {
  const small = smallKinds.find(({ end }) => key.endsWith(end));
  return { mostCharacters: small?.mostCharacters ?? limits.contentCharacters, isSmall: small !== undefined };
}

/** Every form of a message. */
export function formsOf(message: Message): string[] {
  return typeof message === 'string' ? [message] : Object.values(message);
}

/** The names of the placeholders in a text, each once, in order of the alphabet. */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/gu)].map((match) => match[1] ?? ''))].sort();
}
