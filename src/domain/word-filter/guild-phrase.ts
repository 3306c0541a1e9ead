import { glyphsOf } from './read-words.ts';
import { termWords } from './term-index.ts';

/** Longest word or phrase of a guild's list, in UTF-16 units. */
export const maxPhraseCharacters = 100;

/** Why a moderator's word cannot be kept: nothing there; over {@link maxPhraseCharacters}; no letter, digit or emoji; a single letter or digit. */
export type PhraseFault = 'empty' | 'too_long' | 'only_punctuation' | 'too_short';

/** @see parseGuildPhrase */
export type ParsedPhrase =
  | { readonly ok: true; readonly phrase: string }
  | { readonly ok: false; readonly reason: PhraseFault };

/**
 * Reads what a moderator typed as a word or phrase for the blocked or the allowed list. It is plain text: nothing in it is
 * a pattern. `phrase` is what to keep and show: trimmed, in NFC, without invisible characters, white space as single spaces.
 */
export function parseGuildPhrase(text: string): ParsedPhrase {
  const phrase = text
    .normalize('NFC')
    .replace(/(?!\ufe0f|\u200d)\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (phrase === '') return { ok: false, reason: 'empty' };
  if (phrase.length > maxPhraseCharacters) return { ok: false, reason: 'too_long' };
  const words = termWords(phrase);
  if (words.length === 0) return { ok: false, reason: 'only_punctuation' };
  const [only, ...more] = words.flatMap(glyphsOf);
  const isLetter = only?.plain.length === 1 && (only.kind === 'letter' || only.kind === 'digit');
  const isSingle = more.length === 0 && isLetter;
  return isSingle ? { ok: false, reason: 'too_short' } : { ok: true, phrase };
}
