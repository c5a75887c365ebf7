import type { Context } from '../../core/context.ts';
import { invalidAt } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { isTimeZone } from '../../lib/zoned-time.ts';
import { subjectRule } from '../participants/index.ts';
import { asCsv, asJson, asMarkdown } from './render.ts';
import { listEntries, timelineSubject } from './store.ts';

export type TimelineFormat = 'csv' | 'md' | 'json';

const FORMATS = {
  csv: { contentType: 'text/csv; charset=utf-8', render: asCsv },
  md: { contentType: 'text/markdown; charset=utf-8', render: asMarkdown },
  json: { contentType: 'application/json; charset=utf-8', render: asJson },
} as const;

/** @returns the whole timeline as a file */
export async function downloadTimeline(
  ctx: Context,
  subject: SubjectRef,
  { format, timezone }: { format: TimelineFormat; timezone: string },
) {
  await requirePermission(ctx, ...subjectRule(subject, 'view'));
  if (!isTimeZone(timezone))
    throw invalidAt(['query', 'timezone'], 'There is no such time zone; use a name such as Europe/Berlin.', timezone);
  const { name, title } = await timelineSubject(ctx, subject);
  const { contentType, render } = FORMATS[format];
  const table = render(await listEntries(ctx, subject), { timeZone: timezone, withOwner: true });
  const body = format === 'md' ? `# ${name}: ${title}\n\n${table}\n` : table;
  return { body, contentType, fileName: `${name}-timeline.${format}` };
}
