import { beforeAll, describe, expect, test } from 'vitest';
import { statementOf } from '../../scripts/bench/statement.ts';
import type { Context } from '../../src/core/context.ts';
import { listJson } from '../../src/core/list.ts';
import type { Resource } from '../../src/core/resource.ts';
import { cases } from '../../src/features/cases/index.ts';
import { documents } from '../../src/features/documents/index.ts';
import { incidents } from '../../src/features/incidents/index.ts';
import { signalInstances } from '../../src/features/signals/index.ts';
import { tasks } from '../../src/features/tasks/index.ts';
import { anOrganization, aSystem, asUser } from '../harness.ts';
import { fillPlans } from './rows.ts';

/*
 * What the web application lets people ask for must not read a whole table. Each question is planned by PostgreSQL on many rows; the
 * plan is looked at, nothing is timed.
 */

const LARGE = new Set([
  'incidents',
  'cases',
  'signal_instances',
  'tasks',
  'documents',
  'participants',
  'participant_roles',
  'incident_tags',
  'task_assignees',
]);

type Condition = { model: string; field: string; op?: string; value: unknown };
type Question = { q?: string; sort?: string; filter?: (Condition | object)[]; page?: number };

const is = (model: string, field: string, value: unknown): Condition => ({ model, field, op: '==', value });
const within = (model: string, field: string) => ({
  and: [
    { model, field, op: '>=', value: '2025-12-01T00:00:00Z' },
    { model, field, op: '<=', value: '2025-12-03T00:00:00Z' },
  ],
});
const sorts = (...names: string[]): Record<string, Question> =>
  Object.fromEntries(names.flatMap((name) => [name, `-${name}`]).map((sort) => [`sorted by ${sort}`, { sort }]));
const filters = (all: Record<string, Condition | object>, sort: string): Record<string, Question> =>
  Object.fromEntries(Object.entries(all).map(([name, one]) => [`filtered by ${name}`, { filter: [{ or: [one] }], sort }]));

const LISTS: [Resource, Record<string, Question>][] = [
  [
    incidents,
    {
      'as it is': {},
      searched: { q: 'certificate' },
      'searched by a part of the name': { q: 'incident-777' },
      'page 100': { sort: '-reported_at', page: 100 },
      ...sorts(
        'name',
        'title',
        'status',
        'incident_severity.view_order',
        'incident_priority.view_order',
        'incident_type.name',
        'project.name',
      ),
      ...sorts('reported_at', 'stable_at', 'closed_at'),
      ...filters(
        {
          project: is('Project', 'name', 'default'),
          'a common status': is('Incident', 'status', 'Closed'),
          'a rare status': is('Incident', 'status', 'Active'),
          type: is('IncidentType', 'name', 'Default Incident Type'),
          priority: is('IncidentPriority', 'name', 'Low'),
          severity: is('IncidentSeverity', 'name', 'Undetermined'),
          visibility: is('Incident', 'visibility', 'Restricted'),
          commander: is('Commander', 'email', 'person-7@bench.example'),
          participant: is('Participant', 'email', 'person-7@bench.example'),
          tag: is('Tag', 'name', 'cause-7'),
          'all tags': is('TagAll', 'name', 'cause-7'),
          'time of report': within('Incident', 'reported_at'),
          'time of closing': within('Incident', 'closed_at'),
        },
        '-reported_at',
      ),
    },
  ],
  [
    tasks,
    {
      'as it is': {},
      searched: { q: 'certificate 777' },
      // Not by the description: that is a long text, and nobody keeps an index of those.
      ...sorts('status', 'resolve_by', 'created_at', 'resolved_at', 'source', 'incident.name', 'project.name'),
      ...filters(
        {
          status: is('Task', 'status', 'Open'),
          mine: is('Assignee', 'email', 'person-7@bench.example'),
          owner: is('Owner', 'email', 'person-7@bench.example'),
          project: is('Project', 'name', 'default'),
          type: is('IncidentType', 'name', 'Default Incident Type'),
          priority: is('IncidentPriority', 'name', 'Low'),
          incident: is('Incident', 'name', 'incident-777'),
          due: within('Task', 'resolve_by'),
          created: within('Task', 'created_at'),
        },
        'resolve_by',
      ),
      overdue: { filter: [is('Task', 'status', 'Open'), { model: 'Task', field: 'resolve_by', op: '<', value: '2026-01-01T00:00:00Z' }] },
    },
  ],
  [
    documents,
    {
      'as it is': {},
      searched: { q: '777' },
      ...sorts('name', 'created_at'),
      ...filters({ incident: is('Incident', 'id', 777), kind: is('Document', 'resource_type', 'dispatch-incident-document') }, 'name'),
    },
  ],
  [
    cases,
    {
      'as it is': {},
      searched: { q: 'certificate' },
      ...sorts('name', 'title', 'status', 'case_severity.view_order', 'case_priority.view_order', 'case_type.name', 'project.name'),
      ...sorts('reported_at', 'triage_at', 'stable_at', 'closed_at'),
      ...filters(
        {
          project: is('Project', 'name', 'default'),
          status: is('Case', 'status', 'New'),
          type: is('CaseType', 'name', 'Default Case Type'),
          'not a type': is('NotCaseType', 'name', 'Default Case Type'),
          priority: is('CasePriority', 'name', 'Low'),
          severity: is('CaseSeverity', 'name', 'Undetermined'),
          assignee: is('Assignee', 'email', 'person-7@bench.example'),
          participant: is('Participant', 'email', 'person-7@bench.example'),
          'time of report': within('Case', 'reported_at'),
          'time of closing': within('Case', 'closed_at'),
        },
        '-reported_at',
      ),
    },
  ],
  [
    signalInstances,
    {
      'as it is': {},
      ...sorts('created_at', 'case.name', 'signal.name', 'filter_action'),
      searched: { q: 'deployment' },
      ...filters(
        {
          signal: is('Signal', 'name', 'Detection 7'),
          case: is('Case', 'id', 777),
          'time of arrival': within('SignalInstance', 'created_at'),
          'what was done': is('SignalInstance', 'filter_action', 'deduplicate'),
        },
        '-created_at',
      ),
    },
  ],
];

