import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { conflict, invalid } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import { requirePermission } from '../../core/permissions.ts';
import { isTimeZone } from '../../lib/zoned-time.ts';
import { editContent } from '../documents/index.ts';
import { incidentEvent } from '../participants/index.ts';
import { EVENT_TYPES } from './event.ts';
import { asMarkdown, withTimeline } from './render.ts';
import { type EntryRow, incidentOf, listEntries } from './store.ts';

/** Beside these keys: one boolean per event type that is wanted; none of them means all. */
export type TimelineExport = Record<string, unknown>;

/**
 * Writes the timeline as a table into the incident's document, its review document or both; again, in place of the earlier table.
 *
 * @throws conflict a chosen document does not exist yet
 * @throws invalid no document is chosen, or there is no such time zone
 */
export async function exportTimeline(ctx: Context, incidentId: number, input: TimelineExport): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, incidentEvent, { table: 'incidents', id: incidentId });
    const timeZone = String(input.timezone ?? 'UTC');
    if (!isTimeZone(timeZone)) throw invalid('timezone', 'There is no such time zone; use a name such as Europe/Berlin.');
    const incident = await incidentOf(tx, incidentId);
    const documents = [
      ...(input.incidentDocument === true ? [{ id: incident.incident_document_id, name: 'incident document' }] : []),
      ...(input.reviewDocument === true ? [{ id: incident.incident_review_document_id, name: 'review document' }] : []),
    ];
    if (!documents.length) throw invalid('incidentDocument', 'Choose the incident document or the review document.');
    const entries = (await listEntries(tx, incidentId)).filter(wantedBy(input));
    const table = asMarkdown(entries, { timeZone, withOwner: input.exportOwner === true });
    for (const { id, name } of documents) {
      if (id === null) throw conflict(`This incident has no ${name} yet.`);
      await editContent(tx, id, (content) => withTimeline(content, table));
      await record(tx, { kind: 'incident', id: incidentId }, { description: `The timeline was written into the ${name}.` });
    }
  });
}

/** Pinned entries are always part of it. */
function wantedBy(input: TimelineExport): (entry: EntryRow) => boolean {
  const wanted = EVENT_TYPES.filter((type) => input[type] === true);
  return ({ type, pinned }) => pinned || !wanted.length || (wanted as string[]).includes(type);
}
