import type { Period } from '../../domain/credits.ts';
import type { UsageGroup, UsageReport, UsageSpan } from '../usage-sums.ts';
import { isMemberId } from './member.ts';

/** Said in place of a table where nobody has spent anything. */
export const usageTexts = {
  nothing: (span: UsageSpan) => `No picture was paid for ${spanText(span)}.`,
} as const;

const periodTexts = { day: 'today', week: 'this week', month: 'this month' } as const satisfies Record<Period, string>;
const figures = new Intl.NumberFormat('en-US');
const shortFigures = new Intl.NumberFormat('en-US', { notation: 'compact' });
const shortDay = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', timeZone: 'UTC' });

/** What labels need to know: titles of models by their id. */
export interface UsageNames {
  readonly models: ReadonlyMap<string, string>;
}

/** `12,345`. */
export function figure(amount: number): string {
  return figures.format(amount);
}

/** A figure at an axis: `5,000`, and `20K` or `1.5M` where it would be long. */
export function tickLabel(amount: number): string {
  return (amount < 10_000 ? figures : shortFigures).format(amount);
}

/** `2026-11-16`, in UTC. */
export function isoDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** `this week (2026-11-16 to 2026-11-21, UTC)`. */
export function spanText({ period, fromMs, toMs }: UsageSpan): string {
  const days = fromMs === toMs ? isoDay(fromMs) : `${isoDay(fromMs)} to ${isoDay(toMs)}`;
  return `${periodTexts[period]} (${days}, UTC)`;
}

/** The title of table and chart. */
export function usageTitle({ by }: Pick<UsageReport, 'by'>): string {
  return `Credits by ${by}`;
}

/** `1,234 credits · 56 pictures · 7 members`. */
export function usageTotals({ by, sums, total }: UsageReport): string {
  const groups = by === 'day' ? [] : [counted(sums.length, by)];
  return [counted(total.credits, 'credit'), counted(total.pictures, 'picture'), ...groups].join(' · ');
}

/** Plain text for one sum, without markdown. Members are known by the end of their id: names would have to be asked for. */
export function usageLabel(key: string, by: UsageGroup, { models }: UsageNames): string {
  switch (by) {
    case 'member':
      return isMemberId(key) ? `…${key.slice(-4)}` : 'erased member';
    case 'model':
      return models.get(key) ?? (key === '' ? 'not recorded' : key);
    case 'day':
      return isoDay(Number(key));
  }
}

/** The short name of a day under its bar: `Mon 16` where there is room, else `16`. */
export function dayLabel(atMs: number, hasRoom: boolean): string {
  return hasRoom ? shortDay.format(atMs).replace(',', '') : String(new Date(atMs).getUTCDate());
}

/** The sum of what did not fit. */
export function othersLabel(count: number): string {
  return `${figure(count)} others`;
}

/** The chart in words, for those who cannot see it. */
export function usageAltText(report: UsageReport, names: UsageNames): string {
  const dearest = [...report.sums].sort((one, other) => other.credits - one.credits).slice(0, 5);
  const shown = dearest.map(
    ({ key, credits }) => `${usageLabel(key, report.by, names)}: ${counted(credits, 'credit')}`,
  );
  return `Bar chart. ${usageTitle(report)}, ${spanText(report.span)}: ${usageTotals(report)}. Most: ${shown.join('; ')}.`;
}

/** Whose names the ranks of a table stand for, where members are shown. */
export function usageLegend(ids: readonly string[]): string {
  const named = ids.flatMap((id, index) => (isMemberId(id) ? [`${index + 1} <@${id}>`] : []));
  return named.join(' · ');
}

/** `1 picture`, `1,234 pictures`. */
export function counted(amount: number, noun: string): string {
  return `${figure(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}
