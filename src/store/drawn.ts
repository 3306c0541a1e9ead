import { isFarAhead } from '../domain/clock-steps.ts';
import { type Period, periodAround, periods } from '../domain/credits.ts';

/** What was drawn from the start of a period on. */
export interface Counter {
  readonly used: number;
  readonly sinceMs: number;
}

/** One counter per period, side by side, since a member's terms may go from one to another and back. */
export type Drawn = Readonly<Record<Period, Counter>>;
/** Which periods a draw belongs to, by their starts. */
export type DrawnSince = Readonly<Record<Period, number>>;

/** Of a member who has never drawn. */
export const nothingDrawn: Drawn = perPeriod(() => ({ used: 0, sinceMs: 0 }));

/** The starts of the periods that the counters stand in. */
export function sincesOf(drawn: Drawn): DrawnSince {
  return perPeriod((period) => drawn[period].sinceMs);
}

/**
 * The counters as they are now: those whose period is over start again. What was drawn "in the future" of a clock that was
 * set back a little counts, so that neither a clock nor a change of terms renews an allowance early. A counter from further
 * ahead than a day starts again too: a clock that was wrong for a moment must not cost the allowances of years.
 */
export function drawnBy(drawn: Drawn, nowMs: number): Drawn {
  return perPeriod((period) => {
    const { startsAtMs } = periodAround(period, nowMs);
    const { sinceMs } = drawn[period];
    const lasts = sinceMs >= startsAtMs && !isFarAhead(sinceMs, nowMs);
    return lasts ? drawn[period] : { used: 0, sinceMs: startsAtMs };
  });
}

/** Counts a draw in every period. */
export function drawMore(drawn: Drawn, credits: number): Drawn {
  return perPeriod((period) => ({ ...drawn[period], used: drawn[period].used + credits }));
}

/** Credits of a draw come back: to every period that has not begun anew since. */
export function drawLess(drawn: Drawn, credits: number, since: DrawnSince): Drawn {
  return perPeriod((period) => {
    const { used, sinceMs } = drawn[period];
    return { used: sinceMs === since[period] ? used - credits : used, sinceMs };
  });
}

/** When the last period is over of those in which something was drawn; null when none of them lasts. */
export function countsUntil(drawn: Drawn, nowMs: number): number | null {
  const now = drawnBy(drawn, nowMs);
  const lasting = periods.filter((period) => now[period].used > 0);
  const endsMs = lasting.map((period) => periodAround(period, now[period].sinceMs).endsAtMs);
  return endsMs.length > 0 ? Math.max(...endsMs) : null;
}

function perPeriod<T>(make: (period: Period) => T): Record<Period, T> {
  return { day: make('day'), week: make('week'), month: make('month') };
}
