/** A cell of a table for a spreadsheet. */
export type Cell = string | number | null;

/** What a spreadsheet would take for a formula. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/**
 * One row with its line end. A text that a spreadsheet would run begins with an apostrophe, which it shows as text.
 *
 * @see RFC 4180; https://owasp.org/www-community/attacks/CSV_Injection, read 2026-11
 */
export function csvRow(cells: readonly Cell[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
