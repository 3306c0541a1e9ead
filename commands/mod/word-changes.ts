import {
  maxPhrases,
  type WordChange,
  type WordLists,
  type WordObjection,
} from '../../src/discord/wording/mod-words.ts';

/** Changes that would do something, and those that would not. */
export interface SortedChanges {
  readonly done: readonly WordChange[];
  readonly objections: readonly { readonly change: WordChange; readonly objection: WordObjection }[];
}

/** The lists after the changes, in their order; a change with an objection is left out. */
export function changeWords(words: WordLists, changes: readonly WordChange[]): WordLists {
  return changes.reduce(
    (before, change) => (objectionTo(before, change) === null ? changed(before, change) : before),
    words,
  );
}

/** Which of the changes {@link changeWords} would make. */
export function sortChanges(words: WordLists, changes: readonly WordChange[]): SortedChanges {
  const sorted = changes.map((change) => ({ change, objection: objectionTo(words, change) }));
  return {
    done: sorted.flatMap(({ change, objection }) => (objection === null ? [change] : [])),
    objections: sorted.flatMap(({ change, objection }) => (objection === null ? [] : [{ change, objection }])),
  };
}

/** Whether the phrase is on the list, however it is written. */
export function hasPhrase(phrases: readonly string[], phrase: string): boolean {
  return phrases.some((each) => isSame(each, phrase));
}

function objectionTo(words: WordLists, change: WordChange): WordObjection | null {
  switch (change.kind) {
    case 'profanity':
      return change.isOn === words.profanity ? 'already' : null;
    case 'block':
      return objectionToAdding(words.blocked, change.phrase);
    case 'allow':
      return objectionToAdding(words.allowed, change.phrase);
    case 'unblock':
      return hasPhrase(words.blocked, change.phrase) ? null : 'missing';
    case 'disallow':
      return hasPhrase(words.allowed, change.phrase) ? null : 'missing';
  }
}

function objectionToAdding(phrases: readonly string[], phrase: string): WordObjection | null {
  if (hasPhrase(phrases, phrase)) return 'already';
  return phrases.length >= maxPhrases ? 'full' : null;
}

function changed(words: WordLists, change: WordChange): WordLists {
  switch (change.kind) {
    case 'profanity':
      return { ...words, profanity: change.isOn };
    case 'block':
      return { ...words, blocked: [...words.blocked, change.phrase] };
    case 'allow':
      return { ...words, allowed: [...words.allowed, change.phrase] };
    case 'unblock':
      return { ...words, blocked: words.blocked.filter((each) => !isSame(each, change.phrase)) };
    case 'disallow':
      return { ...words, allowed: words.allowed.filter((each) => !isSame(each, change.phrase)) };
  }
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
