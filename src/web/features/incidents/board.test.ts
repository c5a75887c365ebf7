import { expect, test } from 'vitest';
import { type BoardIncident, groupByPriority, reportDueAt } from './board.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 24, hour)).toISOString();
const an = (change: Partial<BoardIncident> = {}) =>
  ({
    id: 1,
    title: 'Disk full',
    status: 'Active',
    reported_at: at(8),
    incident_type: { name: 'Default' },
    incident_priority: { name: 'High', view_order: 3, tactical_report_reminder: 2 },
    ...change,
  }) as BoardIncident;

test.each<[string, Partial<BoardIncident>, number | undefined]>([
  ['two hours after the start', {}, 10],
  ['two hours after the last report', { last_tactical_report: { created_at: at(11) } as never }, 13],
  ['later, where somebody asked for time', { delay_tactical_report_reminder: at(15) }, 15],
  ['never, once it is stable', { status: 'Stable' }, undefined],
  ['never, where the priority asks for none', { incident_priority: { name: 'Low', tactical_report_reminder: 0 } as never }, undefined],
  ['never, where the type is left out', { incident_type: { name: 'Exercise', exclude_from_reminders: true } as never }, undefined],
])('a report is due %s', (_, change, hour) => {
  expect(reportDueAt(an(change))).toBe(hour === undefined ? undefined : Date.parse(at(hour)));
});

test('the most urgent come first, in a group the oldest', () => {
  const low = { name: 'Low', view_order: 1 } as never;
  const groups = groupByPriority([
    an({ id: 1, reported_at: at(9) }),
    an({ id: 2, incident_priority: low }),
    an({ id: 3, reported_at: at(7) }),
  ]);
  expect(groups.map((one) => [one.title, one.incidents.map(({ id }) => id)])).toEqual([
    ['High', [3, 1]],
    ['Low', [2]],
  ]);
});
