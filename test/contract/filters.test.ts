import { beforeAll, describe, expect, test } from 'vitest';
import { anOrganization } from '../harness.ts';
import { aLibrary, found, type Library, page, queryText } from './library.ts';

/*
 * The filter language as the contract states it, each statement a row: a list, a filter, and what it lists. That every column knows every
 * operator is proved in every-filter.test.ts.
 */

let library: Library;

beforeAll(async () => {
  library = await aLibrary(await anOrganization());
});

/** Lazily, because ids are known only when the rows are made. */
type Filter = unknown | ((rows: Library['rows']) => unknown);
const filterOf = (filter: Filter) => (typeof filter === 'function' ? filter(library.rows) : filter);
const list = (path: string, filter: Filter) => found(library.all.Owner, path, { filter: JSON.stringify(filterOf(filter)) });

const is = (model: string | null | undefined, field: string, value: unknown, op = '==') => ({
  ...(model !== undefined && { model }),
  field,
  op,
  value,
});
const tagged = (name: string, model = 'Tag') => ({ model, field: 'name', op: '==', value: name });
const byId = (model: string, row: string) => (rows: Library['rows']) => [is(model, 'id', rows[row]?.id)];

describe('models that are joined of themselves', () => {
  const rows: [string, string, Filter, string[]][] = [
    ['/incidents', 'Tag by name', [tagged('blue')], ['I1', 'I3']],
    ['/incidents', 'Tag by id', byId('Tag', 'red'), ['I1', 'I2']],
    ['/incidents', 'TagType', [is('TagType', 'name', 'colour')], ['I1', 'I2', 'I3']],
    ['/incidents', 'TagType none has', [is('TagType', 'name', 'shape')], []],
    ['/incidents', 'IndividualContact', [is('IndividualContact', 'email', 'pat@example.com')], ['I1', 'I2']],
    ['/incidents', 'Commander', [is('Commander', 'email', 'cora@example.com')], ['I1']],
    ['/incidents', 'Participant', [is('Participant', 'email', 'cora@example.com')], ['I1', 'I2']],
    ['/incidents', 'Reporter', [is('Reporter', 'email', 'rob@example.com')], ['I1', 'I2']],
    ['/incidents', 'Term', [is('Term', 'text', 'blackout')], ['I1']],
    ['/incidents', 'Project', () => [is('Project', 'name', library.project.name)], ['I1', 'I2', 'I3']],
    ['/incidents', 'IncidentType', [is('IncidentType', 'name', 'Type A')], ['I1']],
    ['/incidents', 'IncidentPriority', [is('IncidentPriority', 'name', 'Prio B')], ['I2', 'I3']],
    ['/incidents', 'IncidentSeverity', byId('IncidentSeverity', 'Sev A'), ['I1']],
    ['/cases', 'Tag', [tagged('blue')], ['C1', 'C3']],
    ['/cases', 'TagType', byId('TagType', 'colour'), ['C1', 'C2', 'C3']],
    ['/cases', 'IndividualContact', [is('IndividualContact', 'email', 'pat@example.com')], ['C1', 'C2']],
    ['/cases', 'Assignee', [is('Assignee', 'email', 'cora@example.com')], ['C1']],
    ['/cases', 'Participant', [is('Participant', 'email', 'cora@example.com')], ['C1', 'C2']],
    ['/cases', 'Reporter', [is('Reporter', 'email', 'zoe@example.com')], ['C3']],
    ['/cases', 'Project', () => [is('Project', 'id', library.project.id), is('CaseType', 'name', 'Kind %', 'like')], ['C1', 'C2', 'C3']],
    ['/cases', 'CaseType', byId('CaseType', 'Kind Y'), ['C2']],
    ['/cases', 'CasePriority', [is('CasePriority', 'name', 'Urgent X')], ['C1']],
    ['/cases', 'CaseSeverity', [is('CaseSeverity', 'name', 'Grave Y')], ['C2', 'C3']],
    ['/tasks', 'Project', () => [is('Project', 'name', library.project.name)], ['task 1', 'task 2', 'task 3']],
    ['/tasks', 'Incident', byId('Incident', 'I2'), ['task 2']],
    ['/tasks', 'IncidentPriority', [is('IncidentPriority', 'name', 'Prio A')], ['task 1']],
    ['/tasks', 'IncidentType', [is('IncidentType', 'name', 'Type B')], ['task 2', 'task 3']],
    ['/feedback', 'Incident', byId('Incident', 'I1'), ['of I1']],
    ['/feedback', 'Case', byId('Case', 'C2'), ['of C2']],
    [
      '/feedback',
      'Project',
      () => [is('Project', 'name', library.project.name), is(undefined, 'feedback', '%1', 'like')],
      ['of C1', 'of I1'],
    ],
    ['/data/sources', 'Tag', [tagged('red')], ['S1']],
    ['/data/sources', 'TagType', [is('TagType', 'name', 'shape')], ['S2']],
    ['/data/sources', 'SourceEnvironment', [is('SourceEnvironment', 'name', 'site')], ['S1']],
    ['/data/queries', 'Tag', [tagged('red')], ['Q1']],
    ['/data/queries', 'TagType', [is('TagType', 'name', 'shape')], ['Q2']],
    ['/data/queries', 'Source', [is('Source', 'name', 'S2')], ['Q2']],
    ['/signals', 'Tag', [tagged('red')], ['G1']],
    ['/signals', 'TagType', [is('TagType', 'name', 'shape')], ['G2']],
    ['/signals/instances', 'Entity', [is('Entity', 'value', 'wombat')], ['N1']],
    ['/signals/instances', 'EntityType', byId('EntityType', 'plant'), ['N2']],
    ['/signals/instances', 'Signal', byId('Signal', 'G1'), ['N1']],
    ['/signals/instances', 'Case', [is('Case', 'title', '%G2%', 'like')], ['N2']],
    ['/signals/instances', 'Project', () => [is('Project', 'name', library.project.name)], ['N1', 'N2']],
    ['/tags', 'Project', () => [is('Project', 'name', library.project.name), tagged('red')], ['red']],
    ['/tags', 'TagType', [is('TagType', 'name', 'shape')], ['round']],
    ['/tags', 'TagType by id', byId('TagType', 'shape'), ['round']],
    ['/individuals', 'Project', () => [is('Project', 'id', library.project.id), is(undefined, 'email', 'cora@example.com')], ['Cora']],
  ];
  test.each(rows)('%s: %s', async (path, _name, filter, expected) => expect(await list(path, filter)).toEqual(expected));

  test('/plugins/instances: Plugin and Project', async () => {
    const type = is('Plugin', 'type', 'ticket');
    const items = (
      await library.all.Owner.send(
        'GET',
        `/{organization}/plugins/instances?${queryText({ filter: [type, is('Project', 'name', 'default')], itemsPerPage: -1 })}`,
      )
    ).json<{ items: { plugin: { type: string } }[] }>().items;
    expect(new Set(items.map(({ plugin }) => plugin.type))).toEqual(new Set(['ticket']));
  });

  test('/users: whatever the filter says, the members of the organization', async () => {
    const members = await found(library.all.Owner, '/users');
    expect(members.length).toBeGreaterThan(3);
    expect(await list('/users', [is('Organization', 'slug', 'nowhere')])).toEqual(members);
  });
});

