import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { conflict, invalid } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { isTimeZone } from '../../lib/zoned-time.ts';
import { editContent } from '../documents/index.ts';
import { subjectRule } from '../participants/index.ts';
import { EVENT_TYPES } from './event.ts';
import { asMarkdown, withTimeline } from './render.ts';
import { type EntryRow, listEntries, type TimelineSubject, timelineSubject } from './store.ts';

/**
 * `timezone`, `exportOwner`, and `true` for each document that is to have it: `incidentDocument` and `reviewDocument`, or `caseDocument`.
 * Beside these keys: one boolean per event type that is wanted; none of them means all.
 */
export type TimelineExport = Record<string, unknown>;

/**
 * Writes the timeline as a table into documents of the incident or case; again, in place of the earlier table.
 *
 * @throws conflict a chosen document does not exist yet
 * @throws invalid no document is chosen, or there is no such time zone
 */
export async function exportTimeline(ctx: Context, subject: SubjectRef, input: TimelineExport): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, ...subjectRule(subject, 'event'));
    const timeZone = String(input.timezone ?? 'UTC');
    if (!isTimeZone(timeZone)) throw invalid('timezone', 'There is no such time zone; use a name such as Europe/Berlin.');
    const documents = chosenBy(input, await timelineSubject(tx, subject));
    const entries = (await listEntries(tx, subject)).filter(wantedBy(input));
    const table = asMarkdown(entries, { timeZone, withOwner: input.exportOwner === true });
    for (const { id, name } of documents) {
      if (id === null) throw conflict(`This ${subject.kind} has no ${name} yet.`);
      await editContent(tx, id, (content) => withTimeline(content, table));
      await record(tx, subject, { description: `The timeline was written into the ${name}.` });
    }
  });
}

const NAMES: Record<string, string> = {
  incidentDocument: 'incident document',
  reviewDocument: 'review document',
  caseDocument: 'case document',
};

/** @throws invalid none is chosen */
function chosenBy(input: TimelineExport, { documents }: TimelineSubject) {
  const keys = Object.keys(documents);
  const chosen = keys.filter((key) => input[key] === true).map((key) => ({ id: documents[key] ?? null, name: NAMES[key] ?? key }));
  if (!chosen.length) throw invalid(keys[0] as string, `Choose the ${keys.map((key) => NAMES[key]).join(' or the ')}.`);
  return chosen;
}

/** Pinned entries are always part of it. */
function wantedBy(input: TimelineExport): (entry: EntryRow) => boolean {
  const wanted = EVENT_TYPES.filter((type) => input[type] === true);
  return ({ type, pinned }) => pinned || !wanted.length || (wanted as string[]).includes(type);
}
