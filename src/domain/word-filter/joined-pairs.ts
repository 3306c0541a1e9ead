import type { AlwaysGroup } from './always-terms.ts';
import type { Forms } from './read-forms.ts';
import type { Reading } from './read-words.ts';
import type { Span } from './span.ts';
import type { TermIndex } from './term-index.ts';

/** A word that is a sexual word and a minor's, joined without a space. */
export interface JoinedPair extends Span {
  /** False where one of its parts has an everyday sense too. */
  readonly isClear: boolean;
}

/** A pair written as one word is at least and at most so long, in letters; so are its parts at least. */
const pairLetters = { min: 6, max: 30, minPart: 3 };

const clearSexual: readonly AlwaysGroup[] = ['sexual', 'undressing'];
const anySexual: readonly AlwaysGroup[] = [...clearSexual, 'mild'];
const clearMinor: readonly AlwaysGroup[] = ['minor'];
const anyMinor: readonly AlwaysGroup[] = [...clearMinor, 'ambiguous'];

/** Every such word of a text; `index` holds the terms of the list that is always on. */
export function findJoinedPairs(index: TermIndex, reading: Reading): JoinedPair[] {
  const cuts = new Map<Forms, readonly Cut[]>();
  for (const forms of reading.forms) {
    const found = forms.all.flatMap((form) => cutsOf(index, form.squeezed));
    if (found.some((cut) => isPair(cut, anySexual, anyMinor))) cuts.set(forms, found);
  }
  if (cuts.size === 0) return [];
  return reading.words.flatMap(({ kind, forms, start, end }) => {
    const found = kind === 'word' ? cuts.get(forms) : undefined;
    return found ? [{ start, end, isClear: found.some((cut) => isPair(cut, clearSexual, clearMinor)) }] : [];
  });
}

const none: readonly string[] = [];

/** What the two parts of a word stand for. */
type Cut = readonly [readonly string[], readonly string[]];

function cutsOf(index: TermIndex, squeezed: string): Cut[] {
  if (squeezed.length < pairLetters.min || squeezed.length > pairLetters.max) return [];
  if (!index.starts.mayStartAt(squeezed, 0)) return [];
  const cuts: Cut[] = [];
  for (let at = pairLetters.minPart; at <= squeezed.length - pairLetters.minPart; at += 1) {
    const first = groupsOf(index, squeezed.slice(0, at));
    const second = first.length > 0 ? groupsOf(index, squeezed.slice(at)) : [];
    if (second.length > 0) cuts.push([first, second]);
  }
  return cuts;
}

function isPair([first, second]: Cut, sexual: readonly string[], minor: readonly string[]): boolean {
  const holds = (groups: readonly string[], wanted: readonly string[]) =>
    groups.some((group) => wanted.includes(group));
  return (holds(first, sexual) && holds(second, minor)) || (holds(second, sexual) && holds(first, minor));
}

function groupsOf({ root }: TermIndex, squeezed: string): readonly string[] {
  const branches = root.branches.get(squeezed);
  return branches === undefined ? none : branches.flatMap((branch) => branch.node.term?.group ?? []);
}
