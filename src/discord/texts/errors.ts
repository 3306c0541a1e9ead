import type { BotError, ErrorCode, ErrorFacts } from '#core/errors.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { credits, moment, moneySentence } from '#i18n/money.ts';
import { reasonText } from '#i18n/reasons.ts';
import { t } from '#i18n/t.ts';
import { untilText } from '#i18n/time.ts';
import type { MoneyOutcome } from '#jobs/job.ts';
import { fileKinds, type InputProblem } from '#media/input.ts';
import { allowedText, nearestText, refusedOptionText, ruleText, strikeText } from './refused.ts';

/** What a member reads for each code: what happened, and what to change. The credits are said by {@link errorText}. */
export const errorTexts = {
  'refused.options': (facts) => refusedOptionText(facts),
  'refused.model': (facts) => `${noSuchModel(facts)}${nearestText(facts)} ${t('error.seeModels')}`,
  'refused.prompt': (facts) => promptText(facts),
  'refused.image': (facts) => inputText(facts),
  'refused.rules': (facts) => `${ruleText(facts)}${because(facts)}`,
  'refused.suspended': (facts) => `${suspended(facts)}${because(facts)}`,
  'refused.quota': (facts) => quota(facts),
  'refused.busy': (facts) => busy(facts),
  'provider.unavailable': ({ reason }) => unavailable(reason),
  'provider.unfunded': () => t('error.unfunded'),
  'provider.rejected': (facts) => t(facts.contentFilter ? 'error.rejectedByFilter' : 'error.rejected'),
  'provider.unsure': () => t('error.unsure'),
  'provider.malformed': () => t('error.malformed'),
  'provider.failed': (facts) => t(facts.contentFilter ? 'error.failedByFilter' : 'error.failed'),
  'provider.timeout': () => t('error.timeout'),
  'media.unfetchable': () => t('error.unfetchable'),
  'delivery.too_large': () => t('error.tooLarge'),
  'delivery.expired': (facts) => expired(facts),
  'delivery.forbidden': ({ rule }) => t(rule === 'approval' ? 'error.approversForbidden' : 'error.forbidden'),
  'store.unavailable': () => t('error.store'),
  'cancelled.user': ({ isBilled }) => t(isBilled ? 'error.cancelledBilled' : 'error.cancelled'),
  'cancelled.moderator': ({ isBilled }) =>
    t(isBilled ? 'error.cancelledByModeratorBilled' : 'error.cancelledByModerator'),
  'cancelled.shutdown': () => t('error.shutdown'),
  bug: () => t('error.bug'),
} as const satisfies Record<ErrorCode, (facts: ErrorFacts) => string>;

/** Codes whose message carries a reference, so that an operator finds the line in the log. */
const referenced: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'bug',
  'provider.unsure',
  'provider.malformed',
  'store.unavailable',
]);

/** The whole message: what happened, what became of the credits (null: nothing was accepted yet), a reference if it helps. */
export function errorText(error: BotError, money: MoneyOutcome | null, reference: string): string {
  const what = errorTexts[error.code](error.facts);
  const report = referenced.has(error.code) ? ` ${t('error.reference', { reference: inlineCode(reference) })}` : '';
  return `${what}${keptText(error)}${presetText(error.facts)}${strikeText(error.facts)} ${moneySentence(error.code, money)}${report}`;
}

/** A job's or interaction's id in a form that a person can read out; the log has it too. */
export function referenceOf(id: string): string {
  return /^\d+$/.test(id) ? BigInt(id).toString(36) : id.slice(0, 16);
}

function unavailable(reason: string | undefined): string {
  if (reason === 'restart') return t('error.restarted');
  return t(reason === 'unserved' ? 'error.unserved' : 'error.unavailable');
}

/** Begins with a space. */
function keptText({ facts: { isKept } }: BotError): string {
  if (isKept === undefined) return '';
  return ` ${t(isKept ? 'error.kept' : 'error.notKept')}`;
}

function noSuchModel({ value, isGone }: ErrorFacts): string {
  if (isGone) return t('error.modelGone', { model: inlineCode(value ?? '') });
  return value ? t('error.model', { model: inlineCode(value) }) : t('error.modelUnnamed');
}

/** An empty prompt is told from one that is too long. */
function promptText(facts: ErrorFacts): string {
  const { allowed } = facts;
  if (allowed?.kind === 'characters' && allowed.has === 0) return t('error.promptEmpty');
  return `${t('error.prompt')}${allowedText(facts)}`;
}

function suspended({ untilMs }: ErrorFacts): string {
  return untilMs ? t('error.suspendedUntil', { until: untilText(untilMs) }) : t('error.suspended');
}

/** What came too late: the picture, unless told. */
function expired({ rule }: ErrorFacts): string {
  if (rule === 'form') return t('error.formExpired');
  return t(rule === 'approval' ? 'error.approversExpired' : 'error.expired');
}

function because({ reason }: ErrorFacts): string {
  return reason ? ` ${t('error.because', { reason: escapeText(reasonText(reason), 300) })}` : '';
}

