import { beforeAll, describe, expect, test } from 'vitest';
import { anOrganization } from '../harness.ts';
import type { Caller } from './callers.ts';
import { problemsOf } from './document.ts';
import { aLibrary, callOf, inOrder, type Library, page, type Query, queryText, type Row } from './library.ts';

/*
 * Lists as the contract states them: their envelope, what of each item is shown, and in which order.
 */

let library: Library;
let owner: Caller;

beforeAll(async () => {
  library = await aLibrary(await anOrganization());
  owner = library.all.Owner;
});

const get = (path: string, query: Query | string) =>
  owner.send('GET', `/{organization}${path}?${typeof query === 'string' ? query : queryText(query)}`);

describe('the envelope', () => {
  const nothing = JSON.stringify([{ field: 'id', value: 0 }]);
  const rows: [string, string, Query, [itemsPerPage: number, page: number, total: number, items: number]][] = [
    ['five by default, no more than there are', '/incidents', {}, [3, 1, 3, 3]],
    ['as many as are asked for', '/incidents', { itemsPerPage: 2 }, [2, 1, 3, 2]],
    ['the rest on the next page', '/incidents', { itemsPerPage: 2, page: 2 }, [2, 2, 3, 1]],
    ['past the end', '/incidents', { itemsPerPage: 2, page: 9 }, [2, 9, 3, 0]],
    ['the last page number there is', '/incidents', { page: 2147483646 }, [3, 2147483646, 3, 0]],
    ['more than there are', '/incidents', { itemsPerPage: 5000 }, [3, 1, 3, 3]],
    ['the largest page there is', '/incidents', { itemsPerPage: 100_000 }, [3, 1, 3, 3]],
    ['-1: all', '/incidents', { itemsPerPage: -1 }, [3, 1, 3, 3]],
    ['0: how many there are', '/incidents', { itemsPerPage: 0 }, [0, 1, 3, 0]],
    ['none: the size that was asked for', '/incidents', { itemsPerPage: 7, filter: nothing }, [7, 1, 0, 0]],
    ['none of all', '/incidents', { itemsPerPage: -1, filter: nothing }, [-1, 1, 0, 0]],
    ['none by default', '/incidents', { filter: nothing }, [5, 1, 0, 0]],
    ['tags: the size that was asked for', '/tags', { itemsPerPage: 50 }, [50, 1, 3, 3]],
    ['tags: all', '/tags', { itemsPerPage: -1 }, [-1, 1, 3, 3]],
    ['tags: by default', '/tags', {}, [5, 1, 3, 3]],
    ['a total after the filter', '/incidents', { filter: '[{"field":"title","value":"I2"}]' }, [1, 1, 1, 1]],
    ['a total after the search', '/incidents', { q: 'I2' }, [1, 1, 1, 1]],
    ['a blank search is none', '/incidents', { q: '  ' }, [3, 1, 3, 3]],
    ['a blank filter is none', '/incidents', { filter: ' ' }, [3, 1, 3, 3]],
    ['events among cases: no alert led to them', '/cases', { security_event_only: true }, [3, 1, 3, 3]],
    ['cases that alerts led to count without it', '/cases', { security_event_only: false }, [5, 1, 5, 5]],
    ['events alone, in short', '/cases/minimal', { security_event_only: true }, [3, 1, 3, 3]],
    ['accepted and ignored elsewhere', '/incidents', { security_event_only: true }, [3, 1, 3, 3]],
    ['words the contract does not know are ignored', '/incidents', { fields: '["id"]', sortDesc: 'true', minimal: true }, [3, 1, 3, 3]],
  ];
  test.each(rows)('%s', async (_name, path, query, expected) => {
    const answer = await get(path, query);
    const { itemsPerPage, page: number, total, items } = answer.json<{ itemsPerPage: number; page: number; total: number; items: [] }>();
    expect([itemsPerPage, number, total, items.length]).toEqual(expected);
    expect(Object.keys(answer.json<object>())).toEqual(['itemsPerPage', 'page', 'total', 'items']);
  });

  test('a total counts what the caller may see', async () => {
    for (const path of ['/incidents', '/tasks'])
      expect([path, (await page(owner, path)).total, (await page(library.all.Member, path)).total]).toEqual([path, 3, 2]);
    expect([(await page(owner, '/cases')).total, (await page(library.all.Member, '/cases')).total]).toEqual([5, 4]);
  });

  test('pages share all rows among them', async () => {
    const pages = await Promise.all([1, 2, 3].map((number) => page(owner, '/cases', { itemsPerPage: 2, page: number })));
    const whole = await page(owner, '/cases', { itemsPerPage: -1 });
    expect(pages.flatMap(({ items }) => items)).toEqual(whole.items);
  });

  const refused: [string, Query][] = [
    ['page', { page: 0 }],
    ['page', { page: -1 }],
    ['page', { page: 2147483647 }],
    ['page', { page: 'first' }],
    ['itemsPerPage', { itemsPerPage: -2 }],
    ['itemsPerPage', { itemsPerPage: 2147483647 }],
    ['itemsPerPage', { itemsPerPage: 'all' }],
    ['q', { q: 'a\0b' }],
    ['security_event_only', { security_event_only: 'perhaps' }],
  ];
  test.each(refused)('%s is refused with its place: %j', async (name, query) => {
    const answer = await get('/cases', query);
    expect([answer.status, answer.json<{ detail: { loc: string[] }[] }>().detail[0]?.loc], answer.text).toEqual([422, ['query', name]]);
  });

  test('all problems are told together', async () => {
    const answer = await get('/incidents', { page: 0, itemsPerPage: -2 });
    expect(
      answer
        .json<{ detail: { loc: string[] }[] }>()
        .detail.map(({ loc }) => loc[1])
        .sort(),
    ).toEqual(['itemsPerPage', 'page']);
  });
});

