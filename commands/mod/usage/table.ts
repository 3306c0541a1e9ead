import type { DayUsageRow } from '#credits/usage.ts';
import { cut, visible } from '#i18n/escape.ts';
import { isMemberId } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import { topOf, type UsageReport } from './sums.ts';
import { figure, isoDay, othersLabel, spanText, usageLabel, usageTotals } from './view.ts';

/** Rows of members and models; days are all shown, since a month has no more than 31. */
const maxRows = 12;
const maxLabelCharacters = 30;

/** The usage as text, within Discord's 2000 characters: the dearest ones, what the others come to, and the sum. */
export function usageTable(report: UsageReport, titles: ReadonlyMap<string, string>): string {
  const { by, sums, span, total } = report;
  const isRanked = by !== 'day';
  const { top, others } = topOf(sums, isRanked ? maxRows : sums.length);
  const rows = top.map((sum, index) => rowOf(isRanked ? String(index + 1) : '', usageLabel(sum.key, by, titles), sum));
  const rest = others === null ? [] : [rowOf('', othersLabel(others.count), others)];
  const columns = [t(`usage.column.${by}`), t('usage.column.pictures'), t('usage.column.credits')] as const;
  const table: Row[] = [[isRanked ? '#' : '', ...columns], ...rows, ...rest, rowOf('', t('usage.total'), total)];
  // The members whom the ranks stand for.
  const mentions = top.flatMap(({ key }, index) => (isMemberId(key) ? [`${index + 1} <@${key}>`] : []));
  const legend = by === 'member' ? `\n${mentions.join(' · ')}` : '';
  const title = `**${t(`usage.heading.${by}`)}**, ${spanText(span)}: ${usageTotals(report)}`;
  return [title, `\`\`\`\n${aligned(table)}\n\`\`\`${legend}`].join('\n');
}

/** Rank, label, pictures, credits. */
type Row = readonly [string, string, string, string];

function rowOf(rank: string, label: string, sum: { readonly pictures: number; readonly credits: number }): Row {
  return [rank, cut(label.replaceAll('`', "'"), maxLabelCharacters), figure(sum.pictures), figure(sum.credits)];
}

/** Columns two spaces apart: labels to the left, figures to the right; no column for ranks where there are none. */
function aligned(table: readonly Row[]): string {
  const width = (column: 0 | 1 | 2 | 3) => Math.max(...table.map((row) => row[column].length));
  const [rankWidth, labelWidth, picturesWidth, creditsWidth] = [width(0), width(1), width(2), width(3)];
  const lines = table.map(([rank, label, pictures, credits]) => [
    ...(rankWidth === 0 ? [] : [rank.padStart(rankWidth)]),
    label.padEnd(labelWidth),
    pictures.padStart(picturesWidth),
    credits.padStart(creditsWidth),
  ]);
  return lines.map((cells) => cells.join('  ')).join('\n');
}

const header = ['day', 'member id', 'model', 'pictures', 'credits'];

/**
 * The rows as a table for spreadsheets, by day, member and model. Text that a spreadsheet would take for a formula is
 * quoted with an apostrophe.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180, read 2026-11
 */
export function usageCsv(rows: readonly DayUsageRow[]): string {
  const lines = [...rows].sort(inOrder).map(({ dayMs, userId, model, pictures, credits }) => {
    return [isoDay(dayMs), safeText(userId), safeText(model), String(pictures), String(credits)];
  });
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
  return Number(one > other) - Number(one < other);
}