describe('people, independently of each other', () => {
  const commander = is('Commander', 'email', 'cora@example.com');
  const assignee = is('Assignee', 'email', 'cora@example.com');
  const participant = is('Participant', 'email', 'pat@example.com');
  const rows: [string, string, unknown, string[]][] = [
    ['/incidents', 'commander and participant', [commander, participant], ['I1']],
    ['/incidents', 'commander or participant', { or: [commander, is('Participant', 'email', 'zoe@example.com')] }, ['I1', 'I3']],
    [
      '/incidents',
      'commander, reporter and participant',
      { and: [commander, participant, is('Reporter', 'email', 'rob@example.com')] },
      ['I1'],
    ],
    ['/incidents', 'participant who is not commander', [participant, { not: [is('Commander', 'email', 'pat@example.com')] }], ['I1']],
    [
      '/incidents',
      'two participants, neither the same person',
      [participant, is('Participant', 'email', 'cora@example.com')],
      ['I1', 'I2'],
    ],
    ['/cases', 'assignee and participant', [assignee, participant], ['C1']],
    ['/cases', 'assignee or participant', { or: [assignee, is('Participant', 'email', 'zoe@example.com')] }, ['C1', 'C3']],
    ['/cases', 'assignee, reporter and participant', [assignee, participant, is('Reporter', 'email', 'rob@example.com')], ['C1']],
    ['/cases', "people named by somebody else's words", [is('IndividualContact', 'name', 'Cora')], ['C1', 'C2']],
  ];
  test.each(rows)('%s: %s', async (path, _name, filter, expected) => expect(await list(path, filter)).toEqual(expected));

  test.each(rows)('a member asks as an owner does, of what is not restricted: %s: %s', async (path, _name, filter, expected) => {
    const visible = expected.filter((one) => !one.endsWith('3'));
    expect(await found(library.all.Member, path, { filter: JSON.stringify(filter) })).toEqual(visible);
  });

  test('a restricted incident is not found by its people', async () => {
    const filter = JSON.stringify([is('Commander', 'email', 'zoe@example.com')]);
    expect(await found(library.all.Member, '/incidents', { filter })).toEqual([]);
  });
});

