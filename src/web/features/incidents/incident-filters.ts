import { anyOf, equals, type Filter } from '../../api/list.ts';
import { type ListState, windowBounds } from '../../ui/data-table/index.ts';

/** Query parameters of the incident list. */
export const FILTER_KEYS = [
  'project',
  'status',
  'incident_type',
  'incident_priority',
  'incident_severity',
  'commander',
  'participant',
  'tag',
  'tag_all',
  'reported_at',
  'closed_at',
  'visibility',
  'saved',
] as const;

/** A tag as addresses have it: `type/name`, or only the name. */
function tagged(model: 'Tag' | 'TagAll', value: string): Filter {
  const [type, ...name] = value.split('/');
  // A name alone is enough for both kinds: types rarely share names, and the intersection knows tags only.
  return equals(model, 'name', name.length ? name.join('/') : type);
}

function within(field: string, value: string | undefined): Filter[] {
  const { from, to } = windowBounds(value);
  const bounds: Filter[] = [];
  if (from) bounds.push({ model: 'Incident', field, op: '>=', value: from });
  if (to) bounds.push({ model: 'Incident', field, op: '<=', value: to });
  return bounds.length ? [{ and: bounds }] : [];
}

/** The conditions of the filter language for what the address narrows by. @param saved the expression of the saved filter in use */
export function incidentFilter({ filters }: Pick<ListState, 'filters'>, saved: Filter[] = []): Filter[] {
  const of = (key: (typeof FILTER_KEYS)[number]) => filters[key] ?? [];
  const either = (conditions: Filter[]): Filter[] => (conditions.length ? [{ or: conditions }] : []);
  return [
    ...anyOf('Project', 'name', of('project')),
    ...anyOf('Incident', 'status', of('status')),
    ...anyOf('IncidentType', 'name', of('incident_type')),
    ...anyOf('IncidentPriority', 'name', of('incident_priority')),
    ...anyOf('IncidentSeverity', 'name', of('incident_severity')),
    ...anyOf('Incident', 'visibility', of('visibility')),
    ...anyOf('Commander', 'email', of('commander')),
    ...anyOf('Participant', 'email', of('participant')),
    ...either(of('tag').map((value) => tagged('Tag', value))),
    ...either(of('tag_all').map((value) => tagged('TagAll', value))),
    ...within('reported_at', of('reported_at')[0]),
    ...within('closed_at', of('closed_at')[0]),
    ...saved,
  ];
}
