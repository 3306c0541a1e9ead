import { english } from '#i18n/en/en.ts';
import type { LastMessage } from './evidence.ts';

/** What a message reads as when it is one of the catalogue's texts whose key begins so. */
function patternsOf(...beginnings: readonly string[]): readonly RegExp[] {
  const keys = beginnings.flatMap((beginning) => {
    const own = Object.keys(english).filter((key) => key.startsWith(beginning));
    if (own.length === 0) throw new Error(`The catalogue has no text whose key begins with ${beginning}.`);
    return own;
  });
  return Object.entries(english)
    .filter(([key]) => keys.includes(key))
    .flatMap(([, text]) => (typeof text === 'string' ? [text] : Object.values(text)))
    .filter((text) => text.replace(/\{\w+\}/g, '').trim().length > 3)
    .map(patternOf);
}

function patternOf(text: string): RegExp {
  const escaped = text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(escaped.replace(/\{\w+\}/g, '[^]*?'), 'u');
}

const texts = {
  underWay: patternsOf('progress.', 'accepted.inChannel'),
  making: patternsOf('price.making'),
  elsewhere: patternsOf('accepted.elsewhere'),
  undecided: patternsOf('request.undecided'),
  asked: patternsOf('price.asked'),
  moved: patternsOf('give.given', 'mod.granted', 'mod.refunded'),
  over: patternsOf('price.decided', 'price.gone'),
} as const;

const reads = (content: string, text: keyof typeof texts) => texts[text].some((pattern) => pattern.test(content));
const hasButton = ({ buttons }: LastMessage, action: string) => buttons.some((id) => id.startsWith(`${action}:`));

/** Says that a picture is on its way: it can still be stopped, or its text is one of progress. */
export function isUnderWay(message: LastMessage): boolean {
  if (message.files.length > 0) return false;
  if (message.isThinking || hasButton(message, 'cancel')) return true;
  return reads(message.content, 'underWay');
}

/** Asks the member about a price, or says that it was answered before: no word of how the request ended. */
export function asksPrice(message: LastMessage): boolean {
  const actions = ['price_yes', 'price_no', 'ask_credits'];
  return actions.some((action) => hasButton(message, action)) || reads(message.content, 'over');
}

/** The question about a price after "Make it"; what came of it stands elsewhere. */
export function saysMaking(message: LastMessage): boolean {
  return reads(message.content, 'making');
}

/** An answer that only points to where the picture will be. */
export function pointsElsewhere(message: LastMessage): boolean {
  return reads(message.content, 'elsewhere');
}

/** The approvers can still decide, or read that they could. */
export function isUndecided(message: LastMessage): boolean {
  return hasButton(message, 'approve') || reads(message.content, 'undecided');
}

/** Credits went from one to another, it says. */
export function saysMoved(message: LastMessage): boolean {
  return reads(message.content, 'moved');
}

/** The member has been told that approvers were asked. */
export function saysAsked(message: LastMessage): boolean {
  return reads(message.content, 'asked');
}
