import type { BotError } from '../domain/errors.ts';

/** When a route is full, Easel waits its turn instead of refusing: about half a minute altogether. */
export const waitsForTurnMs = [2_000, 4_000, 8_000, 16_000];
/** A provider may ask for more patience than a member has. */
const longestWaitMs = 30_000;

/** How long to wait after a route was full: at least `waitMs`, longer where it names a pause, within reason. */
export function patienceWith(waitMs: number, { facts }: BotError): number {
  return Math.max(waitMs, Math.min(facts.retryAfterMs ?? 0, longestWaitMs));
}
