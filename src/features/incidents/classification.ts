import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import { byNameOrDefault, type Reference } from '../organizations/index.ts';
import type { IncidentStatus } from './incident.ts';

export type IncidentType = { id: number; name: string; visibility: 'Open' | 'Restricted'; description: string | null };
export type Priority = { id: number; name: string; page_commander: boolean };
export type Severity = { id: number; name: string; allowed_for_stable_incidents: boolean };

const TYPES = { table: 'incident_types', field: 'incident_type', columns: ['id', 'name', 'visibility', 'description'] };
const PRIORITIES = { table: 'incident_priorities', field: 'incident_priority', columns: ['id', 'name', 'page_commander'] };
const SEVERITIES = { table: 'incident_severities', field: 'incident_severity', columns: ['id', 'name', 'allowed_for_stable_incidents'] };

export const resolveType = (ctx: Context, projectId: number, reference: Reference) =>
  byNameOrDefault<IncidentType>(ctx, TYPES, projectId, reference);
export const resolvePriority = (ctx: Context, projectId: number, reference: Reference) =>
  byNameOrDefault<Priority>(ctx, PRIORITIES, projectId, reference);
export const resolveSeverity = (ctx: Context, projectId: number, reference: Reference) =>
  byNameOrDefault<Severity>(ctx, SEVERITIES, projectId, reference);

/** @throws invalid some severities say that an incident is not under control yet */
export function requireFittingSeverity(severity: Severity, status: IncidentStatus) {
  if (status !== 'Active' && !severity.allowed_for_stable_incidents)
    throw invalid('incident_severity', `The severity ${severity.name} is not allowed for an incident that is ${status}; choose another.`);
}
