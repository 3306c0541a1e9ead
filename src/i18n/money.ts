import { type ErrorCode, errorRules } from '#core/errors.ts';
import { operatorId } from '#core/ids.ts';
import type { MoneyOutcome } from '#jobs/job.ts';
import { t } from './t.ts';

/** `1 credit`, `7 credits`. */
export function credits(amount: number): string {
  return t('money.credits', { count: amount });
}

/** `1 picture`, `4 pictures`. */
export function pictures(count: number): string {
  return t('money.pictures', { count });
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
  const { charged, held: stillHeld, returned } = money;
  const back = { count: returned, credits: credits(returned) };
  if (charged === 0 && stillHeld === 0)
    return returned > 0 ? t('money.notChargedReturned', back) : t('money.notCharged');
  const parts: string[] = [];
  if (charged > 0) parts.push(t('money.charged', { credits: credits(charged) }));
  if (stillHeld > 0) parts.push(held(money));
  if (returned > 0) parts.push(t('money.returned', back));
  return parts.join(' ');
}

function beforeAcceptance(code: ErrorCode): string {
  return t(errorRules[code].money === 'hold' ? 'money.setAside' : 'money.notCharged');
}

function held({ held: amount, heldUntilMs }: MoneyOutcome): string {
  return heldUntilMs === null
    ? t('money.heldUntilKnown', { credits: credits(amount) })
    : t('money.heldUntil', { credits: credits(amount), when: moment(heldUntilMs, 'f') });
}

/** What is left of members who had their data deleted stands under a name that is no id. */
export function isMemberId(key: string): boolean {
  return /^\d{1,20}$/u.test(key);
}

/** Who has done something, as its readers know them; null is Easel itself. */
export function actor(userId: string | null): string {
  return userId === null ? 'Easel' : mention(userId);
}

/** A member as Discord shows one, also where nobody knows any more who it was. */
export function mention(userId: string): string {
  if (userId === operatorId) return t('member.operator');
  return isMemberId(userId) ? `<@${userId}>` : t('member.erased');
}