describe('tags and case types', () => {
  const all = (...names: string[]) => ({ or: names.map((name) => tagged(name, 'TagAll')) });
  const some = (...names: string[]) => ({ or: names.map((name) => tagged(name)) });
  const never = (...names: string[]) => ({ or: names.map((name) => ({ model: 'NotCaseType', field: 'name', op: '==', value: name })) });
  const rows: [string, string, unknown, string[]][] = [
    ['/incidents', 'Tag within or: any of them', { and: [some('red', 'blue')] }, ['I1', 'I2', 'I3']],
    ['/incidents', 'TagAll: every one of them', { and: [all('red', 'blue')] }, ['I1']],
    ['/incidents', 'TagAll of one', { and: [all('red')] }, ['I1', 'I2']],
    ['/incidents', 'TagAll with the rest of the filter', { and: [all('red'), is('IncidentType', 'name', 'Type B')] }, ['I2']],
    ['/incidents', 'the rest before TagAll', { and: [is('IncidentType', 'name', 'Type B'), all('red')] }, ['I2']],
    ['/incidents', 'TagAll beside Tag', { and: [all('red'), some('blue', 'round')] }, ['I1']],
    ['/incidents', 'a tag none has', { and: [all('red', 'round')] }, []],
    ['/incidents', 'inside a list', [{ and: [all('red', 'blue')] }], ['I1']],
    ['/cases', 'TagAll', { and: [all('red', 'blue')] }, ['C1']],
    ['/cases', 'NotCaseType', { and: [is('CaseType', 'name', 'Kind %', 'like'), never('Kind X')] }, ['C2', 'C3']],
    ['/cases', 'none of several', { and: [is('CaseType', 'name', 'Kind %', 'like'), never('Kind X', 'Kind Y')] }, ['C3']],
    [
      '/cases',
      'NotCaseType and CaseType',
      { and: [never('Kind X'), { or: [is('CaseType', 'name', 'Kind X'), is('CaseType', 'name', 'Kind Y')] }] },
      ['C2'],
    ],
    ['/cases', 'NotCaseType with TagAll', { and: [never('Kind Y'), all('red')] }, ['C1']],
    ['/cases', 'NotCaseType by itself', [is('NotCaseType', 'name', 'Kind X'), is('CaseType', 'name', 'Kind %', 'like')], ['C2', 'C3']],
    ['/data/sources', 'TagAll', { and: [all('red')] }, ['S1']],
    ['/signals', 'TagAll', { and: [all('round')] }, ['G2']],
  ];
  test.each(rows)('%s: %s', async (path, _name, filter, expected) => expect(await list(path, filter)).toEqual(expected));

  test('the id of a case type is enough', async () => {
    const filter = [is('CaseType', 'name', 'Kind %', 'like'), { or: [is('NotCaseType', 'id', library.rows['Kind X']?.id)] }];
    expect(await list('/cases', filter)).toEqual(['C2', 'C3']);
  });
});

