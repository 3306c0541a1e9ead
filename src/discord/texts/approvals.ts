import type { Dearer } from '#catalog/plan.ts';
import type { Told } from '#catalog/prompt-flags.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import type { ErrorFacts } from '#core/errors.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { textsBy } from '#i18n/message.ts';
import { credits, moment } from '#i18n/money.ts';
import { reasonText } from '#i18n/reasons.ts';
import { say } from '#i18n/t.ts';
import type { ParkedRequest } from '#moderation/pending-requests.ts';
import { limits } from '../messages/limits.ts';
import { editLines } from './edit.ts';
import { toldText } from './told.ts';

/** What a member's or an approver's word can come to. */
export type DecisionResult = 'done' | 'decided' | 'gone' | 'not_yours';

/** Once the price is confirmed, or not. `done` of a "yes" has a reply of its own. */
export const priceTexts = textsBy(
  ['making', 'saidYes', 'dropped', 'decided', 'gone', 'not_yours', 'threshold'],
  (what) => say(`price.${what}`),
) satisfies Record<Exclude<DecisionResult, 'done'> | 'making' | 'dropped', string>;

/** The answer to an approver's word. */
export const approverTexts = textsBy(
  ['onlyModerators', 'approved', 'waits', 'declined', 'decided', 'gone', 'not_yours', 'poolTooSmall', 'refused'],
  (what) => say(`approver.${what}`),
);

/** The approver's yes came to nothing, since the operator's limit of the day is reached. */
export function dayLimitText({ rule, renewsAtMs }: ErrorFacts): string {
  const when = moment(renewsAtMs ?? 0, 'R');
  return say(rule === 'operator' ? 'approver.dayLimit' : 'approver.dayLimitServer', { when });
}

/** What the slower of two approvers reads. */
export function decidedText(parked: Pick<ParkedRequest, 'state' | 'decidedBy'> | null): string {
  const approver = parked?.decidedBy ? `<@${parked.decidedBy}>` : null;
  if (approver === null) return approverTexts.decided;
  if (parked?.state === 'approved') return say('approver.approvedBefore', { approver });
  return parked?.state === 'declined' ? say('approver.declinedBefore', { approver }) : approverTexts.decided;
}

/** The answer to a no, with where the member reads it. */
export function declinedText(channelId: string): string {
  return say('approver.declinedIn', { channel: `<#${channelId}>` });
}

/** The question whether a price is right, and why it is more than the member has read. */
export function priceText(
  request: GenerationRequest,
  { credits: price, spendable, dearer, told }: PriceQuestion,
): string {
  const question = say('price.question', { count: countOf(request), credits: credits(price), spendable });
  const why = dearer ? `\n${dearerText(dearer)}` : '';
  return `${question}${why}${toldText(told)}\n${say('price.nothingYet')}`;
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
      return say(`price.dearer.${reason}`, facts);
    case 'options':
      if (options.length === 0) return say('price.dearer.picture', facts);
      return say('price.dearer.options', {
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
  const short = say('price.short', { credits: credits(price), spendable, when: moment(renewsAtMs, 'R') });
  return `${short}${forEveryone(request)}`;
}

/** Asked before a private wish is put to people who will see it, and whose picture everybody will. */
export function privateApprovalText(request: GenerationRequest, price: number, threshold: number): string {
  const question = say('price.aboveThreshold', { count: countOf(request), credits: credits(price), threshold });
  return `${question}${forEveryone(request)}\n${say('price.notCharged')}`;
}

/** The approvers have been asked. */
export function askedText(price: number): string {
  return say('price.asked', { credits: credits(price) });
}

function countOf({ options }: GenerationRequest): number {
  return options.count ?? 1;
}

function forEveryone({ isPrivate, images }: GenerationRequest): string {
  if (!isPrivate) return '';
  return ` ${say(images.length === 0 ? 'price.forEveryone' : 'price.editForEveryone')}`;
}

/** The approvers' message while nobody has decided. */
export function approverText(parked: ParkedRequest, modelTitle: string): string {
  return requestText(parked, modelTitle, say('request.endsAt', { when: moment(parked.expiresAtMs, 'R') }));
}

/** The approvers' message once it is over. */
export function decisionText(parked: ParkedRequest, modelTitle: string, nowMs: number): string {
  return requestText(parked, modelTitle, endLine(parked, moment(nowMs, 'f')));
}

/** In place of the model's title where it cannot be told. */
export function askedModelText({ model }: GenerationRequest): string {
  return model ?? say('request.usualModel');
}

/** What is asked for comes first and is never cut; where its pictures lie takes what room is left. */
function requestText({ request, credits: price, reason }: ParkedRequest, modelTitle: string, end: string): string {
  const { size } = request.options;
  const facts = {
    model: escapeText(modelTitle, 100),
    size: size === null ? say('request.usualSize') : say('request.size', { size: inlineCode(size) }),
  };
  const lines = [
    say(reason === 'short' ? 'request.short' : 'request.threshold', {
      count: countOf(request),
      member: `<@${request.userId}>`,
      credits: credits(price),
    }),
    say(request.isPrivate ? 'request.modelPrivate' : 'request.model', facts),
    say('request.channel', { channel: `<#${request.channelId}>` }),
    ...promptLines(request),
  ];
  const room = limits.contentCharacters - [...lines, '', end].join('\n').length;
  return [...lines, ...editLines(request.images, room), end].join('\n');
}

/** None where the prompt is erased. */
function promptLines({ prompt, images }: GenerationRequest): string[] {
  return prompt === '' ? [] : [say('request.prompt', { prompt: escapeText(prompt, images.length === 0 ? 1100 : 600) })];
}

function endLine({ state, decidedBy, decisionReason }: ParkedRequest, when: string): string {
  const why = decisionReason === '' ? '' : `: ${escapeText(reasonText(decisionReason), 300)}`;
  switch (state) {
    case 'waiting':
      return say('request.undecided');
    case 'approved':
    case 'declined': {
      const approver = decidedBy === null ? null : `<@${decidedBy}>`;
      return `${approver === null ? say(`request.${state}`, { when }) : say(`request.${state}By`, { approver, when })}${why}`;
    }
    case 'expired':
    case 'dropped':
      return say(`request.${state}`, { when });
  }
}

/** What a member reads in the channel of a request that brings no picture. A private prompt is not repeated there. */
export function endedText({ request, state, decisionReason }: ParkedRequest): string {
  const prompt = request.isPrivate || request.prompt === '' ? '' : `\n-# ||${escapeText(request.prompt, 300)}||`;
  const member = `<@${request.userId}>`;
  if (state === 'dropped') return `${say('ended.notAsked', { member })}${prompt}`;
  if (state === 'expired') return `${say('ended.expired', { member })}${prompt}`;
  if (decisionReason === '') return `${say('ended.declined', { member })}${prompt}`;
  return `${say('ended.declinedFor', { member, reason: escapeText(reasonText(decisionReason), 500) })}${prompt}`;
}
