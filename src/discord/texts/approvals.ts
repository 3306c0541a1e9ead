import type { Dearer } from '#catalog/plan.ts';
import type { Told } from '#catalog/prompt-flags.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import type { ErrorFacts } from '#core/errors.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { lazyTexts } from '#i18n/message.ts';
import { credits, moment } from '#i18n/money.ts';
import { reasonText } from '#i18n/reasons.ts';
import { t } from '#i18n/t.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import { limits } from '../messages/limits.ts';
import { editLines } from './edit.ts';
import { toldText } from './told.ts';

/** What a member's or an approver's word can come to. */
export type DecisionResult = 'done' | 'decided' | 'gone' | 'not_yours';

/** Once the price is confirmed, or not. `done` of a "yes" has a reply of its own. */
export const priceTexts = lazyTexts(
  ['making', 'saidYes', 'dropped', 'decided', 'gone', 'not_yours', 'threshold'],
  (what) => t(`price.${what}`),
) satisfies Record<Exclude<DecisionResult, 'done'> | 'making' | 'dropped', string>;

/** The answer to an approver's word. */
export const approverTexts = lazyTexts(
  ['onlyModerators', 'approved', 'waits', 'declined', 'decided', 'gone', 'not_yours', 'poolTooSmall', 'refused'],
  (what) => t(`approver.${what}`),
);

/** The approver's yes came to nothing, since the operator's limit of the day is reached. */
export function dayLimitText({ rule, renewsAtMs }: ErrorFacts): string {
  const when = moment(renewsAtMs ?? 0, 'R');
  return t(rule === 'operator' ? 'approver.dayLimit' : 'approver.dayLimitServer', { when });
}

/** What the slower of two approvers reads. */
export function decidedText(pending: Pick<PendingRequest, 'state' | 'decidedBy'> | null): string {
  const approver = pending?.decidedBy ? `<@${pending.decidedBy}>` : null;
  if (approver === null) return approverTexts.decided;
  if (pending?.state === 'approved') return t('approver.approvedBefore', { approver });
  return pending?.state === 'declined' ? t('approver.declinedBefore', { approver }) : approverTexts.decided;
}

/** The answer to a no, with where the member reads it. */
export function declinedText(channelId: string): string {
  return t('approver.declinedIn', { channel: `<#${channelId}>` });
}

/** The question whether a price is right, and why it is more than the member has read. */
export function priceText(
  request: GenerationRequest,
  { credits: price, spendable, dearer, told }: PriceQuestion,
): string {
  const question = t('price.question', { count: countOf(request), credits: credits(price), spendable });
  const why = dearer ? `\n${dearerText(dearer)}` : '';
  return `${question}${why}${toldText(told)}\n${t('price.nothingYet')}`;
}

/** What is asked about a price. */
export interface PriceQuestion {
  readonly credits: number;
  readonly spendable: number;
  readonly dearer?: Dearer;
  readonly told?: Told;
}

function dearerText({ reason, shown, model: title, options }: Dearer): string {
  const facts = { shown: credits(shown), model: escapeText(title, 100) };
  switch (reason) {
    case 'route':
    case 'last_choice':
    case 'repeat':
      return t(`price.dearer.${reason}`, facts);
    case 'options':
      if (options.length === 0) return t('price.dearer.picture', facts);
      return t('price.dearer.options', {
        ...facts,
        count: options.length,
        options: options.map((option) => inlineCode(option)).join(', '),
      });
  }
}

/** What is missing, and what can be done about it. */
export function shortText(
  request: GenerationRequest,
  { price, spendable, renewsAtMs }: { price: number; spendable: number; renewsAtMs: number },
): string {
  const short = t('price.short', { credits: credits(price), spendable, when: moment(renewsAtMs, 'R') });
  return `${short}${forEveryone(request)}`;
}

/** Asked before a private wish is put to people who will see it, and whose picture everybody will. */
export function privateApprovalText(request: GenerationRequest, price: number, threshold: number): string {
  const question = t('price.aboveThreshold', { count: countOf(request), credits: credits(price), threshold });
  return `${question}${forEveryone(request)}\n${t('price.notCharged')}`;
}

/** The approvers have been asked. */
export function askedText(price: number): string {
  return t('price.asked', { credits: credits(price) });
}

function countOf({ options }: GenerationRequest): number {
  return options.count ?? 1;
}

function forEveryone({ isPrivate, images }: GenerationRequest): string {
  if (!isPrivate) return '';
  return ` ${t(images.length === 0 ? 'price.forEveryone' : 'price.editForEveryone')}`;
}

/** The approvers' message while nobody has decided. */
export function approverText(pending: PendingRequest, modelTitle: string): string {
  return requestText(pending, modelTitle, t('request.endsAt', { when: moment(pending.expiresAtMs, 'R') }));
}

/** The approvers' message once it is over. */
export function decisionText(pending: PendingRequest, modelTitle: string, nowMs: number): string {
  return requestText(pending, modelTitle, endLine(pending, moment(nowMs, 'f')));
}

/** In place of the model's title where it cannot be told. */
export function askedModelText({ model }: GenerationRequest): string {
  return model ?? t('request.defaultModel');
}

/** What is asked for comes first and is never cut; where its pictures lie takes what room is left. */
function requestText({ request, credits: price, reason }: PendingRequest, modelTitle: string, end: string): string {
  const { size } = request.options;
  const facts = {
    model: escapeText(modelTitle, 100),
    size: size === null ? t('request.usualSize') : t('request.size', { size: inlineCode(size) }),
  };
  const lines = [
    t(reason === 'short' ? 'request.short' : 'request.threshold', {
      count: countOf(request),
      member: `<@${request.userId}>`,
      credits: credits(price),
    }),
    t(request.isPrivate ? 'request.modelPrivate' : 'request.model', facts),
    t('request.channel', { channel: `<#${request.channelId}>` }),
    ...promptLines(request),
  ];
  const room = limits.contentCharacters - [...lines, '', end].join('\n').length;
  return [...lines, ...editLines(request.images, room), end].join('\n');
}

/** None where the prompt is erased. */
function promptLines({ prompt, images }: GenerationRequest): string[] {
  return prompt === '' ? [] : [t('request.prompt', { prompt: escapeText(prompt, images.length === 0 ? 1100 : 600) })];
}

function endLine({ state, decidedBy, decisionReason }: PendingRequest, when: string): string {
  const why = decisionReason === '' ? '' : `: ${escapeText(reasonText(decisionReason), 300)}`;
  switch (state) {
    case 'waiting':
      return t('request.undecided');
    case 'approved':
    case 'declined': {
      const approver = decidedBy === null ? null : `<@${decidedBy}>`;
      return `${approver === null ? t(`request.${state}`, { when }) : t(`request.${state}By`, { approver, when })}${why}`;
    }
    case 'expired':
    case 'dropped':
      return t(`request.${state}`, { when });
  }
}

/** What a member reads in the channel of a request that brings no picture. A private prompt is not repeated there. */
export function endedText({ request, state, decisionReason }: PendingRequest): string {
  const prompt = request.isPrivate || request.prompt === '' ? '' : `\n-# ||${escapeText(request.prompt, 300)}||`;
  const member = `<@${request.userId}>`;
  if (state === 'dropped') return `${t('ended.notAsked', { member })}${prompt}`;
  if (state === 'expired') return `${t('ended.expired', { member })}${prompt}`;
  if (decisionReason === '') return `${t('ended.declined', { member })}${prompt}`;
  return `${t('ended.declinedFor', { member, reason: escapeText(reasonText(decisionReason), 500) })}${prompt}`;
}
