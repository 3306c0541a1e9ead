import { lazyTexts } from '#i18n/message.ts';
import { isMemberId } from '#i18n/money.ts';
import { currentLanguage, t } from '#i18n/t.ts';
import type { UsageGroup, UsageReport, UsageSpan } from './sums.ts';

/** Said in place of a table where nobody has spent anything. */
export const usageTexts = {
  nothing: (span: UsageSpan) => t('usage.nothing', { span: spanText(span) }),
} as const;

/** What labels need to know: titles of models by their id. */
export interface UsageNames {
  readonly models: ReadonlyMap<string, string>;
}

/** `12,345`. */
export function figure(amount: number): string {
  return new Intl.NumberFormat(currentLanguage().locale).format(amount);
}

/** A figure at an axis: `5,000`, and `20K` or `1.5M` where it would be long. */
export function tickLabel(amount: number): string {
  if (amount < 10_000) return figure(amount);
  return new Intl.NumberFormat(currentLanguage().locale, { notation: 'compact' }).format(amount);
}

/** `2026-11-16`, in UTC. */
export function isoDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** `this week (2026-11-16 to 2026-11-21, UTC)`. */
export function spanText({ period, fromMs, toMs }: UsageSpan): string {
  const [from, to] = [isoDay(fromMs), isoDay(toMs)];
  return t(`usage.span.${period}`, { days: from === to ? from : t('usage.days', { from, to }) });
}

/** The title of table and chart. */
export function usageTitle({ by }: Pick<UsageReport, 'by'>): string {
  return t(`usage.heading.${by}`);
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
      return isMemberId(key) ? t('usage.member', { idEnd: key.slice(-4) }) : t('usage.erased');
    case 'model':
      return models.get(key) ?? (key === '' ? t('usage.notRecorded') : key);
    case 'day':
      return isoDay(Number(key));
  }
}

/** The short name of a day under its bar: `Mon 16` where there is room, else `16`. */
export function dayLabel(atMs: number, hasRoom: boolean): string {
  const day = new Date(atMs).getUTCDate();
  if (!hasRoom) return String(day);
  const name = new Intl.DateTimeFormat(currentLanguage().locale, { weekday: 'short', timeZone: 'UTC' });
  return t('usage.weekday', { weekday: name.format(atMs), day });
}

/** The sum of what did not fit. */
export function othersLabel(count: number): string {
  return t('usage.others', { figure: figure(count) });
}

/** The chart in words, for those who cannot see it. */
export function usageAltText(report: UsageReport, names: UsageNames): string {
  const dearest = [...report.sums].sort((one, other) => other.credits - one.credits).slice(0, 5);
  const shown = dearest.map(
    ({ key, credits }) => `${usageLabel(key, report.by, names)}: ${counted(credits, 'credit')}`,
  );
  return t('usage.alt', {
    heading: usageTitle(report),
    span: spanText(report.span),
    totals: usageTotals(report),
    dearest: shown.join('; '),
  });
}

/** Whose names the ranks of a table stand for, where members are shown. */
export function usageLegend(ids: readonly string[]): string {
  const named = ids.flatMap((id, index) => (isMemberId(id) ? [`${index + 1} <@${id}>`] : []));
  return named.join(' · ');
}

/** `1 picture`, `1,234 pictures`. */
export function counted(amount: number, noun: 'credit' | 'picture' | 'member' | 'model'): string {
  return t(`usage.${noun}s`, { count: amount, figure: figure(amount) });
}

/** The head of the table's columns. */
export function columnTitle(column: UsageGroup | 'pictures' | 'credits'): string {
  return t(`usage.column.${column}`);
}

/** Single words of table, chart and file. */
export const usageWords = lazyTexts(['total', 'axisCredits', 'axisDays', 'file'], (word) => t(`usage.${word}`));
