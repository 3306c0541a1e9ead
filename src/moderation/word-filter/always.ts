import { type AlwaysGroup, alwaysTerms } from './always-terms.ts';
import { findTerms, sentenceBreak } from './find-terms.ts';
import { type Forms, idsOf } from './read-forms.ts';
import type { Reading } from './read-words.ts';
import { firstOf, outside, type Span } from './span.ts';
import { indexTerms, type TermIndex } from './term-index.ts';

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
 * Applies the two rules that can't be switched off: sexual words together with words for minors, and sexual words together
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

/** An age and a sex in one word, as tags have them. */
export interface AgeTag extends Span {
  /** False where the word is about an aperture, an aircraft, a screw or a length. */
  readonly isClear: boolean;
}

const tagLength = 3;
const tag = /^(?:[fm]1[0-7]|1[0-7][fm])$/;
const clearTag = /^(?:f1[237]|1[0-7]f)$/;

/** `f13` and `13f`, from 10 to 17: below, they are apertures and lengths. Never `f/1.3`, which is no single word. */
export function findAgeTags(reading: Reading): AgeTag[] {
  const tagged = idsOf(reading.forms, ({ plain }) => plain.text.length === tagLength && tag.test(plain.text));
  return reading.words
    .filter(({ forms }) => tagged[forms.id] === 1)
    .map(({ forms, start, end }) => ({ start, end, isClear: clearTag.test(forms.plain.text) }));
}

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
    if (!forms.all.some((form) => mayBePair(index, form.squeezed))) continue;
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

function mayBePair({ starts }: TermIndex, squeezed: string): boolean {
  return squeezed.length >= pairLetters.min && squeezed.length <= pairLetters.max && starts.mayStartAt(squeezed, 0);
}

function cutsOf(index: TermIndex, squeezed: string): Cut[] {
  if (!mayBePair(index, squeezed)) return [];
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
