import type { ParkedRequest } from '../../domain/moderation.ts';
import type { GenerationRequest } from '../../domain/request.ts';
import { escapeText, inlineCode } from './escape.ts';
import { credits, moment } from './money.ts';

/** What a member's or an approver's word can come to. */
export type DecisionResult = 'done' | 'decided' | 'gone' | 'not_yours';

const untouched = 'Nothing changed.';

/** Once the price is confirmed, or not. `done` of a "yes" has a reply of its own. */
export const priceTexts = {
  making: 'Making it…',
  dropped: 'Nothing was made. You were not charged.',
  decided: `This question was answered before, or its time is over. ${untouched}`,
  gone: `This question is too old. Use the command again. ${untouched}`,
  not_yours: `Only the one who asked for this picture can answer. ${untouched}`,
} as const satisfies Record<Exclude<DecisionResult, 'done'> | 'making' | 'dropped', string>;

/** The answer to an approver's word. */
export const approverTexts = {
  onlyModerators: `Only moderators can decide this. ${untouched}`,
  approved: 'Approved. The picture is being made and appears in the channel of the request.',
  declined: 'Declined. The member reads so in the channel of the request.',
  decided: `Somebody was faster, or the request is over: it is decided already. ${untouched}`,
  gone: `There is no record of this request any more. ${untouched}`,
  not_yours: `This request is not yours to decide. ${untouched}`,
  poolTooSmall:
    'You approved it, but the server’s pool has too few credits to pay for it, so it is not made. The member reads so. Nobody was charged.',
  refused:
    'You approved it, but the rules of the server refuse it by now, so it is not made. The member reads so. Nobody was charged.',
} as const;

/** The question whether a price is right. */
export function priceText(request: GenerationRequest, price: number, spendable: number): string {
  return `${subjectOf(request)} **${credits(price)}** of the ${spendable} that you can spend right now. Shall Easel make ${isOne(request) ? 'it' : 'them'}?\n-# Nothing is set aside until you say yes.`;
}

/** What is missing, and what can be done about it. */
export function shortText(
  request: GenerationRequest,
  { price, spendable, renewsAtMs }: { price: number; spendable: number; renewsAtMs: number },
): string {
  return [
    `This costs ${credits(price)}, and you have ${spendable} left. Your allowance starts afresh ${moment(renewsAtMs, 'R')}. You were not charged.`,
    `A moderator can pay for it from the server’s pool, if you ask.${forEveryone(request)}`,
  ].join('\n');
}

/** Asked before a private wish is put to people who will see it, and whose picture everybody will. */
export function privateApprovalText(request: GenerationRequest, price: number, threshold: number): string {
  return `${subjectOf(request)} ${credits(price)}. Above ${threshold}, a moderator has to allow it here. Shall they be asked?${forEveryone(request)}\n-# You were not charged.`;
}

/** The approvers have been asked. */
export function askedText(price: number): string {
  return `A moderator has been asked about this picture for ${credits(price)}. If they approve, it appears in this channel for everyone; if nobody decides within a day, the request ends. You were not charged.`;
}

function subjectOf(request: GenerationRequest): string {
  return isOne(request) ? 'This picture costs' : `These ${request.options.count} pictures cost`;
}

function isOne({ options }: GenerationRequest): boolean {
  return options.count === null || options.count === 1;
}

function forEveryone({ isPrivate }: GenerationRequest): string {
  return isPrivate
    ? ' You asked for a private picture: moderators will read the prompt, and an approved picture is posted in this channel **for everyone**.'
    : '';
}

/** The approvers' message while nobody has decided. */
export function approverText(parked: ParkedRequest, modelTitle: string): string {
  return `${requestLines(parked, modelTitle)}\n-# Without a decision it ends ${moment(parked.expiresAtMs, 'R')}.`;
}

/** The approvers' message once it is over. */
export function decisionText(parked: ParkedRequest, modelTitle: string, nowMs: number): string {
  return `${requestLines(parked, modelTitle)}\n${endLine(parked, nowMs)}`;
}

function requestLines({ request, credits: price, reason }: ParkedRequest, modelTitle: string): string {
  const why = reason === 'short' ? 'and is short of credits' : 'which is above the limit of this server';
  const size = request.options.size === null ? 'usual size' : `size ${inlineCode(request.options.size)}`;
  return [
    `<@${request.userId}> asks for ${isOne(request) ? 'a picture' : `${request.options.count} pictures`} for **${credits(price)}**, ${why}.`,
    `- Model: ${escapeText(modelTitle, 100)} · ${size}${request.isPrivate ? ' · wished to be private' : ''}`,
    `- Where: <#${request.channelId}>`,
    `- Prompt: ||${escapeText(request.prompt, 1100)}||`,
  ].join('\n');
}

function endLine({ state, decidedBy, decisionReason }: ParkedRequest, nowMs: number): string {
  const who = decidedBy === null ? '' : ` by <@${decidedBy}>`;
  const why = decisionReason === '' ? '' : `: ${escapeText(decisionReason, 300)}`;
  const when = moment(nowMs, 'f');
  switch (state) {
    case 'waiting':
      return '-# Nobody has decided yet.';
    case 'approved':
      return `**Approved**${who} ${when}${why}`;
    case 'declined':
      return `**Declined**${who} ${when}${why}`;
    case 'expired':
      return `**Ended** ${when}: nobody decided in time.`;
    case 'dropped':
      return `**Taken back** ${when}`;
  }
}

/** What a member reads in the channel of a request that brings no picture. A private prompt is not repeated there. */
export function endedText({ request, state, decisionReason }: ParkedRequest): string {
  const prompt = request.isPrivate || request.prompt === '' ? '' : `\n-# ||${escapeText(request.prompt, 300)}||`;
  const reason = decisionReason === '' ? '.' : `: ${escapeText(decisionReason, 500)}`;
  const what =
    state === 'expired'
      ? 'nobody decided about your request in time, so it has ended. You can ask again.'
      : `your request was declined${reason}`;
  return `<@${request.userId}>, ${what}\nYou were not charged.${prompt}`;
}