describe('parts of items', () => {
  const I1 = '[{"field":"title","value":"I1"}]';
  const C1 = '[{"field":"title","value":"C1"}]';
  const first = async (path: string, query: Query): Promise<unknown> => {
    const filter = path === '/tasks' ? '[{"field":"description","value":"task 1"}]' : path === '/cases' ? C1 : I1;
    return (await page(owner, path, { filter, ...query })).items[0];
  };
  const rows: [string, string, string[], unknown][] = [
    ['a key', '/incidents', ['title'], { title: 'I1' }],
    ['keys', '/incidents', ['title', 'status'], { title: 'I1', status: 'Active' }],
    ['a key of an object', '/incidents', ['incident_type.name'], { incident_type: { name: 'Type A' } }],
    [
      'keys of an object are merged',
      '/incidents',
      ['incident_type.name', 'incident_type.enabled'],
      { incident_type: { name: 'Type A', enabled: true } },
    ],
    ['a key of each of a list', '/incidents', ['tags[].name'], { tags: [{ name: 'red' }, { name: 'blue' }] }],
    ['a list without its brackets', '/incidents', ['tags.name'], { tags: [{ name: 'red' }, { name: 'blue' }] }],
    ['deep below', '/incidents', ['commander.individual.email'], { commander: { individual: { email: 'cora@example.com' } } }],
    [
      'deep below a list',
      '/incidents',
      ['tags[].tag_type.name'],
      { tags: [{ tag_type: { name: 'colour' } }, { tag_type: { name: 'colour' } }] },
    ],
    ['an unknown key is ignored', '/incidents', ['title', 'colour', 'incident_type.colour'], { title: 'I1', incident_type: {} }],
    ['nothing that is known', '/incidents', ['colour'], {}],
    [
      'a case',
      '/cases',
      ['title', 'case_type.name', 'assignee.individual.email'],
      { title: 'C1', case_type: { name: 'Kind X' }, assignee: { individual: { email: 'cora@example.com' } } },
    ],
    ['a task', '/tasks', ['description', 'incident.title'], { description: 'task 1', incident: { title: 'I1' } }],
  ];
  test.each(rows)('%s: %s %j', async (_name, path, include, expected) => {
    expect(await first(path, { 'include[]': include })).toEqual(expected);
  });

  test('a path that ends on an object means all of it, whatever else is asked of it', async () => {
    const whole = (await first('/incidents', { expand: true })) as Row;
    for (const include of [['incident_type'], ['incident_type', 'incident_type.name'], ['incident_type.name', 'incident_type']])
      expect(await first('/incidents', { 'include[]': include })).toEqual({ incident_type: whole.incident_type });
  });

  test('each path of the participants', async () => {
    const { participants } = (await first('/incidents', { 'include[]': ['participants[].individual.email'] })) as {
      participants: { individual: { email: string } }[];
    };
    expect(participants.map((one) => one.individual.email)).toEqual(
      expect.arrayContaining(['cora@example.com', 'pat@example.com', 'rob@example.com']),
    );
    expect(Object.keys(participants[0] as object)).toEqual(['individual']);
  });

  test.each(['/incidents', '/cases'])('%s: everything with expand, whatever is included', async (path) => {
    const short = Object.keys((await first(path, {})) as Row);
    const whole = Object.keys((await first(path, { expand: true })) as Row);
    expect(whole.length).toBeGreaterThan(short.length);
    expect(Object.keys((await first(path, { expand: true, 'include[]': ['title'] })) as Row)).toEqual(whole);
    expect(Object.keys((await first(path, { expand: false })) as Row)).toEqual(short);
  });

  test.each([
    ['/incidents', 'IncidentReadMinimal', 'IncidentRead'],
    ['/cases', 'CaseReadMinimal', 'CaseRead'],
    ['/cases/minimal', 'CaseReadMinimalWithExtras', undefined],
    ['/tasks', 'TaskRead', undefined],
  ])('%s: short items are %s, whole ones are %s', async (path, short, whole) => {
    const wrong = async (name: string, query: Query) => {
      const { items } = await page(owner, path, query);
      return items.flatMap((item) => problemsOf({ $ref: `#/components/schemas/${name}` }, item));
    };
    expect(await wrong(short, {})).toEqual([]);
    if (whole) expect(await wrong(whole, { expand: true })).toEqual([]);
  });

  test('parts of what the whole shows', async () => {
    const path = `/incidents/${library.rows.I1?.id}`;
    const one = (await owner.send('GET', `/{organization}${path}`)).json<Row>();
    const whole = (await first('/incidents', { expand: true })) as Row;
    for (const key of ['title', 'tags', 'project', 'participants', 'incident_priority', 'reported_at'])
      expect([key, whole[key]]).toEqual([key, one[key]]);
  });
});

