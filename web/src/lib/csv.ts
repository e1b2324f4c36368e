/** Comma-separated values as spreadsheets read them (RFC 4180). */

export type Cell = string | number | null;

/**
 * Texts that people wrote may begin like a formula, and a spreadsheet would work it out: they get an apostrophe before them.
 * Amounts stay as they are.
 */
function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const isAmount = /^-?\d+(\.\d+)?$/.test(cell);
  const text = !isAmount && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const writeCsv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(written).join(',')}\r\n`).join('');
