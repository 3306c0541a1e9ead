import type { BotError, ErrorCode, ErrorFacts } from '../../domain/errors.ts';
import type { MoneyOutcome } from '../../domain/ports.ts';
import { escapeText, inlineCode } from './escape.ts';
import { inputText } from './inputs.ts';
import { credits, moment, moneySentence } from './money.ts';
import { ruleText, strikeText } from './rules.ts';

/** What a member reads for each code: what happened, and what to change. The credits are said by {@link errorText}. */
export const errorTexts = {
  'refused.options': (facts) => refusedOption(facts),
  'refused.model': (facts) =>
    facts.isGone
      ? `The model ${inlineCode(facts.value ?? '')} is not in RunComfy’s catalogue any more, or cannot be run as it is now.${allowed('Pick one of', facts)}`
      : `There is no model ${facts.value ? inlineCode(facts.value) : 'of that name'} here.${allowed('Pick one of', facts)}`,
  'refused.prompt': (facts) => `The ${inlineCode('prompt')} cannot be used as it is.${allowed('Allowed', facts)}`,
  'refused.image': (facts) => inputText(facts),
  'refused.rules': (facts) => `${ruleText(facts)}${because(facts)}`,
  'refused.suspended': (facts) =>
    `You cannot make pictures here ${facts.untilMs ? `until ${moment(facts.untilMs, 'f')}` : 'at the moment'}.${because(facts)}`,
  'refused.quota': (facts) => quota(facts),
  'refused.busy': (facts) => busy(facts),
  'provider.unavailable': ({ reason }) =>
    reason === 'restart'
      ? 'Easel restarted before your request was sent. Try again.'
      : 'The image service cannot be reached right now. Try again in a few minutes.',
  'provider.rejected': (facts) =>
    facts.contentFilter
      ? 'The content filter of the image service refused this. Change the prompt and try again.'
      : 'The image service did not accept this request. Change the prompt or the options and try again.',
  'provider.unsure': () =>
    'The connection broke while your request was handed over, so nobody can say yet whether it was taken. It is not sent twice.',
  'provider.malformed': () => 'The image service gave an answer that makes no sense. Try again later.',
  'provider.failed': (facts) =>
    facts.contentFilter
      ? 'The content filter of the image service stopped this picture. Change the prompt and try again.'
      : 'The image service could not finish this picture. Try again, or change the options.',
  'provider.timeout': () => 'The picture took far too long, so it was given up.',
  'images.unfetchable': () => 'The picture was made, but it could not be fetched from the image service. Try again.',
  'delivery.too_large': () =>
    'The picture is too large for this channel, even when made smaller. Ask for a smaller size next time.',
  'delivery.expired': (facts) =>
    facts.rule === 'approval'
      ? 'The approvers could not be asked, since Discord does not answer. Try again in a few minutes.'
      : 'The picture could not be posted in time.',
  'delivery.forbidden': (facts) =>
    facts.rule === 'approval'
      ? approversOutOfReach
      : 'The picture could not be posted: Easel may not write or attach files in this channel. A moderator can allow View Channel, Send Messages and Attach Files.',
  'store.unavailable': () => 'Easel cannot reach its own records right now. Try again in a few minutes.',
  'cancelled.user': () => 'Stopped, as you asked.',
  'cancelled.moderator': () => 'Stopped by a moderator.',
  'cancelled.shutdown': () => 'Easel is restarting; this goes on by itself in a moment.',
  bug: () => 'Something went wrong inside Easel.',
} as const satisfies Record<ErrorCode, (facts: ErrorFacts) => string>;

const approversOutOfReach =
  'The approvers could not be asked: Easel may not write in their channel. A moderator can allow View Channel and Send Messages there.';

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
  const report = referenced.has(error.code) ? ` If you ask about this, name ${inlineCode(reference)}.` : '';
  return `${what}${presetText(error.facts)}${strikeText(error.facts)} ${moneySentence(error.code, money)}${report}`;
}

/** A job's or interaction's id in a form that a person can read out; the log has it too. */
export function referenceOf(id: string): string {
  return /^\d+$/.test(id) ? BigInt(id).toString(36) : id.slice(0, 16);
}

function refusedOption(facts: ErrorFacts): string {
  const option = inlineCode(facts.option ?? 'option');
  const value = facts.value ? `cannot be ${inlineCode(facts.value)}` : 'cannot be left like that';
  const where = facts.model ? ` with ${escapeText(facts.model, 100)}` : '';
  return `${option} ${value}${where}.${allowed('Allowed', facts)}`;
}

function allowed(lead: string, facts: ErrorFacts): string {
  return facts.allowed ? ` ${lead}: ${escapeText(facts.allowed, 1000)}.` : '';
}

function because({ reason }: ErrorFacts): string {
  return reason ? ` Reason: ${escapeText(reason, 300)}.` : '';
}

/** Begins with a space. */
function presetText({ preset }: ErrorFacts): string {
  if (preset === undefined) return '';
  const [save, remove] = [inlineCode('/preset save'), inlineCode('/preset remove')];
  return ` The preset ${inlineCode(preset)} asks for it: keep it anew with ${save}, or take it away with ${remove}.`;
}

/** Of the whole server's pictures nobody but a moderator can stop one. */
function busy({ limit, rule }: ErrorFacts): string {
  if (rule === 'approval') {
    return `${limit ?? 'Several'} requests of yours wait for an approval already. Wait until one of them is decided.`;
  }
  if (rule === 'guild') {
    const count = limit ? `${limit} pictures at once is the limit of this server` : 'This server has too many at once';
    return `${count}. Wait for one to finish.`;
  }
  const count = limit ? `${limit} pictures at once is the limit here` : 'Too many pictures are being made here';
  return `${count}. Wait for one to finish, or stop one with ${inlineCode('/jobs cancel')}.`;
}

function quota({ price, left, renewsAtMs }: ErrorFacts): string {
  const cost = price === undefined ? 'You do not have enough credits for this' : `This costs ${credits(price)}`;
  const rest = left === undefined ? '' : `, and you have ${left} left`;
  const renewal = renewsAtMs === undefined ? '' : ` Your allowance starts afresh ${moment(renewsAtMs, 'R')}.`;
  return `${cost}${rest}.${renewal}`;
}
