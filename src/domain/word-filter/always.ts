import { findAgeTags } from './age-tags.ts';
import { type AlwaysGroup, alwaysTerms } from './always-terms.ts';
import { findTerms, sentenceBreak } from './find-terms.ts';
import { findJoinedPairs } from './joined-pairs.ts';
import type { Reading } from './read-words.ts';
import { firstOf, outside, type Span } from './span.ts';
import { indexTerms } from './term-index.ts';

/** What the list that is always on refuses. */
export type AlwaysCategory = 'sexual_minors' | 'sexual_real_person';

/** A breach of the rules that are always on, and the part of the text to quote. */
export interface AlwaysMatch extends Span {
  readonly category: AlwaysCategory;
  /** False where one of the two words has an everyday sense too. */
  readonly isClear: boolean;
}

const index = indexTerms(alwaysTerms(), 'wide');

/**
 * Applies the two rules that nobody can switch off: sexual words together with words for minors, and sexual words together
 * with words for real persons, anywhere in the prompt; a few words are enough alone. A clear breach goes before an unclear one.
 */
export function findAlways(reading: Reading): AlwaysMatch | null {
  const found = findEvidence(reading);
  const matches = [
    matchOf('sexual_minors', firstOf(found.abuse), true),
    matchOf('sexual_minors', firstOf(found.clearPairs), true),
    matchOf('sexual_minors', found.isMinor ? firstOf(found.sexual) : null, found.isSexualClear && found.isMinorClear),
    matchOf('sexual_minors', firstOf(found.pairs), false),
    matchOf('sexual_real_person', firstOf(found.undressing), true),
    matchOf('sexual_real_person', found.isPerson ? firstOf(found.sexual) : null, found.isSexualClear),
  ].filter((match) => match !== null);
  return matches.find((match) => match.isClear) ?? matches[0] ?? null;
}

/** Whether a prompt is sexual at all, whomever it is about: such prompts belong in age-restricted channels. */
export function isSexual(reading: Reading): boolean {
  const { abuse, pairs, adult } = findEvidence(reading);
  return abuse.length + pairs.length + adult.length > 0;
}

function findEvidence(reading: Reading) {
  const hits = findTerms(index, reading);
  const of = (...groups: AlwaysGroup[]) => hits.filter((hit) => groups.some((group) => group === hit.term.group));
  const harmless = of('harmless').filter((hit) => !sentenceBreak.test(reading.text.slice(hit.start, hit.end)));
  const titles = of('title');
  const serious = (...groups: AlwaysGroup[]) => outside<Span>(of(...groups), harmless);
  const sexual = serious('sexual', 'mild', 'undressing');
  const pairs = findJoinedPairs(index, reading);
  const ageTags = findAgeTags(reading);
  return {
    abuse: serious('abuse'),
    undressing: serious('undressing'),
    pairs,
    clearPairs: pairs.filter((pair) => pair.isClear),
    sexual,
    adult: outside(sexual, titles),
    isSexualClear: outside(of('sexual', 'undressing'), [...harmless, ...titles, ...of('mild')]).length > 0,
    isMinor: serious('minor', 'ambiguous').length + ageTags.length > 0,
    isMinorClear: serious('minor').length > 0 || ageTags.some((tag) => tag.isClear),
    isPerson: serious('person').length > 0,
  };
}

function matchOf(category: AlwaysCategory, span: Span | null, isClear: boolean): AlwaysMatch | null {
  return span && { category, isClear, start: span.start, end: span.end };
}
