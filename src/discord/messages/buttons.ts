import type { BotError } from '#core/errors.ts';
import type { JobId } from '#core/ids.ts';
import { t } from '#i18n/t.ts';
import type { Job, MoneyOutcome, Progress } from '#jobs/job.ts';
import type { Button } from './message.ts';

/** The actions of the buttons on a reply; the commands route them. */
export const replyActions = {
  cancel: 'cancel',
  again: 'again',
  change: 'change',
  edit: 'edit',
  animate: 'animate',
  upscale: 'upscale',
  /** Another picture like this one. */
  vary: 'vary',
  favourite: 'favourite',
  report: 'report',
  delete: 'delete',
  /** Of a failure: the same again. */
  retry: 'retry',
  /** Of a refusal, whose subject is the interaction: what was typed, in a form. */
  reopen: 'reopen',
  /** Of a picture that could not be posted. */
  fetch: 'fetch',
} as const;
/** Of the question whether a picture is made again with its seed, whose subject is the job. */
export const seedActions = { same: 'again_same', new: 'again_new' } as const;
/** Of the question about a price, whose subject is the request. */
export const priceActions = { yes: 'price_yes', no: 'price_no', askInstead: 'ask_credits' } as const;
/** Of the approvers' message, whose subject is the request. */
export const approverActions = { approve: 'approve', decline: 'decline' } as const;
/** Of the log channel, whose subject is the job or the request, and whose extra is the member where there is no job. */
export const logActions = { delete: 'log_delete', strike: 'log_strike', suspend: 'log_suspend' } as const;

/** Under the progress of a job, while it can be stopped. */
export function progressButtons(job: Job, progress: Progress): readonly Button[] {
  return progress.kind === 'cancelling' ? [] : cancelButtons(job.id);
}

/** @see progressButtons */
export function cancelButtons(id: JobId): readonly Button[] {
  return [button('cancel', replyActions.cancel, id, { look: 'danger' })];
}

/** What can be done with a picture here. */
export type PictureUses = Readonly<Partial<Record<'edit' | 'vary' | 'animate' | 'upscale', boolean>>>;

const pictureUses = ['edit', 'vary', 'animate', 'upscale'] as const;

/** Under a finished result; the `uses` are for pictures. Report and Delete are for results that others see. */
export function resultButtons({ id, replyTo, output = 'image' }: Job, uses: PictureUses): readonly Button[] {
  const offered = output === 'image' ? pictureUses.filter((use) => uses[use] === true) : [];
  const own = ['again', 'change', ...offered, 'favourite'] as const;
  const names = [...own, ...(replyTo.isPrivate ? [] : (['report', 'delete'] as const))];
  return names.map((name) => button(name, replyActions[name], id, { look: name === 'delete' ? 'danger' : 'plain' }));
}

/** Under a failure that cost nothing and holds nothing: the same again, or a form to change refused words. */
export function failureButtons(jobId: string, { code, facts }: BotError, money: MoneyOutcome): readonly Button[] {
  if (money.charged > 0 || money.held > 0 || isOfMember({ code, facts })) return [];
  const name = facts.contentFilter === true || code.startsWith('refused.') ? 'change' : 'retry';
  return [button(name, replyActions[name], jobId)];
}

/** Under a refusal whose request is kept by the interaction's id. */
export function refusalButtons(id: string, { code, facts }: BotError): readonly Button[] {
  return facts.isDrafted === true && !isOfMember({ code, facts }) ? [reopenButton(id)] : [];
}

/** Rules about members and channels: other words do not help. @see checkAsker */
const rulesOfMember: ReadonlySet<string> = new Set(['account_age', 'member_age', 'role', 'channel']);

/** True where the member is refused, whatever they type. */
function isOfMember({ code, facts }: Pick<BotError, 'code' | 'facts'>): boolean {
  if (code === 'refused.suspended' || facts.suspendedUntilMs !== undefined) return true;
  return code === 'refused.rules' && rulesOfMember.has(facts.rule ?? '');
}

/** Opens a form with what was typed in the interaction. */
export function reopenButton(id: string): Button {
  return button('reopen', replyActions.reopen, id, { look: 'main' });
}

/** Under `/jobs list`: each picture that could not be posted, by its number there. */
export function fetchButtons(jobIds: readonly string[]): readonly Button[] {
  const ids = jobIds.map((subject) => ({ action: replyActions.fetch, subject, extra: null }));
  return numbered(ids, (number) => t('kept.show', { number }));
}

/** Under the question which of several pictures is meant; `kept` is their key, `mark` follows the number in each id. */
export function pickButtons(
  action: string,
  { kept, mark }: { readonly kept: string; readonly mark: string },
  count: number,
): readonly Button[] {
  const ids = Array.from({ length: count }, (_, index) => ({ action, subject: kept, extra: `${index}${mark}` }));
  return numbered(ids, (number) => t('edit.pick', { number }));
}

function numbered(ids: readonly Button['id'][], labelOf: (number: number) => string): readonly Button[] {
  return ids.map((id, index) => ({ id, label: labelOf(index + 1), look: 'main' }));
}

/** Under the question whether a picture is made again with its seed. */
export function seedButtons(jobId: JobId): readonly Button[] {
  return [button('newSeed', seedActions.new, jobId, { look: 'main' }), button('sameSeed', seedActions.same, jobId)];
}

/** Under the question whether a price is right. */
export function priceButtons(requestId: string): readonly Button[] {
  return [button('make', priceActions.yes, requestId, { look: 'main' }), button('no', priceActions.no, requestId)];
}

/** Where a moderator can be asked to pay, or to allow it. */
export function askButtons(requestId: string, reason: 'short' | 'threshold'): readonly Button[] {
  return [
    button('ask', priceActions.askInstead, requestId, { look: 'main', extra: reason }),
    button('no', priceActions.no, requestId),
  ];
}

/** Under a request that waits for its approvers. */
export function approverButtons(requestId: string): readonly Button[] {
  return [
    button('approve', approverActions.approve, requestId, { look: 'main' }),
    button('decline', approverActions.decline, requestId, { look: 'danger' }),
  ];
}

/** Under a job in the log channel. */
export function logButtonsOfJob({ id, state, replyTo }: Job): readonly Button[] {
  const hasPicture = state === 'delivered' && !replyTo.isPrivate && replyTo.messageId !== null;
  return [
    ...(hasPicture ? [button('deletePicture', logActions.delete, id, { look: 'danger' })] : []),
    button('strike', logActions.strike, id),
    button('suspend', logActions.suspend, id),
  ];
}

/** Under a request in the log channel that has no job. */
export function logButtonsOfRequest(requestId: string, memberId: string): readonly Button[] {
  const names = ['strike', 'suspend'] as const;
  return names.map((name) => button(name, logActions[name], requestId, { extra: memberId }));
}

type LabelIn<Key> = Key extends `button.${infer Name}.label` ? Name : never;

function button(
  label: LabelIn<Parameters<typeof t>[0]>,
  action: string,
  subject: string,
  { look = 'plain', extra = null }: { readonly look?: Button['look']; readonly extra?: string | null } = {},
): Button {
  return { id: { action, subject, extra }, label: t(`button.${label}.label`), look };
}
