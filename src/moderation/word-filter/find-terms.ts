import { beginningLetters } from './beginnings.ts';
import { type Form, type Forms, lettersOf } from './read-forms.ts';
import type { Reading, Word } from './read-words.ts';
import { coverOf, type Span } from './span.ts';
import type { Branch, Node, Strictness, Term, TermIndex, UnspacedTerms } from './term-index.ts';

/** Where a term stands in the original. */
export interface Hit extends Span {
  readonly term: Term;
}

interface Search {
  readonly index: TermIndex;
  readonly text: string;
  readonly line: readonly Word[];
  readonly hits: Hit[];
}

/** The word that was read last, and what all words up to it cover: an override can turn their order around. */
interface Place extends Span {
  readonly at: number;
}

/** A term may squeeze to fewer letters than a beginning has. */
const keyLengths = Array.from({ length: beginningLetters }, (_, at) => at + 1);
const noNodes: readonly Node[] = [];
const noBranches: readonly Branch[] = [];
const doubledInEnglish: ReadonlySet<string> = new Set('bcdefglmnoprstz');
/** Between two words: a comma, a full stop and the like. */
export const sentenceBreak = /[,;:!?.…]\s|[，、。；：！？]/u;

/** Every place of every term, in no order; the same place may come more than once. */
export function findTerms(index: TermIndex, reading: Reading): Hit[] {
  const hits: Hit[] = [];
  if (index.root.branches.size === 0) return hits;
  const firstNodes = reading.forms.map((forms) =>
    mayStart(index, forms) ? nextNodes(index, index.root, forms) : noNodes,
  );
  for (const line of reading.lines) {
    findInLine({ index, text: reading.text, line, hits }, firstNodes);
  }
  for (const word of reading.spelled) {
    for (const form of word.forms.all) findUnspaced(index, { word, form, hits });
  }
  return hits;
}

function findInLine(search: Search, firstNodes: readonly (readonly Node[])[]): void {
  search.line.forEach(({ forms, start, end }, at) => {
    const nodes = firstNodes[forms.id];
    if (nodes?.length) follow(search, nodes, { at, start, end });
  });
}

/** Spares the look-ups of a word that no term begins with. */
function mayStart({ starts }: TermIndex, forms: Forms): boolean {
  for (const form of forms.all) if (starts.mayStartAt(form.squeezed, 0)) return true;
  return false;
}

/** Records what is complete with the word at this place, and reads one word further. As deep as the longest phrase. */
function follow(search: Search, nodes: readonly Node[], { at, start, end }: Place): void {
  if (isPartOfWord(search, at)) return;
  for (const node of nodes) {
    if (node.term) search.hits.push({ term: node.term, start, end });
    const next = search.line[at + 1];
    if (next === undefined || node.branches.size === 0 || !canGoOn(search, at)) continue;
    follow(search, nextNodes(search.index, node, next.forms), {
      at: at + 1,
      start: Math.min(start, next.start),
      end: Math.max(end, next.end),
    });
  }
}

function nextNodes({ strictness }: TermIndex, node: Node, forms: Forms): readonly Node[] {
  let nodes = noNodes;
  for (const form of forms.all) {
    for (const branch of node.branches.get(form.squeezed) ?? noBranches) {
      if (isStretched(form.text, branch.word, strictness)) nodes = [...nodes, branch.node];
    }
  }
  return nodes;
}

/** The 18 of `18th` is no word of a moderator's. */
function isPartOfWord({ index, line }: Search, at: number): boolean {
  const word = line[at];
  if (index.strictness === 'wide' || word?.kind !== 'number') return false;
  const [before, after] = [line[at - 1], line[at + 1]];
  return (before?.kind === 'word' && before.end === word.start) || (after?.kind === 'word' && after.start === word.end);
}

function canGoOn({ index, line, text }: Search, at: number): boolean {
  if (index.strictness === 'wide') return true;
  const between = text.slice(line[at]?.end, line[at + 1]?.start);
  return isInitial(line[at]) ? !sentenceBreak.test(between.replace('.', '')) : !sentenceBreak.test(between);
}

/** The K of `Philip K. Dick`: its dot ends no sentence. */
function isInitial(word: Word | undefined): boolean {
  return word?.kind === 'word' && word.to - word.from === 1;
}

/**
 * True where `text` is `word` with letters repeated. Both squeeze to the same. Three in a row is always a repetition; two
 * are where no English word doubles the letter, or where the list is `wide`. Digits are never repeated: 11 is not 1.
 */
function isStretched(text: string, word: string, strictness: Strictness): boolean {
  let at = 0;
  for (let from = 0; from < word.length; ) {
    const letter = word.charAt(from);
    const wanted = runLength(word, from);
    const found = runLength(text, at);
    const isRepeated = found > wanted && !/\d/.test(letter);
    const isClear = found > 2 || strictness === 'wide' || !doubledInEnglish.has(letter);
    if (text.charAt(at) !== letter || (found !== wanted && !(isRepeated && isClear))) return false;
    from += wanted;
    at += found;
  }
  return true;
}

/** How often the letter at `from` stands there. */
function runLength(text: string, from: number): number {
  let end = from + 1;
  while (end < text.length && text[end] === text[from]) end += 1;
  return end - from;
}

interface Spelled {
  readonly word: Word;
  readonly form: Form;
  readonly hits: Hit[];
}

/** Terms anywhere in a run of single letters, where no border can be seen. */
function findUnspaced(index: TermIndex, spelled: Spelled): void {
  const { squeezed } = spelled.form;
  const candidates = candidatesIn(index, squeezed);
  if (candidates.length === 0) return;
  const letters = lettersOf(spelled.form);
  const runStarts = letters.flatMap((letter, at) => (letter === letters[at - 1] ? [] : [at]));
  for (const { branch, at } of candidates) {
    addUnspaced(
      index,
      { ...spelled, letters },
      { branch, from: runStarts[at], to: runStarts[at + branch.squeezed.length] },
    );
  }
}

interface Candidate {
  readonly branch: Branch;
  readonly at: number;
}

function candidatesIn({ unspaced }: TermIndex, squeezed: string): Candidate[] {
  const candidates: Candidate[] = [];
  for (let at = 0; at < squeezed.length; at += 1) {
    if (unspaced.starts.mayStartAt(squeezed, at)) addCandidates(candidates, unspaced, squeezed, at);
  }
  return candidates;
}

function addCandidates(candidates: Candidate[], { byText, lengths }: UnspacedTerms, squeezed: string, at: number) {
  for (const shown of keyLengths) {
    for (const length of lengths.get(squeezed.slice(at, at + shown)) ?? []) {
      const branches = byText.get(squeezed.slice(at, at + length)) ?? noBranches;
      for (const branch of branches) candidates.push({ branch, at });
    }
  }
}

/** No `to` means the end of the run. */
function addUnspaced(
  { strictness }: TermIndex,
  { word, letters, hits }: Spelled & { readonly letters: readonly string[] },
  { branch, from, to }: { readonly branch: Branch; readonly from: number | undefined; readonly to: number | undefined },
): void {
  const { term } = branch.node;
  const text = letters.slice(from, to).join('');
  if (term && isStretched(text, branch.word, strictness)) hits.push({ term, ...coverOf(word.line.glyphs, from, to) });
}
