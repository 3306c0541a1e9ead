import type { Dearer } from '#catalog/plan.ts';
import type { Told } from '#catalog/prompt-flags.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import type { ErrorFacts } from '#core/errors.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { credits, moment } from '#i18n/money.ts';
import { reasonText } from '#i18n/reasons.ts';
import { t } from '#i18n/t.ts';
import type { SourceImage } from '#media/media.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import { limits } from '../messages/limits.ts';

/** The approver's yes came to nothing, since the operator's limit of the day is reached. */
export function dayLimitText({ rule, renewsAtMs }: ErrorFacts): string {
  const when = moment(renewsAtMs ?? 0, 'R');
  return t(rule === 'operator' ? 'approver.dayLimit' : 'approver.dayLimitServer', { when });
}

/** What the slower of two approvers reads. */
export function decidedText(pending: Pick<PendingRequest, 'state' | 'decidedBy'> | null): string {
  const approver = pending?.decidedBy ? `<@${pending.decidedBy}>` : null;
  if (approver === null) return t('approver.decided');
  if (pending?.state === 'approved') return t('approver.approvedBefore', { approver });
  return pending?.state === 'declined' ? t('approver.declinedBefore', { approver }) : t('approver.decided');
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
interface PriceQuestion {
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

/** A link that is any longer, or could end before its end, is not shown. */
const linkable = /^[^\s<>]{1,300}$/u;

/**
 * The same for those who decide about it, with where to look. The first addresses that fit into `room` characters, names
 * alone included, are shown; where some do not, that is said.
 */
export function editLines(images: readonly SourceImage[], room: number): readonly string[] {
  if (images.length === 0) return [];
  const names = images.map(({ name }, index) => escapeText(name, 40) || String(index + 1));
  const linesOf = (pictures: readonly string[]) => [
    t('request.edits', { pictures: pictures.join(', ') }),
    ...(pictures.some((shown, index) => shown === names[index]) ? [t('request.editsUnlinked')] : []),
  ];
  const linked = images.reduce<readonly string[]>((pictures, { url }, index) => {
    const next = pictures.with(index, `[${names[index]}](<${url}>)`);
    return linkable.test(url) && linesOf(next).join('\n').length <= room ? next : pictures;
  }, names);
  return linesOf(linked);
}

/** As many flags as are named one by one, and as many characters of each. */
const mostFlags = 8;
const flagCharacters = 60;

/** What the picture is made with, where that is not quite what was typed; each line begins with a line break. */
export function toldText(told: Told | undefined): string {
  if (told === undefined) return '';
  const { words, read, unread, resized } = told;
  const lines = [
    ...(unread.length > 0 ? [t('told.unread', { count: unread.length, flags: flagsText(unread) })] : []),
    ...(read.length > 0 ? [t('told.read', { count: read.length, flags: flagsText(read) })] : []),
    ...(words !== null ? [t('told.words', { words: escapeText(words, 400) })] : []),
    ...(resized === null
      ? []
      : [t('told.resized', { asked: inlineCode(resized.asked), size: inlineCode(resized.size) })]),
  ];
  return lines.map((line) => `\n${line}`).join('');
}

function flagsText(flags: readonly string[]): string {
  const shown = flags.slice(0, mostFlags).map((flag) => inlineCode(flag, flagCharacters));
  const more = flags.length - shown.length;
  const names = shown.join(t('option.or'));
  return more > 0 ? t('models.andMore', { names, more }) : names;
}
