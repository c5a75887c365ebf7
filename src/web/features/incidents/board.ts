import type { Incident } from '../../api/types.ts';

const HOUR_MS = 3_600_000;

export type BoardIncident = Pick<
  Incident,
  | 'id'
  | 'name'
  | 'title'
  | 'status'
  | 'visibility'
  | 'project'
  | 'incident_type'
  | 'incident_priority'
  | 'incident_severity'
  | 'commander'
  | 'reported_at'
  | 'stable_at'
> &
  Partial<Pick<Incident, 'last_tactical_report' | 'delay_tactical_report_reminder' | 'tasks'>>;

/** What the board asks for about each incident. */
export const BOARD_FIELDS = [
  ...['id', 'name', 'title', 'status', 'visibility', 'reported_at', 'stable_at', 'delay_tactical_report_reminder'],
  ...['project.name', 'project.display_name', 'incident_type.name', 'incident_type.exclude_from_reminders'],
  ...['incident_priority.name', 'incident_priority.view_order', 'incident_priority.tactical_report_reminder'],
  ...['incident_severity.name', 'incident_severity.color', 'incident_severity.view_order'],
  ...['commander.individual.name', 'commander.individual.email', 'last_tactical_report.created_at', 'tasks[].status'],
];

/**
 * When the next tactical report is due: as many hours after the last one, or after the start, as the priority says; later when somebody
 * asked for more time.
 * @returns milliseconds; undefined: none is expected
 */
export function reportDueAt({
  status,
  incident_priority,
  incident_type,
  reported_at,
  last_tactical_report,
  delay_tactical_report_reminder,
}: BoardIncident): number | undefined {
  const hours = incident_priority.tactical_report_reminder;
  if (status !== 'Active' || !hours || incident_type.exclude_from_reminders) return undefined;
  const last = last_tactical_report?.created_at ?? reported_at;
  if (!last) return undefined;
  const delayed = delay_tactical_report_reminder ? Date.parse(delay_tactical_report_reminder) : 0;
  return Math.max(Date.parse(last) + hours * HOUR_MS, delayed);
}

export type BoardGroup = { title: string; level: number; incidents: BoardIncident[] };

/** Active incidents by priority, the most urgent first; in a group the oldest first, for it waits longest. */
export function groupByPriority(incidents: BoardIncident[]): BoardGroup[] {
  const groups = new Map<string, BoardGroup>();
  for (const incident of incidents) {
    const { name, view_order } = incident.incident_priority;
    const group = groups.get(name) ?? { title: name, level: view_order ?? 0, incidents: [] };
    group.incidents.push(incident);
    groups.set(name, group);
  }
  for (const group of groups.values()) group.incidents.sort((a, b) => (a.reported_at ?? '').localeCompare(b.reported_at ?? ''));
  return [...groups.values()].sort((a, b) => b.level - a.level || a.title.localeCompare(b.title));
}

export const openTasks = ({ tasks }: Pick<BoardIncident, 'tasks'>) => (tasks ?? []).filter((one) => one.status !== 'Resolved').length;