describe('models are understood however they are written', () => {
  const rows: [string, string, unknown, string[]][] = [
    ['/incidents', 'lower case', [is('incidenttype', 'name', 'Type A')], ['I1']],
    ['/incidents', 'upper case', [is('INCIDENTTYPE', 'name', 'Type A')], ['I1']],
    ['/incidents', 'table name', [is('incident_type', 'name', 'Type A')], ['I1']],
    ['/incidents', 'null is the listed one', [is(null, 'title', 'I1')], ['I1']],
    ['/incidents', 'undefined is the listed one', [is('undefined', 'title', 'I1')], ['I1']],
    ['/incidents', 'none is the listed one', [is(undefined, 'title', 'I1')], ['I1']],
    ['/incidents', 'its own name', [is('Incident', 'title', 'I1')], ['I1']],
    ['/incidents', 'commander', [is('commander', 'email', 'cora@example.com')], ['I1']],
    ['/incidents', 'tagall', { and: [{ or: [tagged('red', 'tagall'), tagged('blue', 'tagall')] }] }, ['I1']],
    ['/signals/instances', 'signal', [is('signal', 'name', 'G1')], ['N1']],
    ['/signals/instances', 'entity_type', [is('entity_type', 'name', 'plant')], ['N2']],
    ['/teams', 'Team', [is('Team', 'name', 'nobody')], []],
    ['/individuals', 'individual_contact', [is('individual_contact', 'name', 'Cora')], ['Cora']],
  ];
  test.each(rows)('%s: %s', async (path, _name, filter, expected) => expect(await list(path, filter)).toEqual(expected));
});

