import { randomUUID } from 'node:crypto';
import type { Context } from './context.ts';
import { announce } from './db.ts';
import type { SubjectRef } from './jobs.ts';

export const CORE_SOURCE = 'Dispatch Core App';

export type EventType = 'Other' | 'Field updated' | 'Assessment updated' | 'Participant updated' | 'Imported message' | 'Custom event';

export type TimelineEntry = {
  /** default: a new one; the same one is written once */
  uuid?: string;
  description: string;
  /** default: the core application */
  source?: string;
  type?: EventType;
  details?: Record<string, unknown>;
  /** who did it, as shown */
  owner?: string | null;
  individual_id?: number | null;
  pinned?: boolean;
  started_at?: Date;
};

/** What has a timeline: both kinds of subject, and a signal's definition. */
export type TimelineOf = SubjectRef | { kind: 'signal'; id: number };

/** Writes an entry of a timeline, in the transaction of the change it tells of. */
export async function record(tx: Context, owner: TimelineOf, entry: TimelineEntry): Promise<void> {
  const at = entry.started_at ?? tx.now();
  await tx.db
    .insertInto('events')
    .values({
      uuid: entry.uuid ?? randomUUID(),
      organization_id: tx.tenant.id,
      incident_id: owner.kind === 'incident' ? owner.id : null,
      case_id: owner.kind === 'case' ? owner.id : null,
      signal_id: owner.kind === 'signal' ? owner.id : null,
      started_at: at,
      ended_at: at,
      source: entry.source ?? CORE_SOURCE,
      description: entry.description,
      details: JSON.stringify(entry.details ?? {}),
      type: entry.type ?? 'Other',
      owner: entry.owner ?? null,
      pinned: entry.pinned ?? false,
      individual_id: entry.individual_id ?? null,
      dispatch_user_id: tx.actor.userId || null,
      created_at: tx.now(),
      updated_at: tx.now(),
    })
    .execute();
  announce(tx, owner, 'timeline');
}
