import type { GuildSettings } from '#guilds/guild-settings.ts';
import { cut, inlineCode } from '#i18n/escape.ts';
import { t } from '#i18n/t.ts';
import { maxPhraseCharacters, type PhraseFault } from '#moderation/word-filter/word-filter.ts';

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

/** Why a typed phrase cannot be kept. */
export function phraseFaultText(fault: PhraseFault): string {
  return fault === 'too_long' ? t('words.too_long', { most: maxPhraseCharacters }) : t(`words.${fault}`);
}

/** A change in the past tense; `show` makes of a phrase what the place of the text needs. */
export function wordChangeText(change: WordChange, show: (phrase: string) => string): string {
  if (change.kind === 'profanity') return t(change.isOn ? 'words.profanityOn' : 'words.profanityOff');
  return t(`words.${change.kind}`, { phrase: show(change.phrase) });
}

/** What was changed and why, as the journal keeps it: plain text of at most 500 characters. */
export function wordReason(changes: readonly WordChange[], reason: string): string {
  const done = changes.map((change) => wordChangeText(change, (phrase) => t('words.quoted', { phrase }))).join(', ');
  return cut(`${reason} (${done})`, 500);
}

/** What was done about the words, and what was not. */
export function wordsDoneText(
  done: readonly WordChange[],
  objections: readonly { readonly change: WordChange; readonly objection: WordObjection }[],
): string {
  const changes = done.map((change) => wordChangeText(change, inlineCode)).join(', ');
  const rest = objections.map(({ change, objection }) => objectionText(change, objection));
  if (done.length === 0) return [...rest, t('words.nothing')].join(' ');
  return [t('words.done', { changes }), ...rest].join(' ');
}

/** Said to whoever blocks a phrase that the allowed list exempts. */
export function stillAllowedText(phrase: string): string {
  return t('words.stillAllowed', { phrase: inlineCode(phrase) });
}

function objectionText(change: WordChange, objection: WordObjection): string {
  if (change.kind === 'profanity') return t(change.isOn ? 'words.profanityOnAlready' : 'words.profanityOffAlready');
  const list = change.kind === 'block' || change.kind === 'unblock' ? 'blocked' : 'allowed';
  const phrase = inlineCode(change.phrase);
  switch (objection) {
    case 'already':
      return t(`words.${list}Already`, { phrase });
    case 'missing':
      return t(`words.${list}Missing`, { phrase });
    case 'full':
      return t(`words.${list}Full`, { most: maxPhrases });
  }
}

const blockedCharacters = 900;
const allowedCharacters = 450;

/** `/mod blocklist`; `isWhole` is false where phrases were left out, which then go into a file. */
export function wordListsText({ profanity, blocked, allowed }: WordLists): { text: string; isWhole: boolean } {
  const shownBlocked = listed(blocked, blockedCharacters);
  const shownAllowed = listed(allowed, allowedCharacters);
  const text = [
    profanityText(profanity),
    t('words.blocked', { number: blocked.length, phrases: shownBlocked.text }),
    t('words.allowed', { number: allowed.length, phrases: shownAllowed.text }),
    t('words.always'),
  ];
  return { text: text.join('\n'), isWhole: shownBlocked.left === 0 && shownAllowed.left === 0 };
}

function profanityText(isOn: boolean): string {
  return t(isOn ? 'words.profanityIsOn' : 'words.profanityIsOff');
}

/** Every phrase, one a line. */
export function wordListsFile({ profanity, blocked, allowed }: WordLists): string {
  return [
    profanityText(profanity),
    '',
    t('words.blockedHeading', { number: blocked.length }),
    ...blocked,
    '',
    t('words.allowedHeading', { number: allowed.length }),
    ...allowed,
    '',
  ].join('\n');
}

/** Alt text of that file. */
export function wordListsFileText(): string {
  return t('words.file');
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
  const more = left > 0 ? [t('words.moreInFile', { left })] : [];
  return { text: [...shown, ...more].join(', ') || t('words.none'), left };
}
