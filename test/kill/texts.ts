import { english } from '../../src/discord/wording/english.ts';
import type { LastMessage } from './evidence.ts';

/** True where the message reads as one of the catalogue's texts whose key begins so. */
function reads(content: string, ...beginnings: readonly string[]): boolean {
  return Object.entries(english)
    .filter(([key]) => beginnings.some((beginning) => key.startsWith(beginning)))
    .flatMap(([, text]) => (typeof text === 'string' ? [text] : Object.values(text)))
    .filter((text) => text.replace(/\{\w+\}/g, '').trim().length > 3)
    .some((text) => patternOf(text).test(content));
}

function patternOf(text: string): RegExp {
  const escaped = text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(escaped.replace(/\{\w+\}/g, '[^]*?'), 'u');
}

const hasButton = ({ buttons }: LastMessage, action: string) => buttons.some((id) => id.startsWith(`${action}:`));

/** Says that a picture is on its way: it can still be stopped, or its text is one of progress. */
export function isUnderWay(message: LastMessage): boolean {
  if (message.files.length > 0) return false;
  if (message.isThinking || hasButton(message, 'cancel')) return true;
  return reads(message.content, 'progress.', 'accepted.inChannel');
}

/** The question about a price after "Make it"; what came of it stands elsewhere. */
export function saysMaking(message: LastMessage): boolean {
  return reads(message.content, 'price.making');
}

/** An answer that only points to where the picture will be. */
export function pointsElsewhere(message: LastMessage): boolean {
  return reads(message.content, 'accepted.elsewhere');
}

/** The approvers can still decide, or read that they could. */
export function isUndecided(message: LastMessage): boolean {
  return hasButton(message, 'approve') || reads(message.content, 'request.undecided');
}

/** The member has been told that approvers were asked. */
export function saysAsked(message: LastMessage): boolean {
  return reads(message.content, 'price.asked');
}
