import { isFarAhead } from '#core/clock.ts';
import type { UserId } from '#core/ids.ts';
import {
  noteKinds,
  type Period,
  type PoolMode,
  periodAround,
  periods,
  type Reservation,
  type Totals,
} from './credits.ts';

/** A guild's sums. Always `added = pool + bonuses + held + spent`. */
export interface Balances extends Totals {
  readonly mode: PoolMode;
}

/**
 * A guild's books after entry `seq`. `members` is the last number that a member was given. `isOpen` once the pool has been given its first credits (notes may come before);
 * `refilledSinceMs` the start of the last period that was refilled.
 */
export interface Head {
  readonly seq: number;
  readonly members: number;
  readonly isOpen: boolean;
  readonly refilledSinceMs: number | null;
  readonly balances: Balances;
}

/** A member's own numbers. `allowanceUsage` is what is used of the allowance in each period. */
export interface Account {
  readonly userId: UserId;
  /** The member's number within the guild; null for a member whom the books do not know yet. */
  readonly number: number | null;
  readonly bonus: number;
  readonly held: number;
  readonly allowanceUsage: AllowanceUsage;
}

/**
 * A reservation and its fate; it stays after its end, so that a repetition finds it. `isMinted`: the allowance's part was put
 * into an unlimited pool for it. `drawnSinceMs`: the periods of the allowance that it was drawn in. `settledAtMs`: on whose
 * day the usage counts `pictures`, for which it was charged. `isErased`: the member is a pseudonym whose bonus can't be spent.
 */
export interface Hold {
  readonly reservation: Reservation;
  readonly isMinted: boolean;
  readonly state: 'held' | 'settled' | 'released';
  readonly charged: number;
  readonly returned: number;
  readonly refunded: number;
  readonly refundedToPool: number;
  readonly settledAtMs: number | null;
  readonly pictures: number;
  readonly isErased: boolean;
  readonly drawnSinceMs: PeriodStart;
}

/** One operation: its journal entry, and everything that it touches in the state after it. */
export interface Change {
  readonly kind: string;
  /** The job's id, or the id of the act. */
  readonly id: string;
  readonly byUserId: UserId | null;
  readonly userId: UserId | null;
  readonly credits: number;
  readonly reason: string;
  readonly balances: Balances;
  /** At most two: that of `userId`, and that of `byUserId` where the entry belongs to their history too. */
  readonly accounts: readonly Account[];
  readonly hold: Hold | null;
  /** Whether it is remembered by its name, so that it is done once. */
  readonly isAct: boolean;
  readonly refilledSinceMs?: number | null;
}

const notes: ReadonlySet<string> = new Set(noteKinds);

/** The name under which an act is remembered. One interaction may be the id of a grant and of several notes. */
export function actNameOf({ kind, id }: Pick<Change, 'kind' | 'id'>): string {
  return notes.has(kind) ? `${kind}:${id}` : id;
}

/** What was drawn from the start of a period on. */
export interface Counter {
  readonly used: number;
  readonly sinceMs: number;
}

/** One counter per period, side by side, since a member's terms may go from one to another and back. */
export type AllowanceUsage = Readonly<Record<Period, Counter>>;
/** The starts of the periods in which credits were used. */
export type PeriodStart = Readonly<Record<Period, number>>;

/** A member who has used nothing. */
export const noUsage: AllowanceUsage = perPeriod(() => ({ used: 0, sinceMs: 0 }));

/** The starts of the periods that the counters stand in. */
export function periodStarts(allowanceUsage: AllowanceUsage): PeriodStart {
  return perPeriod((period) => allowanceUsage[period].sinceMs);
}

/**
 * The counters as they are now: those whose period is over start again. What was drawn "in the future" of a clock that was
 * set back a little counts, so that neither a clock nor a change of terms renews an allowance early. A counter from further
 * ahead than a day starts again too: a clock that was wrong for a moment must not cost the allowances of years.
 */
export function usageAt(allowanceUsage: AllowanceUsage, nowMs: number): AllowanceUsage {
  return perPeriod((period) => {
    const { startsAtMs } = periodAround(period, nowMs);
    const { sinceMs } = allowanceUsage[period];
    const lasts = sinceMs >= startsAtMs && !isFarAhead(sinceMs, nowMs);
    return lasts ? allowanceUsage[period] : { used: 0, sinceMs: startsAtMs };
  });
}

/** Counts a draw in every period. */
export function addUsage(allowanceUsage: AllowanceUsage, credits: number): AllowanceUsage {
  return perPeriod((period) => ({ ...allowanceUsage[period], used: allowanceUsage[period].used + credits }));
}

/** Subtracts returned credits from every period that still lasts. */
export function subtractUsage(allowanceUsage: AllowanceUsage, credits: number, since: PeriodStart): AllowanceUsage {
  return perPeriod((period) => {
    const { used, sinceMs } = allowanceUsage[period];
    return { used: sinceMs === since[period] ? used - credits : used, sinceMs };
  });
}

/** When the last period is over of those in which something was drawn; null when none of them lasts. */
export function countsUntil(allowanceUsage: AllowanceUsage, nowMs: number): number | null {
  const now = usageAt(allowanceUsage, nowMs);
  const lasting = periods.filter((period) => now[period].used > 0);
  const endsMs = lasting.map((period) => periodAround(period, now[period].sinceMs).endsAtMs);
  return endsMs.length > 0 ? Math.max(...endsMs) : null;
}

function perPeriod<T>(make: (period: Period) => T): Record<Period, T> {
  return { day: make('day'), week: make('week'), month: make('month') };
}
