/** What a spreadsheet program takes for a formula when a cell begins with it. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * Comma-separated values as spreadsheets read them; a text that begins like a formula is kept from being run by an apostrophe.
 * @returns lines that end with CR LF
 * @source RFC 4180; https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csv(header: readonly string[], rows: readonly (readonly (string | number | boolean | null)[])[]): string {
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
