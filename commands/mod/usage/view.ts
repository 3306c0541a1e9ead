import { isMemberId } from '#i18n/money.ts';
import { currentLanguage, t } from '#i18n/t.ts';
import type { UsageGroup, UsageReport, UsageSpan } from './sums.ts';

/** `12,345`. */
export function figure(amount: number): string {
  return new Intl.NumberFormat(currentLanguage().locale).format(amount);
}

/** `1 picture`, `1,234 pictures`. */
export function counted(amount: number, noun: 'credit' | 'picture' | 'member' | 'model'): string {
  return t(`usage.${noun}s`, { count: amount, figure: figure(amount) });
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

/** `1,234 credits · 56 pictures · 7 members`. */
export function usageTotals({ by, sums, total }: UsageReport): string {
  const groups = by === 'day' ? [] : [counted(sums.length, by)];
  return [counted(total.credits, 'credit'), counted(total.pictures, 'picture'), ...groups].join(' · ');
}

/** Plain text for one sum. A member is known by the end of their id, since Discord would have to be asked for the name. */
export function usageLabel(key: string, by: UsageGroup, titles: ReadonlyMap<string, string>): string {
  switch (by) {
    case 'member':
      return isMemberId(key) ? t('usage.member', { idEnd: key.slice(-4) }) : t('usage.erased');
    case 'model':
      return titles.get(key) ?? (key === '' ? t('usage.notRecorded') : key);
    case 'day':
      return isoDay(Number(key));
  }
}

/** The sum of what did not fit. */
export function othersLabel(count: number): string {
  return t('usage.others', { figure: figure(count) });
}

/** The chart in words, for those who cannot see it. */
export function usageAltText(report: UsageReport, titles: ReadonlyMap<string, string>): string {
  const dearest = [...report.sums].sort((one, other) => other.credits - one.credits).slice(0, 5);
  const shown = dearest.map(
    ({ key, credits }) => `${usageLabel(key, report.by, titles)}: ${counted(credits, 'credit')}`,
  );
  return t('usage.alt', {
    heading: t(`usage.heading.${report.by}`),
    span: spanText(report.span),
    totals: usageTotals(report),
    dearest: shown.join('; '),
  });
}
