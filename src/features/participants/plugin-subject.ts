import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import type { Subject } from '../../plugin-sdk/subject.ts';

type Row = Omit<Subject, 'kind' | 'url' | 'organization' | 'links'> & { links: Record<keyof Subject['links'], string | null> };

/** @returns the subject as people who take part may see it, with what has been made for it so far, and its project */
export async function describeSubject(ctx: Context, subject: SubjectRef): Promise<Subject & { projectId: number }> {
  const { rows } = await (subject.kind === 'incident' ? incidentRow(ctx, subject.id) : caseRow(ctx, subject.id));
  const row = rows[0];
  if (!row) throw notFound(subject.kind);
  const { links, ...rest } = row;
  return {
    ...rest,
    kind: subject.kind,
    organization: ctx.tenant.slug,
    url: `${ctx.settings.uiUrl}/${ctx.tenant.slug}/${subject.kind}s/${row.name}`,
    links: Object.fromEntries(Object.entries(links).filter(([, link]) => link)),
  };
}

/** @returns the subject as plug-ins and outsiders may see it: a restricted one shows what kind it is, not what happened */
export function maskSubject<S extends Subject>(subject: S): S {
  if (subject.visibility === 'Open') return subject;
  return { ...subject, title: subject.type, description: '', resolution: null };
}

type Described = Row & { projectId: number };

const incidentRow = (ctx: Context, id: number) =>
  sql<Described>`
    select s.id, s.name, s.title, s.description, s.resolution, s.status, s.visibility, s.project_id as "projectId", j.name as project,
      t.name as type, v.name as severity, p.name as priority, ${emailOf('commander_id')} as commander, ${emailOf('reporter_id')} as reporter,
      coalesce((select sum(c.amount) from incident_costs c where c.incident_id = s.id), 0)::float8 as cost,
      json_build_object(
        'ticket', (select weblink from tickets where incident_id = s.id), 'storage', (select weblink from storages where incident_id = s.id),
        'conference', (select weblink from conferences where incident_id = s.id),
        'conversation', (select weblink from conversations where incident_id = s.id),
        'document', (select weblink from documents where id = s.incident_document_id)) as links
    from incidents s join projects j on j.id = s.project_id join incident_types t on t.id = s.incident_type_id
    join incident_severities v on v.id = s.incident_severity_id join incident_priorities p on p.id = s.incident_priority_id
    where s.id = ${id} and s.organization_id = ${ctx.tenant.id}`.execute(ctx.db);

/** By what people did while the type has a cost model in force, else by their roles; what people entered counts in both. */
const CASE_COST = sql`coalesce((
  select sum(c.amount) from case_costs c join case_cost_types k on k.id = c.case_cost_type_id
  where c.case_id = s.id and k.model_type is distinct from
    case when exists (select 1 from cost_models m where m.id = t.cost_model_id and m.enabled) then 'Classic' else 'New' end), 0)::float8`;

const caseRow = (ctx: Context, id: number) =>
  sql<Described>`
    select s.id, s.name, s.title, s.description, s.resolution, s.status, s.visibility, s.project_id as "projectId", j.name as project,
      t.name as type, v.name as severity, p.name as priority, ${emailOf('assignee_id')} as commander, ${emailOf('reporter_id')} as reporter,
      ${CASE_COST} as cost,
      json_build_object(
        'ticket', (select weblink from tickets where case_id = s.id), 'storage', (select weblink from storages where case_id = s.id),
        'conference', null, 'conversation', (select weblink from conversations where case_id = s.id),
        'document', (select weblink from documents where id = s.case_document_id)) as links
    from cases s join projects j on j.id = s.project_id join case_types t on t.id = s.case_type_id
    join case_severities v on v.id = s.case_severity_id join case_priorities p on p.id = s.case_priority_id
    where s.id = ${id} and s.organization_id = ${ctx.tenant.id}`.execute(ctx.db);

const emailOf = (pointer: string) => sql`(
  select i.email from participants x join individual_contacts i on i.id = x.individual_contact_id where x.id = s.${sql.ref(pointer)})`;