const people: Record<string, Context> = {};
beforeAll(async () => {
  const { ctx, project } = await anOrganization(await aSystem({ alone: true }));
  await fillPlans(ctx, project.id);
  people.Admin = ctx;
  people.Member = await asUser(ctx, 'Member', 'person-7@bench.example');
}, 120_000);

type Node = { 'Node Type': string; 'Relation Name'?: string; Plans?: Node[] };

const scansOf = (node: Node): string[] => [
  ...(node['Node Type'] === 'Seq Scan' && LARGE.has(node['Relation Name'] ?? '') ? [node['Relation Name'] as string] : []),
  ...(node.Plans ?? []).flatMap(scansOf),
];

async function planOf(ctx: Context, list: Resource, { q, sort, filter, page = 1 }: Question) {
  const query = {
    page,
    itemsPerPage: 25,
    q,
    sortBy: sort ? [sort.replace(/^-/, '')] : [],
    descending: sort ? [sort.startsWith('-')] : [],
    ...(filter && { filter: JSON.stringify({ and: filter }) }),
  };
  const { text, values } = await statementOf(ctx, { total: 0, items: '[]' }, (inner) => listJson(inner, list, query));
  const { pool } = ctx as Context & { pool: import('pg').Pool };
  const { rows } = await pool.query<{ 'QUERY PLAN': { Plan: Node }[] }>(`explain (format json) ${text}`, [...values]);
  const { rows: lines } = await pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [...values]);
  return { scans: scansOf(rows[0]?.['QUERY PLAN'][0]?.Plan as Node), shown: lines.map((line) => line['QUERY PLAN']).join('\n') };
}

describe.each(LISTS.map(([list, questions]) => ({ list, questions, name: list.table })))('$name', ({ list, questions }) => {
  describe.each(['Admin', 'Member'])('as %s', (role) => {
    test.each(Object.entries(questions))('%s', async (name, question) => {
      const { scans, shown } = await planOf(people[role] as Context, list, question);
      expect(scans, `${list.table}, ${name}, as ${role}:\n${shown}`).toEqual([]);
    });
  });
});

test('a question that no index answers would be noticed', async () => {
  const { scans } = await planOf(people.Admin as Context, incidents, {
    filter: [{ model: 'Incident', field: 'description', op: 'like', value: '%nowhere%' }],
  });
  expect(scans).toContain('incidents');
});
