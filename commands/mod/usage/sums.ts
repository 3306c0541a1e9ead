import { dayMs } from '#core/clock.ts';
import { type Period, periodAround } from '#credits/credits.ts';
import type { DayUsageRow } from '#credits/usage.ts';

/** What usage is added up by. */
export const usageGroups = ['member', 'model', 'day'] as const;
/** @see usageGroups */
export type UsageGroup = (typeof usageGroups)[number];

/** The sum of one member, one model or one day. */
export interface UsageSum {
  /** A member's id, a model's id, or the start of a day (Unix milliseconds as text). */
  readonly key: string;
  readonly pictures: number;
  readonly credits: number;
}

/** The part of a period that is over, day by day. Moments are starts of days in UTC, Unix milliseconds. */
export interface UsageSpan {
  readonly period: Period;
  readonly fromMs: number;
  /** Today. */
  readonly toMs: number;
}

/** Usage as it is shown: a member's or a model's sums with the dearest first, or every day of the span in its order. */
export interface UsageReport {
  readonly span: UsageSpan;
  readonly by: UsageGroup;
  readonly sums: readonly UsageSum[];
  readonly total: { readonly pictures: number; readonly credits: number };
}

/** From the start of the period around `nowMs` up to today. */
export function spanOf(period: Period, nowMs: number): UsageSpan {
  const { startsAtMs } = periodAround(period, nowMs);
  return { period, fromMs: startsAtMs, toMs: periodAround('day', nowMs).startsAtMs };
}

/** Adds up the rows of a span. The sums always come to the total. */
export function reportUsage(rows: readonly DayUsageRow[], span: UsageSpan, by: UsageGroup): UsageReport {
  const sums = new Map<string, UsageSum>();
  const days = by === 'day' ? daysOf(span) : [];
  for (const day of days) sums.set(String(day), { key: String(day), pictures: 0, credits: 0 });
  for (const row of rows) {
    const key = keyOf(row, by);
    sums.set(key, added(sums.get(key) ?? { key, pictures: 0, credits: 0 }, row));
  }
  const total = rows.reduce(added, { pictures: 0, credits: 0 });
  return { span, by, sums: [...sums.values()].sort(by === 'day' ? byTime : byCredits), total };
}

/** The first `count` sums, and what the others come to; null where there are none. */
export function topOf(
  sums: readonly UsageSum[],
  count: number,
): { readonly top: readonly UsageSum[]; readonly others: (UsageSum & { readonly count: number }) | null } {
  const rest = sums.slice(count);
  if (rest.length === 0) return { top: sums, others: null };
  const others = rest.reduce(added, { key: '', pictures: 0, credits: 0 });
  return { top: sums.slice(0, count), others: { ...others, count: rest.length } };
}

function keyOf({ userId, model, dayMs: startMs }: DayUsageRow, by: UsageGroup): string {
  switch (by) {
    case 'member':
      return userId;
    case 'model':
      return model;
    case 'day':
      return String(startMs);
  }
}

function daysOf({ fromMs, toMs }: UsageSpan): number[] {
  return Array.from({ length: Math.round((toMs - fromMs) / dayMs) + 1 }, (_, index) => fromMs + index * dayMs);
}

function added<Sum extends { readonly pictures: number; readonly credits: number }>(
  sum: Sum,
  { pictures, credits }: { readonly pictures: number; readonly credits: number },
): Sum {
  return { ...sum, pictures: sum.pictures + pictures, credits: sum.credits + credits };
}

function byTime(one: UsageSum, other: UsageSum): number {
  return Number(one.key) - Number(other.key);
}

function byCredits(one: UsageSum, other: UsageSum): number {
  return other.credits - one.credits || other.pictures - one.pictures || (one.key < other.key ? -1 : 1);
}
