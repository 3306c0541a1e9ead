import { readSystemReason } from '#core/system-reason.ts';
import { t } from './t.ts';

/** Word lists that have a name for people. */
export const wordLists = ['always', 'profanity', 'guild'] as const;

/** A stored reason: in the language in force where it is Easel's own, else as somebody typed it. Plain text, to be escaped. */
export function reasonText(stored: string): string {
  const own = readSystemReason(stored);
  if (own === null) return stored;
  const { what, fact } = own;
  switch (what) {
    case 'wordList':
      return wordListText(fact);
    case 'strikes':
      return t('reason.strikes', { count: Number(fact) });
    case 'pictureGone':
    case 'somePictureGone':
    case 'contentFilter':
    case 'approved':
    case 'approvedInVain':
    case 'approvedForLess':
    case 'poolTooSmall':
    case 'refusedNow':
    case 'notStarted':
    case 'dayLimit':
    case 'dayLimitServer':
    case 'notAsked':
      return t(`reason.${what}`);
  }
}

function wordListText(list: string): string {
  const known = wordLists.find((each) => each === list);
  return known === undefined ? t('reason.wordList', { list }) : t(`reason.wordList.${known}`);
}
