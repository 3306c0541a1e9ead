import { findAlways, isSexual } from './always.ts';
import { findTerms } from './find-terms.ts';
import { harmlessPhrases } from './harmless-profanity.ts';
import { findProfanity } from './profanity.ts';
import { type Reading, readText } from './read-words.ts';
import { firstOf, outside, type Span } from './span.ts';
import { indexTerms, type TermIndex } from './term-index.ts';

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
   * refused all the same, but nobody should be punished for it.
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
