import type { DayUsageRow } from '../domain/moderation.ts';
import { visible } from './wording/escape.ts';
import { isoDay } from './wording/usage.ts';

const header = ['day', 'member id', 'model', 'pictures', 'credits'];

/**
 * The rows as a table for spreadsheets, by day, member and model. Text that a spreadsheet would take for a formula is
 * quoted with an apostrophe.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180, read 2026-11
 */
export function usageCsv(rows: readonly DayUsageRow[]): string {
  const lines = [...rows]
    .sort(inOrder)
    .map(({ dayMs, userId, model, pictures, credits }) => [
      isoDay(dayMs),
      safeText(userId),
      safeText(model),
      String(pictures),
      String(credits),
    ]);
  return [header, ...lines].map((fields) => `${fields.map(quoted).join(',')}\r\n`).join('');
}

function safeText(text: string): string {
  const shown = visible(text);
  return formula.test(shown) ? `'${shown}` : shown;
}

/** As spreadsheets begin one, also in full width and behind a quote. */
const formula = /^[\s'"]*[=+\-@|\uFF1D\uFF0B\uFF0D\uFF20]/u;

function quoted(field: string): string {
  return /[",\r\n]/u.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function inOrder(one: DayUsageRow, other: DayUsageRow): number {
  return one.dayMs - other.dayMs || compare(one.userId, other.userId) || compare(one.model, other.model);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
