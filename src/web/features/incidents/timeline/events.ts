import type { TimelineEvent } from '../../../api/types.ts';

/** Groups of events that can be shown; what an unknown type says belongs to the rest. */
export const EVENT_GROUPS = [
  { key: 'assessment', label: 'Assessments', types: ['Assessment updated'] },
  { key: 'curated', label: 'Added by people', types: ['Custom event', 'Imported message'] },
  { key: 'fields', label: 'Fields', types: ['Field updated'] },
  { key: 'people', label: 'People', types: ['Participant updated'] },
  { key: 'other', label: 'Everything else', types: [] as string[] },
] as const;

export type EventGroup = (typeof EVENT_GROUPS)[number]['key'];
export const STORY: EventGroup[] = ['assessment', 'curated'];

export const groupOf = ({ type }: Pick<TimelineEvent, 'type'>): EventGroup =>
  EVENT_GROUPS.find((one) => (one.types as readonly string[]).includes(type ?? ''))?.key ?? 'other';

/** People may change what people wrote; what the system noted stays as it is. */
export const isEditable = (event: Pick<TimelineEvent, 'type'>) => groupOf(event) === 'curated';

/** Events of the groups, and all that are pinned; by time. */
export function shownEvents(
  events: readonly TimelineEvent[],
  groups: readonly EventGroup[],
  newestFirst: boolean,
): { shown: TimelineEvent[]; hidden: number } {
  const shown = events.filter((one) => one.pinned || groups.includes(groupOf(one)));
  const direction = newestFirst ? -1 : 1;
  return { shown: shown.sort((a, b) => direction * a.started_at.localeCompare(b.started_at)), hidden: events.length - shown.length };
}

/** Details of an event as lines; what is nested is written as JSON. */
export const detailLines = (details: TimelineEvent['details']): [string, string][] =>
  Object.entries(details ?? {})
    .filter(([, value]) => value !== null && value !== '' && value !== undefined)
    .map(([name, value]) => [name.replaceAll('_', ' '), typeof value === 'string' ? value : JSON.stringify(value)]);

/** What the export asks for besides the zone: which types go in, by the contract's names. */
export const typesOf = (groups: readonly EventGroup[]): Record<string, boolean> =>
  Object.fromEntries([
    ...EVENT_GROUPS.flatMap((one) => one.types.map((type) => [type, groups.includes(one.key)] as const)),
    ['Other', groups.includes('other')],
  ]);
