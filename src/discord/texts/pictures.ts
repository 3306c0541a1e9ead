import { lazyTexts } from '#i18n/message.ts';
import { t } from '#i18n/t.ts';
import { untilText } from '#i18n/time.ts';

/** What taking a picture away can come to. */
export type RemovalResult = 'removed' | 'was_gone' | 'no_job' | 'out_of_reach';

/** The answer to a Delete button. */
export const removalTexts = lazyTexts(['removed', 'was_gone', 'no_job', 'out_of_reach'], (result) =>
  t(`removal.${result}`),
) satisfies Record<RemovalResult, string>;

/** What is said about the buttons under pictures and in the log channel. */
export const pictureTexts = lazyTexts(
  ['notYours', 'onlyModerators', 'noRecord', 'reported', 'reportedNowhere', 'reportedBefore'],
  (what) => t(`picture.${what}`),
);

/** After a moderator's strike. */
export function struckText(userId: string, strikes: number, suspendedUntilMs: number | null): string {
  const strikeTarget = t('picture.struck', { member: `<@${userId}>`, count: strikes });
  if (suspendedUntilMs === null) return strikeTarget;
  return `${strikeTarget} ${t('picture.struckAndSuspended', { until: untilText(suspendedUntilMs) })}`;
}

/** Another moderator was faster. */
export function struckBeforeText(userId: string, byUserId: string | null, strikes: number): string {
  return t('picture.struckBefore', { member: `<@${userId}>`, moderator: moderator(byUserId), count: strikes });
}

/** After a moderator's suspension. */
export function suspendedText(userId: string, untilMs: number): string {
  return t('picture.suspended', { member: `<@${userId}>`, until: untilText(untilMs) });
}

/** Another moderator has suspended the member for the same picture or request. */
export function suspendedBeforeText(userId: string, byUserId: string | null): string {
  return t('picture.suspendedBefore', { member: `<@${userId}>`, moderator: moderator(byUserId) });
}

/** The picture was gone already; with who deleted it, where that is known. */
export function wasGoneText(byUserId: string | null): string {
  return byUserId === null ? removalTexts.was_gone : t('removal.wasDeleted', { moderator: moderator(byUserId) });
}

function moderator(userId: string | null): string {
  return userId === null ? 'Easel' : `<@${userId}>`;
}

/** A longer suspension is never shortened by a button. */
export function alreadySuspendedText(userId: string, untilMs: number): string {
  return t('picture.suspendedAlready', { member: `<@${userId}>`, until: untilText(untilMs) });
}

/** The form of the Change button; each text at most 45 characters. */
export const changeForm = lazyTexts(['title', 'prompt', 'promptCut', 'size', 'lora'], (part) =>
  part === 'title' ? t('form.change.title') : t(`form.change.${part}.input`),
);

/** Titles and labels of the forms that ask for a reason, each at most 45 characters. */
export const reasonForms = {
  report: formOf('report'),
  delete: formOf('delete'),
  decline: formOf('decline'),
  strike: formOf('strike'),
  suspend: formOf('suspend'),
} as const;

function formOf(form: 'report' | 'delete' | 'decline' | 'strike' | 'suspend') {
  return lazyTexts(['title', 'label'], (part) => t(`form.${form}.${part === 'title' ? 'title' : 'input'}`));
}

/** Stands in the journal where a form was sent with nothing in it. */
export function noReasonText(): string {
  return t('form.noReason');
}
