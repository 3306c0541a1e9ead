import type { GuildSettings } from '../../domain/guild-settings.ts';
import { maxPhraseCharacters, type PhraseFault } from '../../domain/word-filter/guild-phrase.ts';
import { cut, inlineCode } from './escape.ts';

/** The words that a guild has set. */
export type WordLists = GuildSettings['words'];

/** One change of them. */
export type WordChange =
  | { readonly kind: 'block' | 'unblock' | 'allow' | 'disallow'; readonly phrase: string }
  | { readonly kind: 'profanity'; readonly isOn: boolean };

/** Why a change changes nothing. */
export type WordObjection = 'already' | 'missing' | 'full';

/** Phrases of one list at most. */
export const maxPhrases = 500;

const faultTexts = {
  empty: 'There is no word in that.',
  too_long: `A word or phrase has at most ${maxPhraseCharacters} characters.`,
  only_punctuation: 'A word or phrase needs a letter, a digit or an emoji: punctuation is not looked at.',
  too_short: 'A single letter or digit would hit nearly every prompt. Give a longer word.',
} as const satisfies Record<PhraseFault, string>;

/** Why a typed phrase cannot be kept. */
export function phraseFaultText(fault: PhraseFault): string {
  return `${faultTexts[fault]} Nothing changed.`;
}

/** A change in the past tense; `show` makes of a phrase what the place of the text needs. */
export function wordChangeText(change: WordChange, show: (phrase: string) => string): string {
  switch (change.kind) {
    case 'block':
      return `blocked ${show(change.phrase)}`;
    case 'unblock':
      return `unblocked ${show(change.phrase)}`;
    case 'allow':
      return `allowed ${show(change.phrase)}`;
    case 'disallow':
      return `no longer allowed ${show(change.phrase)}`;
    case 'profanity':
      return `profanity list switched ${change.isOn ? 'on' : 'off'}`;
  }
}

/** What was changed and why, as the journal keeps it: plain text of at most 500 characters. */
export function wordReason(changes: readonly WordChange[], reason: string): string {
  const done = changes.map((change) => wordChangeText(change, (phrase) => `“${phrase}”`)).join(', ');
  return cut(`${reason} (${done})`, 500);
}

/** What was done about the words, and what was not. */
export function wordsDoneText(
  done: readonly WordChange[],
  objections: readonly { readonly change: WordChange; readonly objection: WordObjection }[],
): string {
  const what = done.map((change) => wordChangeText(change, inlineCode)).join(', ');
  const first = done.length > 0 ? [`Done: ${what}. It is in the journal with your reason.`] : [];
  const rest = objections.map(({ change, objection }) => objectionText(change, objection));
  return [...first, ...rest, ...(done.length > 0 ? [] : ['Nothing changed.'])].join(' ');
}

/** Said to whoever blocks a phrase that the allowed list exempts. */
export function stillAllowedText(phrase: string): string {
  return `${inlineCode(phrase)} is on the allowed list too, and that one wins: ${inlineCode('/mod blocklist disallow:')} takes it off.`;
}

function objectionText(change: WordChange, objection: WordObjection): string {
  if (change.kind === 'profanity') return `The profanity list is ${change.isOn ? 'on' : 'off'} already.`;
  const list = change.kind === 'block' || change.kind === 'unblock' ? 'blocked' : 'allowed';
  switch (objection) {
    case 'already':
      return `${inlineCode(change.phrase)} is ${list} already.`;
    case 'missing':
      return `${inlineCode(change.phrase)} is not on the ${list} list.`;
    case 'full':
      return `The ${list} list has ${maxPhrases} phrases, which is as many as it takes.`;
  }
}

const blockedCharacters = 900;
const allowedCharacters = 450;

/** `/mod blocklist`; `isWhole` is false where phrases were left out, which then go into a file. */
export function wordListsText({ profanity, blocked, allowed }: WordLists): { text: string; isWhole: boolean } {
  const lists = [listed(blocked, blockedCharacters), listed(allowed, allowedCharacters)];
  const [shownBlocked, shownAllowed] = lists.map(({ text }) => text);
  const text = [
    `Profanity list: ${profanity ? 'on' : 'off'}`,
    `Blocked (${blocked.length}): ${shownBlocked}`,
    `Allowed (${allowed.length}), exempt from both: ${shownAllowed}`,
    '-# Sexual words together with minors or real people are always refused, whatever is set here.',
  ];
  return { text: text.join('\n'), isWhole: lists.every(({ left }) => left === 0) };
}

/** Every phrase, one a line. */
export function wordListsFile({ profanity, blocked, allowed }: WordLists): string {
  const section = (name: string, phrases: readonly string[]) => [`${name} (${phrases.length})`, ...phrases, ''];
  return [
    `Profanity list: ${profanity ? 'on' : 'off'}`,
    '',
    ...section('Blocked', blocked),
    ...section('Allowed', allowed),
  ].join('\n');
}

/** As many as fit, in the order in which they were added. */
function listed(phrases: readonly string[], maxCharacters: number): { text: string; left: number } {
  const shown: string[] = [];
  let characters = 0;
  for (const phrase of phrases) {
    characters += inlineCode(phrase).length + 2;
    if (characters > maxCharacters) break;
    shown.push(inlineCode(phrase));
  }
  const left = phrases.length - shown.length;
  const more = left > 0 ? [`and ${left} more in the file`] : [];
  return { text: [...shown, ...more].join(', ') || 'none', left };
}
