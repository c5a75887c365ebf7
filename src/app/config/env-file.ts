/**
 * Reads the `.env` format of the reference: one `KEY=value` per line, split at the first `=`, `#` only at the beginning of a line, the last
 * of two equal keys wins. A leading `export ` is accepted as well; escapes, references and values over several lines do not exist.
 * @source the product's specification of configuration, "`.env` file grammar"
 */
export function parseEnvFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const equals = line.indexOf('=');
    if (equals < 0 || line.trim().startsWith('#')) continue;
    const key = line
      .slice(0, equals)
      .trim()
      .replace(/^export\s+/, '');
    if (key)
      values[key] = line
        .slice(equals + 1)
        .trim()
        .replace(/^["']+|["']+$/g, '');
  }
  return values;
}
