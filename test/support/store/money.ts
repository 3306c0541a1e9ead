import { guildId, jobId, userId } from '#core/ids.ts';
import type { CreditPolicy, Grant, HoldRequest, Period, Totals } from '#credits/credits.ts';

/** A guild, its moderator and two members. */
export const guild = guildId('900000000000000001');
export const moderator = userId('100000000000000000');
export const ada = userId('100000000000000001');
export const bob = userId('100000000000000002');
/** Wednesday, 2026-11-04, 12:00 UTC. */
export const wednesdayMs = Date.UTC(2026, 10, 4, 12);
export const dayMs = 86_400_000;

/** Another guild, by a digit from 2 on. */
export function guildOf(digit: number) {
  return guildId(`90000000000000000${digit}`);
}

/** A credit policy with a daily allowance unless told. */
export function termsOf(
  allowance: number,
  initialPool: number | 'unlimited' = 'unlimited',
  period: Period = 'day',
): CreditPolicy {
  return { allowance: { credits: allowance, period }, initialPool, refill: null };
}

/** A credit policy with a limited pool that is filled up. */
export function refillTermsOf(credits: number, initialPool: number, period: Period = 'week'): CreditPolicy {
  return { ...termsOf(100, initialPool), refill: { credits, period } };
}

/** A request for a hold by Ada unless told. */
export function holdOf(id: string, credits: number, policy: CreditPolicy, by = ada): HoldRequest {
  return {
    id: jobId(id),
    guildId: guild,
    userId: by,
    credits,
    model: 'flux-2-klein-9b',
    policy,
    expiresAtMs: wednesdayMs + dayMs,
  };
}

/** An act of the moderator towards Ada unless told. */
export function actOf(id: string, credits: number, policy: CreditPolicy, to = ada): Grant {
  return { id, guildId: guild, userId: to, byUserId: moderator, credits, reason: 'because', policy };
}

/** True when the books add up and nothing is below zero. */
export function isSound({ added, pool, bonuses, held, spent }: Totals): boolean {
  return added === pool + bonuses + held + spent && Math.min(added, pool, bonuses, held, spent) >= 0;
}
