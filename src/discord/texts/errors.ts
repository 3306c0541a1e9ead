import type { BotError, ErrorCode, ErrorFacts } from '#core/errors.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { credits, moment, moneySentence } from '#i18n/money.ts';
import { reasonText } from '#i18n/reasons.ts';
import { say } from '#i18n/t.ts';
import { untilText } from '#i18n/time.ts';
import type { MoneyOutcome } from '#jobs/job.ts';
import { fileKinds, type InputProblem } from '#media/input.ts';
import { allowedText, nearestText, refusedOptionText, ruleText, strikeText } from './refused.ts';

/** What a member reads for each code: what happened, and what to change. The credits are said by {@link errorText}. */
export const errorTexts = {
  'refused.options': (facts) => refusedOptionText(facts),
  'refused.model': (facts) => `${noSuchModel(facts)}${nearestText(facts)} ${say('error.seeModels')}`,
  'refused.prompt': (facts) => promptText(facts),
  'refused.image': (facts) => inputText(facts),
  'refused.rules': (facts) => `${ruleText(facts)}${because(facts)}`,
  'refused.suspended': (facts) => `${suspended(facts)}${because(facts)}`,
  'refused.quota': (facts) => quota(facts),
  'refused.busy': (facts) => busy(facts),
  'provider.unavailable': ({ reason }) => unavailable(reason),
  'provider.unfunded': () => say('error.unfunded'),
  'provider.rejected': (facts) => say(facts.contentFilter ? 'error.rejectedByFilter' : 'error.rejected'),
  'provider.unsure': () => say('error.unsure'),
  'provider.malformed': () => say('error.malformed'),
  'provider.failed': (facts) => say(facts.contentFilter ? 'error.failedByFilter' : 'error.failed'),
  'provider.timeout': () => say('error.timeout'),
  'images.unfetchable': () => say('error.unfetchable'),
  'delivery.too_large': () => say('error.tooLarge'),
  'delivery.expired': (facts) => expired(facts),
  'delivery.forbidden': ({ rule }) => say(rule === 'approval' ? 'error.approversForbidden' : 'error.forbidden'),
  'store.unavailable': () => say('error.store'),
  'cancelled.user': ({ isBilled }) => say(isBilled ? 'error.cancelledBilled' : 'error.cancelled'),
  'cancelled.moderator': ({ isBilled }) =>
    say(isBilled ? 'error.cancelledByModeratorBilled' : 'error.cancelledByModerator'),
  'cancelled.shutdown': () => say('error.shutdown'),
  bug: () => say('error.bug'),
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
  const report = referenced.has(error.code) ? ` ${say('error.reference', { reference: inlineCode(reference) })}` : '';
  return `${what}${keptText(error)}${presetText(error.facts)}${strikeText(error.facts)} ${moneySentence(error.code, money)}${report}`;
}

/** A job's or interaction's id in a form that a person can read out; the log has it too. */
export function referenceOf(id: string): string {
  return /^\d+$/.test(id) ? BigInt(id).toString(36) : id.slice(0, 16);
}

function unavailable(reason: string | undefined): string {
  if (reason === 'restart') return say('error.restarted');
  return say(reason === 'unserved' ? 'error.unserved' : 'error.unavailable');
}

/** Begins with a space. */
function keptText({ facts: { isKept } }: BotError): string {
  if (isKept === undefined) return '';
  return ` ${say(isKept ? 'error.kept' : 'error.notKept')}`;
}

function noSuchModel({ value, isGone }: ErrorFacts): string {
  if (isGone) return say('error.modelGone', { model: inlineCode(value ?? '') });
  return value ? say('error.model', { model: inlineCode(value) }) : say('error.modelUnnamed');
}

/** An empty prompt is told from one that is too long. */
function promptText(facts: ErrorFacts): string {
  const { allowed } = facts;
  if (allowed?.kind === 'characters' && allowed.has === 0) return say('error.promptEmpty');
  return `${say('error.prompt')}${allowedText(facts)}`;
}

function suspended({ untilMs }: ErrorFacts): string {
  return untilMs ? say('error.suspendedUntil', { until: untilText(untilMs) }) : say('error.suspended');
}

/** What came too late: the picture, unless told. */
function expired({ rule }: ErrorFacts): string {
  if (rule === 'form') return say('error.formExpired');
  return say(rule === 'approval' ? 'error.approversExpired' : 'error.expired');
}

function because({ reason }: ErrorFacts): string {
  return reason ? ` ${say('error.because', { reason: escapeText(reasonText(reason), 300) })}` : '';
}

/** Begins with a space. */
function presetText({ preset }: ErrorFacts): string {
  return preset === undefined ? '' : ` ${say('preset.blame', { name: inlineCode(preset) })}`;
}

