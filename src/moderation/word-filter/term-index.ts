import { beginningLetters, Prefixes } from './beginnings.ts';
import { lineOf } from './glyph-line.ts';
import { createFormReader, squeeze } from './read-forms.ts';
import { readGlyphs } from './read-glyphs.ts';
import { glyphsOf, minSpelledLetters, readWords, type Word } from './read-words.ts';

/** A moderator's phrase is also found without its spaces if it has as many letters. Shorter ones make other words. */
const minGluedLetters = 6;

/** Something to look for: one word or several, as plain text. `group` says what it is. */
export interface Term {
  readonly group: string;
  readonly text: string;
}

/**
 * `close`: for lists whose author is a moderator: a doubled letter that English doubles (`god`, `good`) makes another
 * word, and a phrase ends at a comma. `wide`: for our own lists, which avoid such pairs.
 */
export type Strictness = 'close' | 'wide';

/** Terms, ready to be looked for. */
export interface TermIndex {
  readonly strictness: Strictness;
  readonly root: Node;
  /** How the first words of terms begin, squeezed. */
  readonly starts: Prefixes;
  readonly unspaced: UnspacedTerms;
}

/** Terms without their spaces, which runs of single letters are searched for; all texts are squeezed. */
export interface UnspacedTerms {
  readonly starts: Prefixes;
  readonly byText: ReadonlyMap<string, readonly Branch[]>;
  /** How long they are that begin with these letters, {@link beginningLetters} of them or all. */
  readonly lengths: ReadonlyMap<string, ReadonlySet<number>>;
}

/** A word of a term was read; `term` is set where a term is complete. */
export interface Node {
  readonly branches: Map<string, Branch[]>;
  term: Term | null;
}

/** A word that may come next. */
export interface Branch {
  readonly word: string;
  readonly squeezed: string;
  readonly node: Node;
}

/** The words that a term is kept as; none when it holds no letter, digit or emoji. */
export function termWords(text: string): Word[] {
  const words = readWords(lineOf(readGlyphs(text, 'removed')), 'loose', createFormReader());
  return words.some((word) => glyphsOf(word).some((glyph) => glyph.kind !== 'sign')) ? words : [];
}

/** Builds what {@link findTerms} searches with. Terms without a word are left out. */
export function indexTerms(terms: readonly Term[], strictness: Strictness): TermIndex {
  const root = newNode();
  const starts = new Prefixes();
  const unspaced = {
    starts: new Prefixes(),
    byText: new Map<string, Branch[]>(),
    lengths: new Map<string, Set<number>>(),
  };
  for (const { term, words } of terms.flatMap(spellingsOf)) {
    const last = words.reduce(grow, root);
    last.term ??= term;
    const word = words.join('');
    if (word.length >= minSpelledLetters) addUnspaced(unspaced, branchOf(word, last));
    if (strictness === 'close' && word.length >= minGluedLetters) grow(root, word).term ??= term;
  }
  for (const squeezed of root.branches.keys()) starts.add(squeezed);
  return { strictness, root, starts, unspaced };
}

/** The words of a term as they are, and with its umlauts written out. */
function spellingsOf(term: Term): { term: Term; words: string[] }[] {
  const composed = term.text.normalize('NFC');
  const written = composed.replace(/[äöü]/gi, (umlaut) => `${umlaut.normalize('NFD').charAt(0)}e`);
  return (written === composed ? [term.text] : [term.text, written])
    .map((text) => ({ term, words: termWords(text).map((word) => word.forms.canonical.text) }))
    .filter(({ words }) => words.length > 0);
}

function addUnspaced(
  unspaced: { starts: Prefixes; byText: Map<string, Branch[]>; lengths: Map<string, Set<number>> },
  branch: Branch,
): void {
  const { squeezed } = branch;
  const key = squeezed.slice(0, beginningLetters);
  unspaced.starts.add(squeezed);
  pushTo(unspaced.byText, squeezed, branch);
  unspaced.lengths.set(key, (unspaced.lengths.get(key) ?? new Set()).add(squeezed.length));
}

function newNode(): Node {
  return { branches: new Map(), term: null };
}

function grow(node: Node, word: string): Node {
  const key = squeeze(word);
  const known = node.branches.get(key)?.find((branch) => branch.word === word);
  if (known) return known.node;
  const next = newNode();
  pushTo(node.branches, key, branchOf(word, next));
  return next;
}

function branchOf(word: string, node: Node): Branch {
  return { word, squeezed: squeeze(word), node };
}

function pushTo(map: Map<string, Branch[]>, key: string, branch: Branch): void {
  const branches = map.get(key);
  if (branches) branches.push(branch);
  else map.set(key, [branch]);
}
