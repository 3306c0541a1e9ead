import { oncePer } from '#core/once-per.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import type { PromptVerdicts } from '../rules.ts';
import { findAlways, isSexual } from './always.ts';
import { findTerms } from './find-terms.ts';
import { findProfanity, harmlessPhrases } from './profanity.ts';
import { glyphsOf, type Reading, readText } from './read-words.ts';
import { firstOf, outside, type Span } from './span.ts';
import { indexTerms, type TermIndex, termWords } from './term-index.ts';

/** What a guild has set. Phrases are plain text that {@link parseGuildPhrase} accepted; any other is ignored. */
export interface WordFilterSettings {
  readonly profanity: boolean;
  readonly blocked: readonly string[];
  /** Exempt from the profanity list and from `blocked`, never from the list that is always on. */
  readonly allowed: readonly string[];
}

/** Why a prompt is refused. */
export interface WordMatch extends Span {
  readonly list: 'always' | 'profanity' | 'guild';
  /** `sexual_minors` or `sexual_real_person`; `profanity`; the guild's own phrase. */
  readonly category: string;
  /**
   * False where a word of the list `always` may well be innocent (a _girl_ of any age, a _sensual_ painting): the prompt is
   * refused, but it is no strike.
   */
  readonly isClear: boolean;
  /** As in the prompt, from `start` to `end`. */
  readonly matched: string;
}

/** @see createWordFilter */
export interface WordFilter {
  /** The first match of the strongest list (always, profanity, guild), or null. Never throws; linear in the prompt's length. */
  check(prompt: string): WordMatch | null;
  /** True for a prompt that belongs in age-restricted channels only. Never throws. */
  isAdult(prompt: string): boolean;
}

const harmless = indexTerms(
  harmlessPhrases.map((text) => ({ group: 'harmless', text })),
  'close',
);

/** Makes the filter of one guild. Cheap, but worth keeping until the settings change. @see docs/word-filter.md */
export function createWordFilter(settings: WordFilterSettings): WordFilter {
  const blocked = indexOf(settings.blocked);
  const allowed = indexOf(settings.allowed);
  return {
    check: (prompt) => {
      const reading = readText(prompt);
      const always = findAlways(reading);
      if (always) return matchOf(reading, 'always', always.category, always);
      if (settings.profanity) {
        const hit = firstOutside(findProfanity(reading), [allowed, harmless], reading);
        if (hit) return matchOf(reading, 'profanity', 'profanity', hit);
      }
      const hit = firstOutside(findTerms(blocked, reading), [allowed], reading);
      return hit && matchOf(reading, 'guild', hit.term.text, hit);
    },
    isAdult: (prompt) => isSexual(readText(prompt)),
  };
}

/** The first hit outside the exempt phrases, which are looked for only where there is a hit. */
function firstOutside<H extends Span>(hits: readonly H[], exempt: readonly TermIndex[], reading: Reading): H | null {
  if (hits.length === 0) return null;
  const covers = exempt.flatMap((index) => findTerms(index, reading));
  return firstOf(outside(hits, covers));
}

function indexOf(phrases: readonly string[]): TermIndex {
  return indexTerms(
    phrases.map((text) => ({ group: 'guild', text })),
    'close',
  );
}

/** Only the list that is always on knows of unclear matches. */
function matchOf(
  { text }: Reading,
  list: WordMatch['list'],
  category: string,
  { start, end, isClear = true }: Span & { readonly isClear?: boolean },
): WordMatch {
  return { list, category, isClear, matched: text.slice(start, end), start, end };
}

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

/** The word filter of a guild, made again when its settings have changed. */
export function createWordsOf(): (settings: GuildSettings) => PromptVerdicts {
  const filterOf = oncePer((words: GuildSettings['words']) => createWordFilter(words));
  return ({ words }) => filterOf(words);
}
