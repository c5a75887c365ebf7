import type { Context } from '../../core/context.ts';
import type { Visibility } from '../assembly/index.ts';
import { byName, byNameOrDefault, type Dictionary, type Reference } from '../organizations/index.ts';

export type CaseType = {
  id: number;
  name: string;
  visibility: Visibility;
  conversation_target: string | null;
  oncall_service_id: number | null;
  auto_close: boolean;
};
export type Named = { id: number; name: string };

const TYPES: Dictionary = {
  table: 'case_types',
  field: 'case_type',
  columns: ['id', 'name', 'visibility', 'conversation_target', 'oncall_service_id', 'auto_close'],
};
const PRIORITIES: Dictionary = { table: 'case_priorities', field: 'case_priority', columns: ['id', 'name'] };
const SEVERITIES: Dictionary = { table: 'case_severities', field: 'case_severity', columns: ['id', 'name'] };

export const resolveType = (ctx: Context, projectId: number, reference: Reference) =>
  byNameOrDefault<CaseType>(ctx, TYPES, projectId, reference);
export const resolvePriority = (ctx: Context, projectId: number, reference: Reference) =>
  byNameOrDefault<Named>(ctx, PRIORITIES, projectId, reference);
export const resolveSeverity = (ctx: Context, projectId: number, reference: Reference) =>
  byNameOrDefault<Named>(ctx, SEVERITIES, projectId, reference);

/** The three of a case that a change may name: each with the key of the request and the column it ends in. */
export const CLASSES = [
  { key: 'case_type', column: 'case_type_id', dictionary: TYPES },
  { key: 'case_priority', column: 'case_priority_id', dictionary: PRIORITIES },
  { key: 'case_severity', column: 'case_severity_id', dictionary: SEVERITIES },
] as const;

/** @returns the id of the entry a change names; undefined when it names none @throws invalid there is no such entry */
export const namedId = async (ctx: Context, dictionary: Dictionary, projectId: number, reference: Reference) =>
  (await byName<Named>(ctx, dictionary, projectId, reference))?.id;