describe('values and operators', () => {
  const ROWS: [string, string, unknown, string[]][] = [
    ['/tags', 'true as a text', [is('Tag', 'discoverable', 'true'), is('TagType', 'name', 'shape', '!=')], ['blue', 'red']],
    ['/tags', 'false as a text', [is('Tag', 'discoverable', 'False')], ['round']],
    ['/tags', 'false itself', [is('Tag', 'discoverable', false)], ['round']],
    ['/tags', 'a number as a text', [is('Tag', 'id', '0', '>'), is('TagType', 'name', 'shape')], ['round']],
    ['/tags', '== by default', [{ model: 'Tag', field: 'name', value: 'red' }], ['red']],
    ['/tasks', 'a time with an offset', [is('Task', 'resolve_by', '2026-02-01T10:00:00+02:00')], ['task 1']],
    ['/tasks', 'the same time in UTC', [is('Task', 'resolve_by', '2026-02-01T08:00:00.000000Z')], ['task 1']],
    ['/tasks', 'the same time without a zone', [is('Task', 'resolve_by', '2026-02-01T08:00:00')], ['task 1']],
    ['/tasks', 'a date alone', [is('Task', 'resolve_by', '2026-02-01', '>='), is('Task', 'resolve_by', '2026-02-02', '<')], ['task 1']],
    ['/tags', 'like, with one letter', [is('Tag', 'name', 'r_d', 'like')], ['red']],
    ['/tags', 'like knows upper case', [is('Tag', 'name', 'R%', 'like')], []],
    ['/tags', 'ilike does not', [is('Tag', 'name', 'R%', 'ilike')], ['red', 'round']],
    ['/tags', 'not_ilike', [is('TagType', 'name', 'colour'), is('Tag', 'name', 'R%', 'not_ilike')], ['blue']],
    ['/tags', 'an escaped wildcard', [is('Tag', 'name', 'r\\%', 'like')], []],
    ['/tags', 'a backslash at the end', [is('Tag', 'name', 'red\\', 'like')], []],
    ['/tags', 'in', [is('Tag', 'name', ['red', 'round', 'nothing'], 'in')], ['red', 'round']],
    ['/tags', 'in of none', [is('Tag', 'name', [], 'in')], []],
    ['/tags', 'not_in', [is('TagType', 'name', ['colour', 'shape'], 'in'), is('Tag', 'name', ['red'], 'not_in')], ['blue', 'round']],
    ['/tags', '== null is nothing', [is('Tag', 'source', null)], []],
    ['/tags', '!= null is nothing', [is('Tag', 'name', null, '!=')], []],
    ['/tags', 'like null is nothing', [is('Tag', 'name', null, 'ilike')], []],
    ['/incidents', 'a project that is not known yet', [is('Project', 'id', null)], []],
    ['/feedback', 'is_null', [is('Feedback', 'case_id', undefined, 'is_null')], ['of I1', 'of I2', 'of I3']],
    ['/feedback', 'is_not_null', [is('Feedback', 'case_id', undefined, 'is_not_null')], ['of C1', 'of C2', 'of C3']],
    ['/incidents', 'is_null of what is not linked', [is('Term', 'text', undefined, 'is_null')], ['I2', 'I3']],
    ['/incidents', 'any of a relation by name', [is('Incident', 'tags', 'blue', 'any')], ['I1', 'I3']],
    ['/incidents', 'not_any of a relation', [is('Incident', 'tags', 'blue', 'not_any')], ['I2']],
    ['/incidents', 'any of a relation of people', [is(undefined, 'participants', 'Pat', 'any')], ['I1', 'I2']],
    ['/incidents', 'not_any of a joined model', [is('Tag', 'name', 'blue', 'not_any')], ['I2']],
    ['/signals/instances', 'a relation that leads nowhere', [is('SignalInstance', 'case', undefined, 'is_null')], []],
    ['/feedback', 'a relation that leads somewhere', [is('Feedback', 'case', undefined, 'is_not_null')], ['of C1', 'of C2', 'of C3']],
    ['/tags', 'not', [is('TagType', 'name', 'colour'), { not: [tagged('red')] }], ['blue']],
    ['/tags', 'or goes before and', { or: [tagged('red')], and: [tagged('blue')] }, ['red']],
    ['/tags', 'and goes before not', { and: [tagged('red')], not: [tagged('red')] }, ['red']],
    [
      '/tags',
      'groups within groups',
      { or: [{ and: [tagged('red'), is('TagType', 'name', 'colour')] }, { and: [tagged('round')] }] },
      ['red', 'round'],
    ],
    ['/tags', 'a single condition', tagged('red'), ['red']],
    ['/tags', 'an empty group beside a condition', { and: [{}, { and: [] }, null, tagged('red')] }, ['red']],
  ];
  test.each(ROWS)('%s: %s', async (path, _name, filter, expected) => expect(await list(path, filter)).toEqual(expected));

  test('any of a relation by id', async () => {
    expect(await list('/incidents', [is('Incident', 'tags', library.rows.blue?.id, 'any')])).toEqual(['I1', 'I3']);
    const [entity] = (await page(library.all.Owner, '/entity', { q: 'wombat' })).items;
    expect(await list('/signals/instances', [is('SignalInstance', 'entities', entity?.id, 'any')])).toEqual(['N1']);
  });

  test('a time to the microsecond', async () => {
    const team = { name: 'Watch', email: 'watch@example.com', project: library.project };
    await library.make('/teams', { ...team, evergreen_last_reminder_at: '2026-02-01T10:00:00.123456Z' });
    const at = (value: string) => list('/teams', [is('TeamContact', 'evergreen_last_reminder_at', value)]);
    expect(await at('2026-02-01T10:00:00.123456Z')).toEqual(['Watch']);
    expect(await at('2026-02-01T12:00:00.123456+02:00')).toEqual(['Watch']);
    expect(await at('2026-02-01T10:00:00.123457Z')).toEqual([]);
    expect(await at('2026-02-01T10:00:00.123Z')).toEqual([]);
  });

  test('any of a list that a row keeps', async () => {
    const { Owner } = library.all;
    const [first] = (await Owner.send('GET', '/{organization}/mail?itemsPerPage=1')).json<{ items: { to: string[] }[] }>().items;
    const count = async (op: string) =>
      (await found(Owner, '/mail', { filter: JSON.stringify([is(undefined, 'to', first?.to[0], op)]) })).length;
    expect(await count('any')).toBeGreaterThan(0);
    expect((await count('any')) + (await count('not_any'))).toBe((await found(Owner, '/mail')).length);
  });

  test('a row appears once, however many of its rows match', async () => {
    expect(await list('/incidents', [is('Tag', 'name', ['red', 'blue'], 'in')])).toEqual(['I1', 'I2', 'I3']);
  });
});