/** What the browser application sorts by, list by list, and what a row shows of it. */
const SORTS: Record<string, string[]> = {
  '/incidents': [
    'name',
    'title',
    'status',
    'visibility',
    'reported_at',
    'created_at',
    'closed_at',
    'stable_at',
    'total_cost',
    'project.display_name',
    'incident_type.name',
    'incident_priority.name',
    'incident_priority.view_order',
    'incident_severity.name',
    'incident_type',
    'incident_priority',
    'incident_severity',
    'project',
    'commander',
    'reporter',
    'project_id',
  ],
  '/cases': [
    'name',
    'title',
    'status',
    'visibility',
    'reported_at',
    'created_at',
    'closed_at',
    'case_type.name',
    'case_priority.name',
    'case_severity.name',
    'case_type',
    'case_priority',
    'case_severity',
    'project.display_name',
    'assignee',
    'reporter',
    'total_cost_classic',
    'total_cost_new',
  ],
  '/cases/minimal': ['name', 'title', 'case_type.name'],
  '/tasks': [
    'description',
    'status',
    'priority',
    'source',
    'resolved_at',
    'resolve_by',
    'created_at',
    'updated_at',
    'incident.name',
    'incident',
    'owner',
    'creator',
    'project.display_name',
    'incident_priority.name',
    'incident_type.name',
  ],
  '/tags': [
    'name',
    'source',
    'discoverable',
    'description',
    'external_id',
    'tag_type.name',
    'tag_type',
    'TagType.name',
    'project.display_name',
  ],
  '/tag_types': ['name', 'description', 'exclusive', 'required'],
  '/terms': ['text', 'discoverable'],
  '/definitions': ['text', 'source'],
  '/individuals': ['name', 'email', 'company', 'is_external', 'is_active', 'project.display_name', 'created_at'],
  '/teams': ['name', 'email', 'company', 'is_external', 'is_active', 'notes'],
  '/services': ['name', 'type', 'external_id', 'is_active', 'health_metrics', 'description'],
  '/documents': ['name', 'resource_type', 'resource_id', 'created_at', 'incident.name'],
  '/users': ['email', 'created_at'],
  '/projects': ['name', 'display_name', 'default', 'enabled'],
  '/incident_types': ['name', 'enabled', 'default', 'visibility', 'description', 'cost_model'],
  '/incident_priorities': [
    'name',
    'view_order',
    'enabled',
    'default',
    'page_commander',
    'tactical_report_reminder',
    'executive_report_reminder',
  ],
  '/incident_severities': ['name', 'view_order', 'enabled', 'default'],
  '/case_types': ['name', 'enabled', 'default', 'visibility', 'conversation_target'],
  '/case_priorities': ['name', 'view_order', 'page_assignee', 'enabled', 'default'],
  '/case_severities': ['name', 'view_order', 'enabled'],
  '/incident_cost_types': ['name', 'category', 'editable', 'default', 'created_at'],
  '/case_cost_types': ['name', 'category', 'editable', 'model_type'],
  '/cost_models': ['name', 'enabled', 'CostModel.created_at', 'updated_at'],
  '/search/filters': ['name', 'enabled', 'subject', 'created_at'],
  '/notifications': ['name', 'type', 'target', 'enabled'],
  '/plugins': ['slug', 'title', 'type', 'author', 'version', 'multiple'],
  '/plugins/instances': [
    'Plugin.slug',
    'plugin.slug',
    'plugin.title',
    'plugin.type',
    'plugin.author',
    'plugin.version',
    'plugin.multiple',
    'plugin',
    'enabled',
    'project.display_name',
  ],
  '/workflows': ['name', 'enabled', 'plugin_instance.enabled'],
  '/signals': [
    'name',
    'variant',
    'external_id',
    'enabled',
    'default',
    'create_case',
    'owner',
    'case_type.name',
    'case_priority.name',
    'source',
    'project.display_name',
  ],
  '/signals/instances': [
    'created_at',
    'signal.project.display_name',
    'signal.name',
    'project.display_name',
    'filter_action',
    'case.name',
    'case',
    'signal',
    'external_id',
  ],
  '/signals/filters': ['name', 'expiration', 'created_at', 'description'],
  '/signals/engagements': ['name', 'description', 'require_mfa'],
  '/entity': ['name', 'value', 'source', 'description', 'entity_type.name', 'entity_type'],
  '/entity_type': ['name', 'enabled', 'scope', 'regular_expression'],
  '/data/sources': [
    'name',
    'source_environment.name',
    'source_type',
    'source_status',
    'owner',
    'project.display_name',
    'data_last_loaded_at',
    'sampling_rate',
    'source_data_format',
    'source_transport',
  ],
  '/data/sources/environments': ['name', 'description'],
  '/data/queries': ['name', 'description', 'language', 'source.name', 'source'],
  '/forms': [
    'created_at',
    'updated_at',
    'status',
    'attorney_status',
    'score',
    'incident.name',
    'form_type.name',
    'form_type',
    'creator',
    'project.display_name',
  ],
  '/forms_type': ['name', 'enabled', 'description', 'service', 'created_at'],
  '/feedback': [
    'created_at',
    'rating',
    'feedback',
    'participant',
    'incident.name',
    'case.name',
    'project.display_name',
    'incident',
    'case',
  ],
  '/service_feedback': ['created_at', 'shift_end_at', 'rating', 'hours', 'feedback', 'individual', 'schedule', 'project.display_name'],
  '/email_template': ['email_template_type', 'enabled', 'project.display_name'],
  '/ai': ['genai_type', 'enabled', 'created_at'],
};

