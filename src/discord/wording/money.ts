import { type ErrorCode, moneyOf } from '../../domain/errors.ts';
import type { MoneyOutcome } from '../../domain/ports.ts';

/** `1 credit`, `7 credits`. */
export function credits(amount: number): string {
  return `${amount} ${amount === 1 ? 'credit' : 'credits'}`;
}

/** A moment as Discord shows it in the reader's own time: `R` counts down live, `t` is a time of day, `f` date and time. */
export function moment(atMs: number, style: 'R' | 't' | 'f'): string {
  return `<t:${Math.round(atMs / 1000)}:${style}>`;
}

/**
 * What happened to the credits. `money` is null only before anything was accepted; then the code says what can have been
 * held.
 */
export function moneySentence(code: ErrorCode, money: MoneyOutcome | null): string {
  if (money === null) return beforeAcceptance(code);
  const parts: string[] = [];
  if (money.charged > 0) parts.push(`You were charged ${credits(money.charged)}.`);
  if (money.held > 0) parts.push(held(money));
  if (money.charged === 0 && money.held === 0) parts.push('You were not charged.');
  if (money.returned > 0) parts.push(`${credits(money.returned)} came back to you.`);
  return parts.join(' ');
}

function beforeAcceptance(code: ErrorCode): string {
  return moneyOf[code] === 'hold'
    ? 'You were not charged; credits that were set aside come back by themselves.'
    : 'You were not charged.';
}

function held({ held: amount, heldUntilMs }: MoneyOutcome): string {
  const until =
    heldUntilMs === null ? 'until the end of it is known' : `until ${moment(heldUntilMs, 'f')} at the latest`;
  return `You were not charged so far; ${credits(amount)} stay on hold ${until}.`;
}
