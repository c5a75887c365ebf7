import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { subjectRule } from '../participants/index.ts';
import { isWrittenByPeople } from './event.ts';
import { lockEntry } from './store.ts';

/**
 * Takes an entry that people wrote out of the timeline.
 * @throws not_found the entry is not one of this timeline
 * @throws conflict the entry was written by Tocsin
 */
export async function deleteEvent(ctx: Context, subject: SubjectRef, uuid: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, ...subjectRule(subject, 'event'));
    const entry = await lockEntry(tx, subject, uuid);
    if (!isWrittenByPeople(entry.type))
      throw conflict('Only entries that people wrote can be deleted; the others are the record.', 'event_uuid');
    await tx.db.deleteFrom('events').where('uuid', '=', entry.uuid).execute();
    announce(tx, subject, 'timeline');
  });
}
