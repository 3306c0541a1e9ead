import { collapseDuplicatesTransformer, DataSet, englishDataset, pattern, RegExpMatcher } from 'obscenity';
import { harmlessBeginnings } from './harmless-profanity.ts';
import { suspectsOf } from './profanity-suspects.ts';
import { type Form, idsOf } from './read-forms.ts';
import { glyphsOf, type Reading, type Word } from './read-words.ts';
import { coverOf, type Span } from './span.ts';

/** Letters that obscenity's patterns hold twice. */
const doubledInPatterns = ['b', 'e', 'g', 'l', 'o', 's'];

/** Two of obscenity's patterns hold a letter twice that is only ever kept once, so they never match as they are. */
const dataset = new DataSet<{ originalWord: string }>()
  .addAll(englishDataset)
  .addPhrase((phrase) => phrase.setMetadata({ originalWord: 'buttplug' }).addPattern(pattern`butplug`))
  .addPhrase((phrase) => phrase.setMetadata({ originalWord: 'jizz' }).addPattern(pattern`|jiz|`));

const built = dataset.build();
/** A word that is no suspect cannot match. A suspect's neighbours count too: an exception may span two words. */
const isSuspect = suspectsOf(built.blacklistedTerms.map((term) => term.pattern));

/** Our reading has done the rest of what obscenity's recommended transformers do. */
const matcher = new RegExpMatcher({
  ...built,
  blacklistMatcherTransformers: [
    collapseDuplicatesTransformer({ customThresholds: new Map(doubledInPatterns.map((letter) => [letter, 2])) }),
  ],
});

const beginnings: ReadonlySet<string> = new Set(harmlessBeginnings);
const longestBeginning = Math.max(...harmlessBeginnings.map((beginning) => beginning.length));

/** A text for obscenity, one UTF-16 unit per glyph and one space after each word. */
interface Transcript {
  text: string;
  readonly words: Word[];
}

/** Every place that obscenity's English list finds, in no order. */
export function findProfanity(reading: Reading): Span[] {
  const transcript: Transcript = { text: '', words: [] };
  const words = [...reading.words, ...reading.spelled];
  const near = idsOf(reading.forms, ({ latin }) => isSuspect(latin.squeezed));
  const isNear = (word: Word | undefined) => word !== undefined && near[word.forms.id] === 1;
  words.forEach((word, at) => {
    if (isNear(words[at - 1]) || isNear(word) || isNear(words[at + 1])) addForm(transcript, word, word.forms.latin);
  });
  const disguised = idsOf(reading.forms, ({ leet }) => leet.some((form) => isSuspect(form.squeezed)));
  for (const word of words) {
    if (disguised[word.forms.id] !== 1) continue;
    for (const form of word.forms.leet) if (isSuspect(form.squeezed)) addForm(transcript, word, form);
  }
  const matches = matcher
    .getAllMatches(transcript.text)
    .filter((match) => !isInHarmlessBeginning(transcript.text, match));
  if (matches.length === 0) return [];
  const places = placesOf(transcript);
  return matches.map(({ startIndex, endIndex }) => spanOf(transcript.text, places, startIndex, endIndex));
}

/** What is no letter becomes `_`, which is part of a word for obscenity and matches nothing. */
function addForm(transcript: Transcript, word: Word, form: Form): void {
  const letters = form.parts?.map((letter) => (letter.length === 1 ? letter : '_')).join('') ?? form.text;
  transcript.text += `${letters.replace(/[^a-z]/g, '_')} `;
  transcript.words.push(word);
}

/** Where each unit of a transcript stands in the original. */
function placesOf({ words }: Transcript): Span[] {
  return words.flatMap((word) => [...glyphsOf(word), { start: word.end, end: word.end }]);
}

/** Asked only of what matched. */
function isInHarmlessBeginning(
  text: string,
  match: { readonly startIndex: number; readonly endIndex: number },
): boolean {
  const start = text.lastIndexOf(' ', match.startIndex) + 1;
  for (let end = match.endIndex + 1; end <= start + longestBeginning; end += 1) {
    if (beginnings.has(text.slice(start, end))) return true;
  }
  return false;
}

/** From the first letter to the last, with its repetitions. */
function spanOf(text: string, places: readonly Span[], first: number, last: number): Span {
  let end = last + 1;
  while (text[end] === text[last]) end += 1;
  return coverOf(places, first, end);
}
