import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';

/** An incident with more entries than this is cut; the newest are left out. */
const MOST_ENTRIES = 50_000;

export type EntryRow = {
  uuid: string;
  started_at: Date;
  ended_at: Date;
  source: string;
  description: string;
  details: Record<string, unknown>;
  type: string;
  owner: string | null;
  pinned: boolean;
};

/** @returns the entries of an incident, oldest first */
export async function listEntries(ctx: Context, incidentId: number): Promise<EntryRow[]> {
  return ctx.db
    .selectFrom('events')
    .select(['uuid', 'started_at', 'ended_at', 'source', 'description', sql<Record<string, unknown>>`details`.as('details')])
    .select(['type', 'owner', 'pinned'])
    .where('incident_id', '=', incidentId)
    .where('organization_id', '=', ctx.tenant.id)
    .orderBy('started_at')
    .orderBy('id')
    .limit(MOST_ENTRIES)
    .execute();
}

/**
 * Reads an entry of this incident and of no other, for changing it.
 * @throws not_found no such entry in this incident
 */
export async function lockEntry(tx: Context, incidentId: number, uuid: string): Promise<EntryRow> {
  const { rows } = await sql<EntryRow>`
    select uuid, started_at, ended_at, source, description, details, type, owner, pinned from events
    where uuid = ${uuid} and incident_id = ${incidentId} and organization_id = ${tx.tenant.id} for update`.execute(tx.db);
  if (!rows[0]) throw notFound('timeline entry');
  return rows[0];
}

export type EntryChange = {
  description: string;
  started_at: string | Date;
  ended_at: string | Date;
  pinned: boolean;
  details: Record<string, unknown>;
};

export async function updateEntry(tx: Context, uuid: string, change: EntryChange): Promise<void> {
  await sql`
    update events set description = ${change.description}, started_at = ${change.started_at}, ended_at = ${change.ended_at},
      pinned = ${change.pinned}, details = ${JSON.stringify(change.details)}::jsonb, updated_at = ${tx.now()}
    where uuid = ${uuid}`.execute(tx.db);
}

export type TimelineIncident = {
  id: number;
  name: string;
  title: string;
  project_id: number;
  incident_document_id: number | null;
  incident_review_document_id: number | null;
};

/** @throws not_found no such incident in the organization */
export async function incidentOf(ctx: Context, id: number): Promise<TimelineIncident> {
  const row = await ctx.db
    .selectFrom('incidents')
    .select(['id', 'name', 'title', 'project_id', 'incident_document_id', 'incident_review_document_id'])
    .where('id', '=', id)
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
  if (!row) throw notFound('incident');
  return row;
}
