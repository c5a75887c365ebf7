/** A spreadsheet runs a cell that begins like a formula; an apostrophe keeps it text. Plain numbers stay numbers. */
const guarded = (text: string) => (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text);

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = guarded(String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * @returns a file of lines ending in CRLF, the first of them the column names
 * @source https://www.rfc-editor.org/rfc/rfc4180
 */
export const csv = (rows: readonly (readonly unknown[])[]) => rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
