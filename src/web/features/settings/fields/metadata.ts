export type Metadata = { slug: string; metadata: { key: string; value: unknown }[] };
export type MetadataRow = { slug: string; key: string; value: string };

const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Lists and objects are edited as JSON; what is no JSON is text. */
function stored(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

export const toRows = (metadata: Metadata[] | null | undefined): MetadataRow[] =>
  (metadata ?? []).flatMap(({ slug, metadata: pairs }) => pairs.map(({ key, value }) => ({ slug, key, value: shown(value) })));

/** Rows of one plug-in become one entry, also when others stand between them. */
export function fromRows(rows: readonly MetadataRow[]): Metadata[] {
  const entries = new Map<string, Metadata>();
  for (const { slug, key, value } of rows) {
    const entry = entries.get(slug) ?? { slug, metadata: [] };
    entry.metadata.push({ key, value: stored(value) });
    entries.set(slug, entry);
  }
  return [...entries.values()];
}