describe('filters as the browser application makes them', () => {
  const window = { and: [is('Incident', 'reported_at', '2026-01-01', '>='), is('Incident', 'reported_at', '2026-02-01', '<=')] };
  const rows: [string, string, Filter, string[]][] = [
    [
      '/incidents',
      'columns, a window and a visibility',
      (rows: Library['rows']) => ({
        and: [
          window,
          { or: [{ model: 'Project', field: 'name', op: '==', value: library.project.name }] },
          { or: [{ model: 'IncidentType', field: 'id', op: '==', value: rows['Type A']?.id }] },
          { or: [is('Incident', 'status', 'Active'), is('Incident', 'status', 'Stable')] },
          { or: [is('TagAll', 'id', rows.red?.id)] },
          { or: [is('Commander', 'email', 'cora@example.com')] },
          { and: [is('Incident', 'visibility', 'Open')] },
        ],
      }),
      ['I1'],
    ],
    [
      '/incidents',
      'a window that is past',
      { and: [{ and: [is('Incident', 'reported_at', '2020-01-01', '>='), is('Incident', 'reported_at', '2020-02-01', '<=')] }] },
      [],
    ],
    ['/incidents', 'one by its name', ({ I1 }: Library['rows']) => [{ and: [is('Incident', 'name', I1?.name)] }], ['I1']],
    [
      '/cases',
      'columns with types that are left out',
      {
        and: [
          { or: [is('NotCaseType', 'name', 'Kind Y')] },
          { or: [is('Assignee', 'email', 'cora@example.com')] },
          { or: [is('Participant', 'email', 'pat@example.com')] },
        ],
      },
      ['C1'],
    ],
    ['/tags', 'a leaf without a model', { field: 'name', op: '==', value: 'red' }, ['red']],
    [
      '/tags',
      'the tag picker',
      ({ colour }: Library['rows']) => ({
        and: [is('Project', 'name', 'default'), is('Tag', 'discoverable', 'true'), is('Tag', 'tag_type_id', [colour?.id], 'in')],
      }),
      ['blue', 'red'],
    ],
    ['/individuals', 'the people of the case page', [is('IndividualContact', 'name', '%cor%', 'ilike')], ['Cora']],
    ['/projects', 'the default project', { field: 'default', op: '==', value: true }, ['default']],
    ['/forms', 'forms of no incident', [is('Incident', 'id', null)], []],
    [
      '/signals/instances',
      'alerts of definitions',
      ({ G1, G2 }: Library['rows']) => ({ and: [{ or: [is('Signal', 'id', G1?.id), is('signal', 'id', G2?.id)] }] }),
      ['N1', 'N2'],
    ],
  ];
  test.each(rows)('%s: %s', async (path, _name, filter, expected) => expect(await list(path, filter)).toEqual(expected));
});