/** What an item shows under a dotted path; undefined when it does not show it. */
const shown = (row: Row, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : at === null ? null : undefined),
      row,
    );

describe('sorting', () => {
  const pairs = Object.entries(SORTS).flatMap(([path, names]) => names.map((name) => [path, name] as const));
  test.each(pairs)('%s by %s, up and down', async (path, name) => {
    const sorted = (down: boolean) => page(owner, path, { itemsPerPage: -1, 'sortBy[]': [name], 'descending[]': [down] });
    const [up, down, plain] = [
      (await sorted(false)).items,
      (await sorted(true)).items,
      (await page(owner, path, { itemsPerPage: -1 })).items,
    ];
    const ids = (items: Row[]) => items.map(({ id }) => id).sort();
    expect(ids(up)).toEqual(ids(plain));
    expect(ids(down)).toEqual(ids(plain));
    const values = up.map((row) => shown(row, name));
    if (values.some((value) => value === undefined || (typeof value === 'object' && value !== null))) return;
    expect(down.map((row) => shown(row, name))).toEqual(values.toReversed());
    const rest = values.filter((value) => value !== null);
    expect(values.slice(0, rest.length), 'what is empty comes last').toEqual(rest);
    if (typeof rest[0] !== 'string') expect(rest).toEqual(rest.toSorted((a, b) => Number(a) - Number(b)));
  });

  const inc = (sortBy: string[], descending: unknown[]) => inOrder(owner, '/incidents', { 'sortBy[]': sortBy, 'descending[]': descending });
  const rows: [string, string[], unknown[], string[]][] = [
    ['no order asked for: as they were made', [], [], ['I1', 'I2', 'I3']],
    ['fields without directions: no order', ['title'], [], ['I1', 'I2', 'I3']],
    ['directions without fields: no order', [], [true], ['I1', 'I2', 'I3']],
    ['down', ['title'], [true], ['I3', 'I2', 'I1']],
    ['a JSON object, whose order counts for nothing', ['{"key":"title","order":"asc"}'], [true], ['I3', 'I2', 'I1']],
    ['a JSON object with a path', ['{"key":"incident_priority.view_order","order":"desc"}'], [false], ['I2', 'I3', 'I1']],
    ['a relation by its name', ['incident_type'], [true], ['I2', 'I3', 'I1']],
    ['a model', ['IncidentType.name'], [true], ['I2', 'I3', 'I1']],
    ['a table', ['incident_priority.view_order'], [false], ['I2', 'I3', 'I1']],
    ['the last two of more', ['anything.whatever.incident_type.name'], [true], ['I2', 'I3', 'I1']],
    ['its own model', ['Incident.title'], [true], ['I3', 'I2', 'I1']],
    ['people by name', ['commander'], [false], ['I1', 'I2', 'I3']],
    ['people by name, down', ['commander'], [true], ['I3', 'I2', 'I1']],
    ['what is equal stays in the order it was made', ['status'], [true], ['I1', 'I2', 'I3']],
    ['by two fields', ['incident_type.name', 'title'], [true, true], ['I3', 'I2', 'I1']],
    ['each in its direction', ['incident_type.name', 'title'], [false, true], ['I1', 'I3', 'I2']],
    ['a field without its direction is dropped', ['incident_type.name', 'title'], [true], ['I2', 'I3', 'I1']],
    ['a direction without its field is dropped', ['title'], [true, false, true], ['I3', 'I2', 'I1']],
    ['a field dropped is not even read', ['title', 'colour'], [true], ['I3', 'I2', 'I1']],
  ];
  test.each(rows)('%s', async (_name, sortBy, descending, expected) => expect(await inc(sortBy, descending)).toEqual(expected));

  test('brackets may be percent-encoded or not', async () => {
    for (const query of ['sortBy[]=title&descending[]=true', 'sortBy%5B%5D=title&descending%5B%5D=true'])
      expect((await get('/incidents', query)).json<{ items: Row[] }>().items.map(callOf)).toEqual(['I3', 'I2', 'I1']);
  });

  test('a row without the relation stays in the list, where what is empty is', async () => {
    const sorted = (down: boolean) => inOrder(owner, '/data/sources', { 'sortBy[]': ['source_environment.name'], 'descending[]': [down] });
    expect([await sorted(false), await sorted(true)]).toEqual([
      ['S1', 'S2'],
      ['S2', 'S1'],
    ]);
  });

  test('a way to many rows repeats none', async () => {
    expect((await inc(['Tag.name'], [false])).toSorted()).toEqual(['I1', 'I2', 'I3']);
  });

  const refused = [
    'colour',
    'Nothing.name',
    'incident_type.colour',
    'search',
    '',
    '{"key":1}',
    '{"order":"asc"}',
    '{',
    '{"key":"colour"}',
    'constructor',
  ];
  test.each(refused)('"%s" is refused with its place', async (name) => {
    const answer = await get('/incidents', { 'sortBy[]': [name], 'descending[]': [false] });
    expect([answer.status, answer.json<{ detail: { loc: string[] }[] }>().detail[0]?.loc], answer.text).toEqual([
      422,
      ['query', 'sortBy[]'],
    ]);
  });

  test('a direction is yes or no', async () => {
    expect((await get('/incidents', { 'sortBy[]': ['title'], 'descending[]': ['down'] })).status).toBe(422);
  });
});
