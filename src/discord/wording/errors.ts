import type { BotError, ErrorCode, ErrorFacts } from '../../domain/errors.ts';
import type { MoneyOutcome } from '../../domain/ports.ts';
import { escapeText, inlineCode } from './escape.ts';
import { inputText } from './inputs.ts';
import { credits, moment, moneySentence } from './money.ts';
import { reasonText } from './reasons.ts';
import { allowedText, nearestText, refusedOptionText } from './refused-option.ts';
import { ruleText, strikeText } from './rules.ts';
import { say } from './say.ts';
import { untilText } from './until.ts';

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