describe('what the pickers and pages of the browser application ask for is answered', () => {
  const project = is('Project', 'id', 1);
  const named = is('Project', 'name', 'default');
  const enabled = (model: string, field = 'enabled') => is(model, field, 'true');
  const rows: [string, unknown][] = [
    ['/projects', { and: [enabled('Project')] }],
    ['/incident_types', { and: [project, enabled('IncidentType')] }],
    ['/incident_priorities', { and: [project, enabled('IncidentPriority')] }],
    ['/incident_severities', { and: [project, enabled('IncidentSeverity')] }],
    ['/case_types', { and: [named, enabled('CaseType')] }],
    ['/case_priorities', [is('CasePriority', 'default', true)]],
    ['/case_severities', { and: [named, enabled('CaseSeverity')] }],
    ['/individuals', { and: [project] }],
    ...['incident', 'case', 'query', 'signal', 'source', 'document'].map((kind): [string, unknown] => [
      '/tag_types',
      { and: [named, enabled('TagType', `discoverable_${kind}`)] },
    ]),
    ['/services', { and: [project, enabled('Service', 'is_active')] }],
    ['/search/filters', { and: [project] }],
    ['/plugins/instances', { and: [enabled('PluginInstance'), named, is('Plugin', 'type', 'oncall')] }],
    ['/plugins/plugin_events', [is('Plugin', 'slug', 'tocsin-ticket')]],
    ['/documents', { and: [named, is('Document', 'resource_type', 'dispatch-incident-document-template')] }],
    ['/cost_models', { and: [project, enabled('CostModel')] }],
    ['/entity_type', { and: [project, is('EntityType', 'scope', ['multiple', 'single'], 'in')] }],
    ['/signals', { and: [project] }],
    ['/signals/filters', { and: [project] }],
    ['/signals/engagements', { and: [project] }],
    ['/workflows', { and: [project] }],
    ['/terms', { and: [project] }],
    ['/definitions', { and: [project] }],
    ...['', '/types', '/statuses', '/environments', '/transports', '/dataFormats'].map((kind): [string, unknown] => [
      `/data/sources${kind}`,
      { and: [project] },
    ]),
    ...['Environment', 'Transport', 'DataFormat', 'Status', 'Type'].map((kind): [string, unknown] => [
      '/data/sources',
      { and: [{ or: [is(`Source${kind}`, 'name', 'x')] }] },
    ]),
    [
      '/forms',
      {
        and: [
          { or: [is('FormsType', 'id', 1)] },
          { or: [is('Forms', 'status', 'Draft')] },
          { or: [is('Forms', 'attorney_status', 'Not reviewed')] },
        ],
      },
    ],
    ['/forms_type', { and: [project] }],
    ['/feedback', { and: [{ or: [is('Incident', 'id', 1)] }, { or: [is('Case', 'id', 1)] }, { or: [project] }] }],
    ['/service_feedback', { and: [{ or: [project] }] }],
    ['/email_template', { and: [named] }],
    ['/ai', { and: [named] }],
    ['/notifications', { and: [named] }],
    ['/teams', { and: [named] }],
    ['/incident_cost_types', { and: [named] }],
    ['/case_cost_types', { and: [named] }],
    ['/entity', { and: [{ or: [project] }, is('EntityType', 'id', 1)] }],
    ['/workflows', { and: [is('PluginInstance', 'enabled', 'true')] }],
  ];
  test.each(rows)('%s %j', async (path, filter) => {
    const all = await found(library.all.Owner, path);
    const some = await list(path, filter);
    expect(all).toEqual(expect.arrayContaining(some));
  });

  test('what belongs to a project is not found in another', async () => {
    for (const path of ['/tags', '/signals', '/entity_type', '/data/sources', '/case_types', '/plugins/instances']) {
      expect([path, (await list(path, [named])).length > 0]).toEqual([path, true]);
      expect([path, await list(path, [is('Project', 'id', 0)])]).toEqual([path, []]);
    }
  });
});

