import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';

/** A timeline with more entries than this is cut; the newest are left out. */
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

const COLUMNS = sql.raw('uuid, started_at, ended_at, source, description, details, type, owner, pinned');
const isOf = (ctx: Context, { kind, id }: SubjectRef) => sql`${sql.ref(`${kind}_id`)} = ${id} and organization_id = ${ctx.tenant.id}`;

/** @returns the entries of an incident or case, oldest first */
export async function listEntries(ctx: Context, subject: SubjectRef): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select ${COLUMNS} from events where ${isOf(ctx, subject)} order by started_at, id limit ${sql.lit(MOST_ENTRIES)}`.execute(ctx.db);
  return rows;
}

/**
 * Reads an entry of this subject and of no other, for changing it.
 * @throws not_found no such entry there
 */
export async function lockEntry(tx: Context, subject: SubjectRef, uuid: string): Promise<EntryRow> {
  const { rows } = await sql<EntryRow>`
    select ${COLUMNS} from events where uuid = ${uuid} and ${isOf(tx, subject)} for update`.execute(tx.db);
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

/** Documents a timeline can be written into, by the key that chooses them. */
const DOCUMENTS = {
  incident: { incidentDocument: 'incident_document_id', reviewDocument: 'incident_review_document_id' },
  case: { caseDocument: 'case_document_id' },
} as const;

export type TimelineSubject = {
  name: string;
  title: string;
  projectId: number;
  /** by the key that chooses them; null for those that do not exist yet */
  documents: Record<string, number | null>;
};

/** @throws not_found no such incident or case in the organization */
export async function timelineSubject(ctx: Context, { kind, id }: SubjectRef): Promise<TimelineSubject> {
  const documents = Object.entries(DOCUMENTS[kind]).flatMap(([key, column]) => [sql.lit(key), sql.ref(column)]);
  const { rows } = await sql<TimelineSubject>`
    select name, title, project_id as "projectId", json_build_object(${sql.join(documents)}) as documents
    from ${sql.table(`${kind}s`)} where id = ${id} and organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  if (!rows[0]) throw notFound(kind);
  return rows[0];
}
