import { type AlwaysGroup, alwaysTerms } from './always-terms.ts';
import { findTerms, type Hit } from './find-terms.ts';
import type { Reading } from './read-words.ts';
import { firstOf, outside, type Span } from './span.ts';
import { indexTerms } from './term-index.ts';

/** What the list that is always on refuses. */
export type AlwaysCategory = 'sexual_minors' | 'sexual_real_person';

/** A breach of the rules that are always on, and the part of the text to quote. */
export interface AlwaysMatch extends Span {
  readonly category: AlwaysCategory;
}

const index = indexTerms(alwaysTerms(), 'wide');
/** A pair written as one word is at least and at most so long, in letters; so are its parts at least. */
const pairLetters = { min: 6, max: 30, minPart: 3 };

/**
 * Applies the two rules that nobody can switch off: sexual words together with words for minors, and sexual words together
 * with words for real persons, anywhere in the prompt; a few words are enough alone.
 */
export function findAlways(reading: Reading): AlwaysMatch | null {
  const hits = findTerms(index, reading);
  const of = (group: AlwaysGroup) => hits.filter((hit) => hit.term.group === group);
  const harmless = of('harmless');
  const serious = (group: AlwaysGroup) => outside(of(group), harmless);

  const abuse = firstOf<Span>([...serious('abuse'), ...pairsInOneWord(reading)]);
  if (abuse) return matchOf('sexual_minors', abuse);
  const sexual = firstOf<Hit>(serious('sexual'));
  if (sexual && serious('minor').length > 0) return matchOf('sexual_minors', sexual);
  const undressing = firstOf<Hit>(serious('undressing'));
  if (undressing) return matchOf('sexual_real_person', undressing);
  return sexual && serious('person').length > 0 ? matchOf('sexual_real_person', sexual) : null;
}

/** Whether a prompt is sexual at all, whomever it is about: such prompts belong in age-restricted channels. */
export function isSexual(reading: Reading): boolean {
  const hits = findTerms(index, reading);
  const harmless = hits.filter((hit) => hit.term.group === 'harmless');
  const sexual = hits.filter((hit) => hit.term.group === 'sexual' || hit.term.group === 'undressing');
  return outside(sexual, harmless).length > 0;
}

function matchOf(category: AlwaysCategory, { start, end }: Span): AlwaysMatch {
  return { category, start, end };
}

/** Words that are a sexual word and a minor's, joined without a space. */
function pairsInOneWord(reading: Reading): Span[] {
  const words = reading.words.filter((word) => word.kind === 'word');
  return words.filter((word) => word.forms.all.some((form) => isPair(form.squeezed)));
}

function isPair(squeezed: string): boolean {
  if (squeezed.length < pairLetters.min || squeezed.length > pairLetters.max) return false;
  for (let at = pairLetters.minPart; at <= squeezed.length - pairLetters.minPart; at += 1) {
    const parts = [groupsOf(squeezed.slice(0, at)), groupsOf(squeezed.slice(at))];
    if (parts.some((groups) => groups.includes('sexual')) && parts.some((groups) => groups.includes('minor')))
      return true;
  }
  return false;
}

function groupsOf(squeezed: string): string[] {
  return (index.root.branches.get(squeezed) ?? []).flatMap((branch) => branch.node.term?.group ?? []);
}