/** Begins with a space. */
function presetText({ preset }: ErrorFacts): string {
  return preset === undefined ? '' : ` ${t('preset.blame', { name: inlineCode(preset) })}`;
}

/** How many pictures are in the making, and how many requests may be. */
function busy({ limit, rule, pictures }: ErrorFacts): string {
  if (rule === 'approval') return limit ? t('error.busyApprovalsLimit', { count: limit }) : t('error.busyApprovals');
  if (rule === 'guild') {
    if (!limit) return t('error.busyServer');
    const making = t('error.busyServerMaking', { count: pictures ?? limit });
    return `${making} ${t('error.busyServerLimit', { count: limit })}`;
  }
  if (!limit) return t('error.busy');
  return `${t('error.busyMaking', { count: pictures ?? limit })} ${t('error.busyLimit', { count: limit })}`;
}

/** The operator's own bounds come before any balance. */
function quota({ price, left, renewsAtMs, rule }: ErrorFacts): string {
  if (rule === 'operator' || rule === 'operator_guild') {
    return t(rule === 'operator' ? 'error.dayLimit' : 'error.dayLimitServer', { when: moment(renewsAtMs ?? 0, 'R') });
  }
  const renewal = renewsAtMs === undefined ? '' : ` ${t('error.renews', { when: moment(renewsAtMs, 'R') })}`;
  return `${shortage(price, left)}${renewal}`;
}

function shortage(price: number | undefined, left: number | undefined): string {
  if (price === undefined) return left === undefined ? t('error.quota') : t('error.quotaLeft', { left });
  const cost = { credits: credits(price) };
  return left === undefined ? t('error.price', cost) : t('error.priceLeft', { ...cost, left });
}

type Wording = (picture: string, facts: ErrorFacts) => string;

/** What is wrong, and what to do about it. */
const problemTexts = {
  not_a_picture: (picture, { value }) => `${t(`input.is.${kindOf(value)}`, { picture })} ${t('input.takes')}`,
  animated: (picture) => t('input.animated', { picture }),
  too_many_bytes: (picture, { limit }) =>
    sentences(t('input.too_many_bytes', { picture }), upTo(limit, megabytes), t('input.attachSmaller')),
  too_many_bytes_together: (_picture, { limit }) =>
    sentences(t('input.too_many_bytes_together'), upTo(limit, megabytes), t('input.attachFewer')),
  too_many_pixels: (picture, { value, limit }) =>
    sentences(tooLarge(picture, value), upTo(limit, megapixels), t('input.makeSmaller')),
  side_too_long: (picture, { value, limit }) =>
    sentences(tooLarge(picture, value), upTo(limit, pixels), t('input.makeSmaller')),
  side_too_short: (picture, { value, limit }) =>
    sentences(
      value ? t('input.tooSmallSized', { picture, size: inlineCode(value, 30) }) : t('input.tooSmall', { picture }),
      limit === undefined ? '' : t('input.least', { least: pixels(limit) }),
      t('input.attachLarger'),
    ),
  broken: (picture) => t('input.broken', { picture }),
  gone: (picture) => t('input.gone', { picture }),
  unreachable: (picture) => t('input.unreachable', { picture }),
  no_history: (picture) => t('input.no_history', { picture }),
  untrusted_host: (picture) => t('input.untrusted_host', { picture }),
} as const satisfies Record<InputProblem, Wording>;

const byReason: ReadonlyMap<string, Wording> = new Map<string, Wording>(Object.entries(problemTexts));
const ordinals = ['first', 'second', 'third'] as const;

/** Why a picture cannot be edited, and what to change. @see inputProblems */
export function inputText(facts: ErrorFacts): string {
  const picture = nameOf(facts);
  return byReason.get(facts.reason ?? '')?.(picture, facts) ?? t('input.other', { picture });
}

function nameOf({ picture: number, file }: ErrorFacts): string {
  const picture = number === undefined ? t('input.picture') : nth(number);
  return file ? t('input.file', { picture, file: inlineCode(file, 60) }) : picture;
}

function nth(number: number): string {
  const ordinal = ordinals[number - 1];
  return ordinal === undefined ? t('input.nth', { number }) : t(`input.${ordinal}`);
}

function kindOf(value: string | undefined) {
  return fileKinds.find((kind) => kind === value) ?? 'unknown';
}

function tooLarge(picture: string, value: string | undefined): string {
  return value ? t('input.tooLargeSized', { picture, size: inlineCode(value, 30) }) : t('input.tooLarge', { picture });
}

function upTo(limit: number | undefined, inWords: (limit: number) => string): string {
  return limit === undefined ? '' : t('input.most', { most: inWords(limit) });
}

function sentences(...all: readonly string[]): string {
  return all.filter((each) => each !== '').join(' ');
}

function megabytes(bytes: number): string {
  return t('input.megabytes', { megabytes: rounded(bytes / 1_048_576) });
}

function megapixels(count: number): string {
  return t('input.megapixels', { megapixels: rounded(count / 1_000_000) });
}

function pixels(count: number): string {
  return t('input.pixels', { pixels: count });
}

/** Down, so that what is named is allowed. */
function rounded(amount: number): number {
  return Math.floor(amount * 10) / 10;
}
