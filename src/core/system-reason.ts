/** Why Easel itself did something that is in the journal or counts against a member. */
export const systemReasons = [
  /** The picture was gone before it could be posted. */
  'pictureGone',
  /** The same of one of several. */
  'somePictureGone',
  /** The image service's content filter refused it. */
  'contentFilter',
  /** The fact is the word list that the prompt hit. */
  'wordList',
  /** The fact is how many strikes there are. */
  'strikes',
  /** An approver gave no reason. */
  'approved',
  'approvedInVain',
  'approvedForLess',
  /** An approved request could not be begun: the pool has too little, the rules changed, or something else. */
  'poolTooSmall',
  'refusedNow',
  'notStarted',
  /** The operator's spending limit of the day was reached: of the bot, or of this server. */
  'dayLimit',
  'dayLimitServer',
  /** The approvers could not be asked. */
  'notAsked',
] as const;
/** @see systemReasons */
export type SystemReason = (typeof systemReasons)[number];

const marked = /^easel\.(\w+)(?::(.*))?$/u;

/** As it is stored: a code word in place of a sentence, so that everyone reads it in their own language. `fact` is one line. */
export function systemReason(what: SystemReason, fact: string | number = ''): string {
  return fact === '' ? `easel.${what}` : `easel.${what}:${fact}`;
}

/** The code word that {@link systemReason} stored; null for a reason that a person typed. */
export function readSystemReason(stored: string): { readonly what: SystemReason; readonly fact: string } | null {
  const [, word, fact = ''] = marked.exec(stored) ?? [];
  const what = systemReasons.find((each) => each === word);
  return what === undefined ? null : { what, fact };
}
