import { csv } from '../../lib/csv.ts';
import { wallTime } from '../../lib/zoned-time.ts';
import type { EntryRow } from './store.ts';

export type Rendering = { timeZone: string; withOwner: boolean };

const header = ({ timeZone, withOwner }: Rendering) => [
  `Time (${timeZone})`,
  'Description',
  ...(withOwner ? ['Owner'] : []),
  'Type',
  'Source',
];

const cells = (entry: EntryRow, { timeZone, withOwner }: Rendering) => [
  wallTime(entry.started_at, timeZone),
  entry.description,
  ...(withOwner ? [entry.owner ?? ''] : []),
  entry.type,
  entry.source,
];

export const asCsv = (entries: readonly EntryRow[], rendering: Rendering) =>
  csv(
    [...header(rendering), 'Pinned'],
    entries.map((entry) => [...cells(entry, rendering), entry.pinned]),
  );

/** One Markdown table. */
export function asMarkdown(entries: readonly EntryRow[], rendering: Rendering): string {
  const head = header(rendering);
  const line = (values: string[]) => `| ${values.map(tableCell).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- ').join('|')}|`, ...entries.map((entry) => line(cells(entry, rendering)))].join('\n');
}

/** A cell is one line, and a bar would end it. */
const tableCell = (text: string) =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ')
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|');

export const asJson = (entries: readonly EntryRow[], { timeZone }: Rendering) =>
  JSON.stringify(entries.map((entry) => ({ ...entry, local_time: wallTime(entry.started_at, timeZone), timezone: timeZone })));

const BEGIN = '<!-- timeline -->';
const END = '<!-- /timeline -->';

/**
 * Puts the table below the document's "Timeline" heading, in place of the one an earlier export left there; what people wrote around
 * it stays. A document without the heading gets one at its end.
 */
export function withTimeline(document: string, table: string): string {
  const block = `${BEGIN}\n${table}\n${END}`;
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END, begin);
  if (begin >= 0 && end >= 0) return document.slice(0, begin) + block + document.slice(end + END.length);
  const heading = /^#{1,6}[ \t]+timeline[ \t#]*$/im.exec(document);
  if (!heading) return `${document.trimEnd()}\n\n## Timeline\n\n${block}\n`;
  const after = heading.index + heading[0].length;
  return `${document.slice(0, after)}\n\n${block}\n${document.slice(after)}`;
}