/** How many pictures are in the making, and how many requests may be. */
function busy({ limit, rule, pictures }: ErrorFacts): string {
  if (rule === 'approval')
    return limit ? say('error.busyApprovalsLimit', { count: limit }) : say('error.busyApprovals');
  if (rule === 'guild') {
    if (!limit) return say('error.busyServer');
    const making = say('error.busyServerMaking', { count: pictures ?? limit });
    return `${making} ${say('error.busyServerLimit', { count: limit })}`;
  }
  if (!limit) return say('error.busy');
  return `${say('error.busyMaking', { count: pictures ?? limit })} ${say('error.busyLimit', { count: limit })}`;
}

/** The operator's own bounds come before any balance. */
function quota({ price, left, renewsAtMs, rule }: ErrorFacts): string {
  if (rule === 'operator' || rule === 'operator_guild') {
    return say(rule === 'operator' ? 'error.dayLimit' : 'error.dayLimitServer', { when: moment(renewsAtMs ?? 0, 'R') });
  }
  const renewal = renewsAtMs === undefined ? '' : ` ${say('error.renews', { when: moment(renewsAtMs, 'R') })}`;
  return `${shortage(price, left)}${renewal}`;
}

function shortage(price: number | undefined, left: number | undefined): string {
  if (price === undefined) return left === undefined ? say('error.quota') : say('error.quotaLeft', { left });
  const cost = { credits: credits(price) };
  return left === undefined ? say('error.price', cost) : say('error.priceLeft', { ...cost, left });
}

type Wording = (picture: string, facts: ErrorFacts) => string;

/** What is wrong, and what to do about it. */
const problemTexts = {
  not_a_picture: (picture, { value }) => `${say(`input.is.${kindOf(value)}`, { picture })} ${say('input.takes')}`,
  animated: (picture) => say('input.animated', { picture }),
  too_many_bytes: (picture, { limit }) =>
    sentences(say('input.too_many_bytes', { picture }), upTo(limit, megabytes), say('input.attachSmaller')),
  too_many_bytes_together: (_picture, { limit }) =>
    sentences(say('input.too_many_bytes_together'), upTo(limit, megabytes), say('input.attachFewer')),
  too_many_pixels: (picture, { value, limit }) =>
    sentences(tooLarge(picture, value), upTo(limit, megapixels), say('input.makeSmaller')),
  side_too_long: (picture, { value, limit }) =>
    sentences(tooLarge(picture, value), upTo(limit, pixels), say('input.makeSmaller')),
  side_too_short: (picture, { value, limit }) =>
    sentences(
      value ? say('input.tooSmallSized', { picture, size: inlineCode(value, 30) }) : say('input.tooSmall', { picture }),
      limit === undefined ? '' : say('input.least', { least: pixels(limit) }),
      say('input.attachLarger'),
    ),
  broken: (picture) => say('input.broken', { picture }),
  gone: (picture) => say('input.gone', { picture }),
  unreachable: (picture) => say('input.unreachable', { picture }),
  no_history: (picture) => say('input.no_history', { picture }),
  untrusted_host: (picture) => say('input.untrusted_host', { picture }),
} as const satisfies Record<InputProblem, Wording>;

const byReason: ReadonlyMap<string, Wording> = new Map<string, Wording>(Object.entries(problemTexts));
const ordinals = ['first', 'second', 'third'] as const;

/** Why a picture cannot be edited, and what to change. @see inputProblems */
export function inputText(facts: ErrorFacts): string {
  const picture = nameOf(facts);
  return byReason.get(facts.reason ?? '')?.(picture, facts) ?? say('input.other', { picture });
}

function nameOf({ picture: number, file }: ErrorFacts): string {
  const picture = number === undefined ? say('input.picture') : nth(number);
  return file ? say('input.file', { picture, file: inlineCode(file, 60) }) : picture;
}

function nth(number: number): string {
  const ordinal = ordinals[number - 1];
  return ordinal === undefined ? say('input.nth', { number }) : say(`input.${ordinal}`);
}

function kindOf(value: string | undefined) {
  return fileKinds.find((kind) => kind === value) ?? 'unknown';
}

function tooLarge(picture: string, value: string | undefined): string {
  return value
    ? say('input.tooLargeSized', { picture, size: inlineCode(value, 30) })
    : say('input.tooLarge', { picture });
}

function upTo(limit: number | undefined, inWords: (limit: number) => string): string {
  return limit === undefined ? '' : say('input.most', { most: inWords(limit) });
}

function sentences(...all: readonly string[]): string {
  return all.filter((each) => each !== '').join(' ');
}

function megabytes(bytes: number): string {
  return say('input.megabytes', { megabytes: rounded(bytes / 1_048_576) });
}

function megapixels(count: number): string {
  return say('input.megapixels', { megapixels: rounded(count / 1_000_000) });
}

function pixels(count: number): string {
  return say('input.pixels', { pixels: count });
}

/** Down, so that what is named is allowed. */
function rounded(amount: number): number {
  return Math.floor(amount * 10) / 10;
}