describe('what is no filter is refused with its place', () => {
  const refused: [string, string][] = [
    ['no JSON', '{'],
    ['JSON that is a text', '"red"'],
    ['JSON that is a number', '1'],
    ['no field', '[{"op":"==","value":1}]'],
    ['a field that is no text', '[{"field":1,"value":1}]'],
    ['an unknown field', '[{"field":"colour","value":1}]'],
    ['an unknown field of a joined model', '[{"model":"TagType","field":"nothing","value":1}]'],
    ['an unknown operator', '[{"field":"name","op":"=","value":1}]'],
    ['an operator that is no text', '[{"field":"name","op":null,"value":1}]'],
    ['an unknown model', '[{"model":"Nothing","field":"name","value":1}]'],
    ['a model that is no text', '[{"model":1,"field":"name","value":1}]'],
    ['a model out of reach', '[{"model":"WorkflowInstance","field":"id","value":1}]'],
    ['no value', '[{"field":"name","op":"=="}]'],
    ['a text for a number', '[{"field":"id","value":"one"}]'],
    ['a fraction for a whole number', '[{"field":"id","value":1.5}]'],
    ['a number too large', '[{"field":"id","value":99999999999}]'],
    ['an object for a text', '[{"field":"name","value":{"a":1}}]'],
    ['an object for a pattern', '[{"field":"name","op":"like","value":{"a":1}}]'],
    ['a zero character', '[{"field":"name","op":"ilike","value":"\\u0000"}]'],
    ['a word for yes or no', '[{"field":"discoverable","value":"perhaps"}]'],
    ['a single value for in', '[{"field":"name","op":"in","value":"red"}]'],
    ['an or of no list', '{"or":{"field":"name","value":"red"}}'],
    ['a not of two', '{"not":[{"field":"id","value":1},{"field":"id","value":2}]}'],
    ['a not of none', '{"not":[]}'],
    ['a secret', '[{"model":"PluginInstance","field":"configuration","value":"x"}]'],
    ['any of what is no relation', '[{"field":"colour","op":"any","value":"x"}]'],
  ];
  test.each(refused)('%s', async (_name, filter) => {
    const answer = await library.all.Owner.send('GET', `/{organization}/tags?${queryText({ filter })}`);
    expect([answer.status, answer.json<{ detail: { loc: string[] }[] }>().detail?.map(({ loc }) => loc)], answer.text).toEqual([
      422,
      [['query', 'filter']],
    ]);
  });

  test('a word for a time', async () => {
    const answer = await library.all.Owner.send(
      'GET',
      `/{organization}/tasks?${queryText({ filter: '[{"field":"resolve_by","value":"soon"}]' })}`,
    );
    expect(answer.status).toBe(422);
  });

  test('a text where a row keeps a list', async () => {
    for (const op of ['==', '<', 'in']) {
      const filter = JSON.stringify([is(undefined, 'to', op === 'in' ? ['x'] : 'x', op)]);
      const answer = await library.all.Owner.send('GET', `/{organization}/mail?${queryText({ filter })}`);
      expect([op, answer.status]).toEqual([op, 422]);
    }
  });
});

describe('saved filters', () => {
  const save = (subject: string, expression: unknown[]) =>
    library.all.Owner.send('POST', '/{organization}/search/filters', {
      name: `Saved ${Math.random()}`,
      subject,
      expression,
      project: library.project,
    });
  const COMMON = ['Tag.id', 'Tag.name', 'TagType.id', 'TagType.name', 'Project.id', 'Project.name'];
  const words: Record<string, string[]> = {
    incident: [
      ...COMMON,
      'Incident.visibility',
      'Incident.status',
      ...['Type', 'Priority', 'Severity'].flatMap((one) => [`Incident${one}.id`, `Incident${one}.name`]),
    ],
    case: [
      ...COMMON,
      'Case.visibility',
      'Case.status',
      ...['Type', 'Priority', 'Severity'].flatMap((one) => [`Case${one}.id`, `Case${one}.name`]),
    ],
  };
  const rows = Object.entries(words).flatMap(([subject, all]) =>
    all.map((word) => [subject, ...word.split('.')] as [string, string, string]),
  );
  test.each(rows)('of %ss speak of %s by %s', async (subject, model, field) => {
    const answer = await save(subject, [{ or: [is(model, field, field === 'id' ? 1 : 'something')] }]);
    expect(answer.status, answer.text).toBe(200);
  });

  test.each([
    ['case', 'IncidentType'],
    ['incident', 'NoSuchModel'],
    ['case', 'Commander'],
  ])('of %ss do not speak of %s', async (subject, model) => {
    const answer = await save(subject, [is(model, 'colour', 1)]);
    expect([answer.status, answer.json<{ detail: { loc: string[] }[] }>().detail[0]?.loc]).toEqual([422, ['body', 'expression']]);
  });
});
