import { moment } from './money.ts';

const untouched = 'Nothing changed.';

/** What taking a picture away can come to. */
export type RemovalResult = 'removed' | 'was_gone' | 'no_job' | 'out_of_reach';

/** The answer to a Delete button. */
export const removalTexts = {
  removed: 'The picture is taken away. The credits stay spent.',
  was_gone: 'The picture was gone already.',
  no_job: `There is no record of this picture any more. ${untouched}`,
  out_of_reach: `Easel cannot reach this picture: it was private, or Easel has lost its access to the channel. ${untouched}`,
} as const satisfies Record<RemovalResult, string>;

/** What is said about the buttons under pictures and in the log channel. */
export const pictureTexts = {
  notYours: `Only the one who asked for this picture, or a moderator, can delete it. ${untouched}`,
  onlyModerators: `Only moderators can do this. ${untouched}`,
  noRecord: `There is no record of this picture any more. ${untouched}`,
  reported: 'Thank you. The moderators can read your report in their log channel.',
  reportedNowhere:
    'Thank you. Your report is written down, but this server has no log channel: tell a moderator about it as well.',
} as const;

/** After a moderator's strike. */
export function struckText(userId: string, strikes: number, suspendedUntilMs: number | null): string {
  const until = suspendedUntilMs === null ? '' : ` They are suspended until ${moment(suspendedUntilMs, 'f')}.`;
  return `<@${userId}> has ${strikes === 1 ? '1 strike' : `${strikes} strikes`} now.${until}`;
}

/** After a moderator's suspension. */
export function suspendedText(userId: string, untilMs: number): string {
  return `<@${userId}> is suspended until ${moment(untilMs, 'f')}.`;
}

/** A longer suspension is never shortened by a button. */
export function alreadySuspendedText(userId: string, untilMs: number): string {
  return `<@${userId}> is suspended until ${moment(untilMs, 'f')} already. ${untouched}`;
}

/** The form of the Change button; each text at most 45 characters. */
export const changeForm = {
  title: 'Change and make it again',
  prompt: 'Prompt',
  promptCut: 'Prompt (shortened: too long for a form)',
  size: 'Size: a ratio, or WIDTHxHEIGHT',
  lora: 'LoRA: name:0.8, or empty for none',
} as const;

/** Titles and labels of the forms that ask for a reason, each at most 45 characters. */
export const reasonForms = {
  report: { title: 'Report this picture', label: 'What is wrong with it?' },
  delete: { title: 'Delete this picture', label: 'Why? The log names the reason.' },
  decline: { title: 'Decline this request', label: 'Why? The member reads this.' },
  strike: { title: 'Strike this member', label: 'Why? The member’s record keeps this.' },
  suspend: { title: 'Suspend this member for 24 hours', label: 'Why? The member reads this.' },
} as const;
