import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import type { Visibility } from '../assembly/index.ts';
import type { CaseStatus, ResolutionReason } from './case.ts';

export const theCase = (id: number): SubjectRef => ({ kind: 'case', id });

/** The columns of a case that operations decide by. */
export type CaseRow = {
  id: number;
  project_id: number;
  name: string;
  title: string;
  description: string;
  resolution: string;
  resolution_reason: ResolutionReason | null;
  resolved_by_id: number | null;
  status: CaseStatus;
  visibility: Visibility;
  dedicated_channel: boolean;
  event: boolean;
  reported_at: Date;
  triage_at: Date | null;
  escalated_at: Date | null;
  stable_at: Date | null;
  closed_at: Date | null;
  case_type_id: number;
  case_priority_id: number;
  case_severity_id: number;
  assignee_email: string | null;
  reporter_email: string | null;
};

const emailOf = (pointer: string) =>
  sql`(select i.email from participants p join individual_contacts i on i.id = p.individual_contact_id where p.id = s.${sql.ref(pointer)})`;

const COLUMNS = sql.raw(`s.id, s.project_id, s.name, s.title, s.description, s.resolution, s.resolution_reason, s.resolved_by_id, s.status,
  s.visibility, s.dedicated_channel, s.event, s.reported_at, s.triage_at, s.escalated_at, s.stable_at, s.closed_at, s.case_type_id,
  s.case_priority_id, s.case_severity_id`);

/** @throws not_found no such case in the organization */
export async function getCase(ctx: Context, id: number, { lock = false } = {}): Promise<CaseRow> {
  const { rows } = await sql<CaseRow>`
    select ${COLUMNS}, ${emailOf('assignee_id')} as assignee_email, ${emailOf('reporter_id')} as reporter_email
    from cases s where s.id = ${id} and s.organization_id = ${ctx.tenant.id} ${lock ? sql`for no key update` : sql``}`.execute(ctx.db);
  if (!rows[0]) throw notFound('case');
  return rows[0];
}

type NewCase = {
  id: number;
  project_id: number;
  name: string;
  title: string;
  description: string;
  resolution: string;
  resolution_reason: ResolutionReason | null;
  resolved_by_id: number | null;
  status: CaseStatus;
  visibility: Visibility;
  dedicated_channel: boolean;
  event: boolean;
  case_type_id: number;
  case_priority_id: number;
  case_severity_id: number;
  triage_at: Date | null;
  escalated_at: Date | null;
  stable_at: Date | null;
  closed_at: Date | null;
};

export async function insertCase(tx: Context, row: NewCase) {
  const now = tx.now();
  await tx.db
    .insertInto('cases')
    .values({ ...row, organization_id: tx.tenant.id, reported_at: now, created_at: now, updated_at: now })
    .execute();
}

/**
 * Notes are one text of a case; who wrote last is kept with it.
 * @param authorId null: Tocsin itself
 * @returns whether they are new
 */
export async function writeNotes(tx: Context, caseId: number, content: string | null, authorId: number | null): Promise<boolean> {
  const now = tx.now();
  const { rows } = await sql`
    insert into case_notes as n (organization_id, case_id, content, last_updated_by_id, created_at, updated_at)
    values (${tx.tenant.id}, ${caseId}, ${content}, ${authorId}, ${now}, ${now})
    on conflict (case_id) do update set content = excluded.content, last_updated_by_id = excluded.last_updated_by_id, updated_at = excluded.updated_at
    where n.content is distinct from excluded.content returning id`.execute(tx.db);
  return rows.length > 0;
}
