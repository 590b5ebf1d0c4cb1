const FORMULA = /^[=+\-@\t\r]/;

/** A spreadsheet takes what begins so for a formula and runs it; behind an apostrophe it is text. */
const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

function cell(value: string | number): string {
  const text = typeof value === 'number' ? value.toString() : harmless(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export type Cells = readonly (string | number)[];

/** Lines as RFC 4180 has them. */
export const csvOf = (rows: readonly Cells[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

/** Saves a table as a file for spreadsheets; the mark at its beginning tells them that it is UTF-8. */
export function saveCsv(name: string, rows: readonly Cells[]): void {
  const url = URL.createObjectURL(new Blob(['\uFEFF', csvOf(rows)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
