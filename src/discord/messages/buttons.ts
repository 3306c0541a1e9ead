import type { BotError } from '#core/errors.ts';
import type { JobId } from '#core/ids.ts';
import type { Job, MoneyOutcome, Progress } from '#jobs/job.ts';
import { buttonTexts, numberedTexts } from '../texts/buttons.ts';
import type { Button } from './message.ts';

/** The actions of the buttons on a reply; the commands route them. */
export const replyActions = {
  cancel: 'cancel',
  again: 'again',
  change: 'change',
  edit: 'edit',
  favourite: 'favourite',
  report: 'report',
  delete: 'delete',
  /** Of a failure: the same again. */
  retry: 'retry',
  /** Of a refusal, whose subject is the interaction: what was typed, in a form. */
  reopen: 'reopen',
  /** Of a picture that could not be posted. */
  fetch: 'fetch',
  /** Of one of several pictures; its subject names where they are kept, its extra which one. */
  pick: 'edit_pick',
} as const;
/** Of the question about a price, whose subject is the request. */
export const priceActions = { yes: 'price_yes', no: 'price_no', askInstead: 'ask_credits' } as const;
/** Of the approvers' message, whose subject is the request. */
export const approverActions = { approve: 'approve', decline: 'decline' } as const;
/** Of the log channel, whose subject is the job or the request, and whose extra is the member where there is no job. */
export const logActions = { delete: 'log_delete', strike: 'log_strike', suspend: 'log_suspend' } as const;

/** While a job can still be stopped. */
export function progressButtons(job: Job, progress: Progress): readonly Button[] {
  return progress.kind === 'cancelling' ? [] : cancelButtons(job.id);
}

/** @see progressButtons */
export function cancelButtons(id: JobId): readonly Button[] {
  return [button(replyActions.cancel, id, buttonTexts.cancel, 'danger')];
}

/** Under a finished picture; `canEdit` where some model here edits. One that is shown to its owner alone is nobody else's business, and Discord lets them dismiss it. */
export function resultButtons(job: Job, canEdit: boolean): readonly Button[] {
  const forEveryone = [
    button(replyActions.again, job.id, buttonTexts.again),
    button(replyActions.change, job.id, buttonTexts.change),
    ...(canEdit ? [button(replyActions.edit, job.id, buttonTexts.edit)] : []),
    button(replyActions.favourite, job.id, buttonTexts.favourite),
  ];
  if (job.replyTo.isPrivate) return forEveryone;
  return [
    ...forEveryone,
    button(replyActions.report, job.id, buttonTexts.report),
    button(replyActions.delete, job.id, buttonTexts.delete),
  ];
}

/**
 * Under a failure: the same again, where nothing was paid and nothing is held for it; what its words caused, with a form to
 * change them.
 */
export function failureButtons(jobId: string, { code, facts }: BotError, money: MoneyOutcome): readonly Button[] {
  if (money.charged > 0 || money.held > 0 || isOfMember({ code, facts })) return [];
  if (facts.contentFilter === true || code.startsWith('refused.')) {
    return [button(replyActions.change, jobId, buttonTexts.change)];
  }
  return [button(replyActions.retry, jobId, buttonTexts.retry)];
}

/** Under a refusal of what is still known by the interaction's id. */
export function refusalButtons(id: string, { code, facts }: BotError): readonly Button[] {
  return facts.isDrafted === true && !isOfMember({ code, facts }) ? [reopenButton(id)] : [];
}

/** Rules about who asks and where: other words do not help. @see checkAsker */
const rulesOfMember: ReadonlySet<string> = new Set(['account_age', 'member_age', 'role', 'channel']);

/** True where it is the member who is refused, whatever they type: trying again is not offered. */
function isOfMember({ code, facts }: Pick<BotError, 'code' | 'facts'>): boolean {
  if (code === 'refused.suspended' || facts.suspendedUntilMs !== undefined) return true;
  return code === 'refused.rules' && rulesOfMember.has(facts.rule ?? '');
}

/** Opens a form with what was typed in the interaction. */
export function reopenButton(id: string): Button {
  return button(replyActions.reopen, id, buttonTexts.reopen, 'main');
}

/** Under `/jobs list`: each picture that could not be posted, by its number there. */
export function fetchButtons(jobIds: readonly string[]): readonly Button[] {
  return jobIds.map((id, index) => button(replyActions.fetch, id, numberedTexts.fetch(index + 1), 'main'));
}

/** Under the question which of several pictures to edit; `picked` names where they are kept. */
export function pickButtons(picked: string, count: number): readonly Button[] {
  return Array.from({ length: count }, (_, index) => ({
    id: { action: replyActions.pick, subject: picked, extra: String(index) },
    label: numberedTexts.pick(index + 1),
    look: 'main',
  }));
}

/** Under the question whether a price is right. */
export function priceButtons(requestId: string): readonly Button[] {
  return [
    button(priceActions.yes, requestId, buttonTexts.make, 'main'),
    button(priceActions.no, requestId, buttonTexts.no),
  ];
}

/** Where a moderator can be asked to pay, or to allow it. */
export function askButtons(requestId: string, reason: 'short' | 'threshold'): readonly Button[] {
  const id = { action: priceActions.askInstead, subject: requestId, extra: reason };
  return [{ id, label: buttonTexts.ask, look: 'main' }, button(priceActions.no, requestId, buttonTexts.no)];
}

/** Under a request that waits for its approvers. */
export function approverButtons(requestId: string): readonly Button[] {
  return [
    button(approverActions.approve, requestId, buttonTexts.approve, 'main'),
    button(approverActions.decline, requestId, buttonTexts.decline, 'danger'),
  ];
}

/** Under a job in the log channel. */
export function logButtonsOfJob(job: Job): readonly Button[] {
  const hasPicture = job.state === 'delivered' && !job.replyTo.isPrivate && job.replyTo.messageId !== null;
  return [
    ...(hasPicture ? [button(logActions.delete, job.id, buttonTexts.deletePicture, 'danger')] : []),
    button(logActions.strike, job.id, buttonTexts.strike),
    button(logActions.suspend, job.id, buttonTexts.suspend),
  ];
}

/** Under a request in the log channel that no job came of. */
export function logButtonsOfRequest(requestId: string, memberId: string): readonly Button[] {
  const of = (action: string, label: string): Button => ({
    id: { action, subject: requestId, extra: memberId },
    label,
    look: 'plain',
  });
  return [of(logActions.strike, buttonTexts.strike), of(logActions.suspend, buttonTexts.suspend)];
}

function button(action: string, subject: string, label: string, look: Button['look'] = 'plain'): Button {
  return { id: { action, subject, extra: null }, label, look };
}
