import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import type { IncidentStatus } from './incident.ts';

type Reference = Record<string, unknown> | null | undefined;

export type Project = {
  id: number;
  name: string;
  stable_priority_id: number | null;
  allow_self_join: boolean;
};

/** @returns the project by name or id, or the organization's default one */
export async function resolveProject(ctx: Context, reference: Reference): Promise<Project> {
  const { name, id } = wanted(reference);
  const { rows } = await sql<Project>`
    select id, name, stable_priority_id, allow_self_join from projects
    where organization_id = ${ctx.tenant.id} and (lower(name) = lower(${name}) or id = ${id} or (${name === null && id === null} and "default"))
    order by (lower(name) = lower(${name})) is true desc, id limit 1`.execute(ctx.db);
  if (!rows[0]) throw invalid('project', `There is no project ${JSON.stringify(name ?? id ?? 'default')} in this organization.`);
  return rows[0];
}

export type IncidentType = { id: number; name: string; visibility: 'Open' | 'Restricted'; description: string | null };
export type Priority = { id: number; name: string; page_commander: boolean };
export type Severity = { id: number; name: string; allowed_for_stable_incidents: boolean };

export const resolveType = (ctx: Context, projectId: number, reference: Reference) =>
  byNameOrDefault<IncidentType>(ctx, 'incident_types', 'incident_type', projectId, reference);
export const resolvePriority = (ctx: Context, projectId: number, reference: Reference) =>
  byNameOrDefault<Priority>(ctx, 'incident_priorities', 'incident_priority', projectId, reference);
export const resolveSeverity = (ctx: Context, projectId: number, reference: Reference) =>
  byNameOrDefault<Severity>(ctx, 'incident_severities', 'incident_severity', projectId, reference);

const COLUMNS = {
  incident_types: 'id, name, visibility, description',
  incident_priorities: 'id, name, page_commander',
  incident_severities: 'id, name, allowed_for_stable_incidents',
};

/** The contract's look-up: what the project knows by this name, else by this id, else its default. */
async function byNameOrDefault<T>(
  ctx: Context,
  table: keyof typeof COLUMNS,
  field: string,
  projectId: number,
  reference: Reference,
): Promise<T> {
  const { name, id } = wanted(reference);
  const { rows } = await sql<T>`
    select ${sql.raw(COLUMNS[table])} from ${sql.table(table)}
    where project_id = ${projectId} and organization_id = ${ctx.tenant.id} and (name = ${name} or id = ${id} or "default")
    order by (name = ${name}) is true desc, (id = ${id}) is true desc limit 1`.execute(ctx.db);
  if (!rows[0]) throw invalid(field, `Say which ${field.replaceAll('_', ' ')}: the project has no default.`);
  return rows[0];
}

function wanted(reference: Reference): { name: string | null; id: number | null } {
  const name = typeof reference?.name === 'string' && reference.name.trim() ? reference.name.trim() : null;
  const number = Number(reference?.id);
  return { name, id: reference?.id != null && Number.isInteger(number) && number > 0 && number < 2 ** 31 ? number : null };
}

/** @throws invalid some severities say that an incident is not under control yet */
export function requireFittingSeverity(severity: Severity, status: IncidentStatus) {
  if (status !== 'Active' && !severity.allowed_for_stable_incidents)
    throw invalid('incident_severity', `The severity ${severity.name} is not allowed for an incident that is ${status}; choose another.`);
}
