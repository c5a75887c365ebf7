import { anyOf, equals, type Filter } from '../../api/list.ts';
import { type ListState, windowBounds } from '../../ui/data-table/index.ts';

export const FILTER_KEYS = [
  'status',
  'mine',
  'overdue',
  'project',
  'incident_type',
  'incident_priority',
  'incident',
  'assignee',
  'owner',
  'resolve_by',
  'created_at',
] as const;

function within(field: string, value: string | undefined, now: number): Filter[] {
  const { from, to } = windowBounds(value, now);
  const bounds: Filter[] = [
    ...(from ? [{ model: 'Task', field, op: '>=', value: from }] : []),
    ...(to ? [{ model: 'Task', field, op: '<=', value: to }] : []),
  ];
  return bounds.length ? [{ and: bounds }] : [];
}

/** The conditions of the filter language for what the address narrows by. @param email of the caller, for "mine" */
export function taskFilter({ filters }: Pick<ListState, 'filters'>, email: string, now = Date.now()): Filter[] {
  const of = (key: (typeof FILTER_KEYS)[number]) => filters[key] ?? [];
  const isOn = (key: 'mine' | 'overdue') => of(key)[0] === 'true';
  // Whole minutes keep the answer cached for a while.
  const minute = new Date(Math.floor(now / 60_000) * 60_000).toISOString();
  return [
    ...anyOf('Task', 'status', of('status')),
    ...(isOn('mine') ? [equals('Assignee', 'email', email)] : []),
    ...(isOn('overdue') ? [equals('Task', 'status', 'Open'), { model: 'Task', field: 'resolve_by', op: '<', value: minute }] : []),
    ...anyOf('Project', 'name', of('project')),
    ...anyOf('IncidentType', 'name', of('incident_type')),
    ...anyOf('IncidentPriority', 'name', of('incident_priority')),
    ...anyOf('Incident', 'name', of('incident')),
    ...anyOf('Assignee', 'email', of('assignee')),
    ...anyOf('Owner', 'email', of('owner')),
    ...within('resolve_by', of('resolve_by')[0], now),
    ...within('created_at', of('created_at')[0], now),
  ];
}
