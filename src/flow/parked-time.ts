import { isFarAhead } from '../domain/clock-steps.ts';
import type { ParkedRequest } from '../domain/moderation.ts';
import type { Clock } from '../domain/ports.ts';

/** How long a member may think about a price. */
export const priceForMs = 15 * 60_000;
/** How long approvers have. */
export const approvalForMs = 24 * 60 * 60_000;

/** Whether its time is over. One that a wrong clock has given a far later end is over too. */
export function isOverdue({ expiresAtMs }: ParkedRequest, { clock }: { readonly clock: Clock }): boolean {
  const nowMs = clock.now();
  return expiresAtMs <= nowMs || isFarAhead(expiresAtMs, nowMs + approvalForMs);
}
