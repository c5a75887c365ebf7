import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '../../src/core/context.ts';
import { tableInfo } from '../../src/core/models.ts';
import { anOrganization, asUser, type TestOrganization } from '../harness.ts';
import { type Caller, callers, door } from './callers.ts';
import { furnish } from './furnish.ts';
import { aLibrary, callOf, found, inOrder, type Library, page, queryText, type Row } from './library.ts';
import { undoable } from './undone.ts';

/*
 * What the words of a search find, list by list and all lists at once.
 */

type Weight = 'A' | 'B' | 'C' | 'D';
type Entity = [table: string, path: string | undefined, config: 'english' | 'simple', columns: Record<string, Weight>];

/** What is searched of each entity, and how much a word in it counts. Without a path: it has no list of its own. */
const ENTITIES: Entity[] = [
  ['alerts', undefined, 'simple', { name: 'D' }],
  ['cases', '/cases', 'english', { name: 'A', title: 'B', description: 'C' }],
  ['case_cost_types', '/case_cost_types', 'english', { name: 'A', description: 'B' }],
  ['case_priorities', '/case_priorities', 'english', { name: 'D', description: 'D' }],
  ['case_severities', '/case_severities', 'simple', { name: 'D', description: 'D' }],
  ['case_types', '/case_types', 'simple', { name: 'D' }],
  ['cost_models', '/cost_models', 'english', { name: 'A', description: 'B' }],
  ['definitions', '/definitions', 'simple', { text: 'D' }],
  ['users', '/users', 'simple', { email: 'A' }],
  ['documents', '/documents', 'simple', { name: 'D' }],
  ['entities', '/entity', 'simple', { name: 'A', description: 'B' }],
  ['entity_types', '/entity_type', 'simple', { name: 'A', description: 'B' }],
  ['events', undefined, 'english', { source: 'A', description: 'B' }],
  ['feedback', '/feedback', 'simple', { feedback: 'D' }],
  ['incidents', '/incidents', 'english', { title: 'B', description: 'C', name: 'A' }],
  ['incident_cost_types', '/incident_cost_types', 'english', { name: 'A', description: 'B' }],
  ['incident_priorities', '/incident_priorities', 'english', { name: 'D', description: 'D' }],
  ['incident_severities', '/incident_severities', 'simple', { name: 'D', description: 'D' }],
  ['incident_types', '/incident_types', 'simple', { name: 'D' }],
  ['individual_contacts', '/individuals', 'english', { name: 'A', title: 'C', email: 'B', company: 'D', notes: 'D' }],
  ['notifications', '/notifications', 'simple', { name: 'D', description: 'D' }],
  ['organizations', '/organizations', 'english', { name: 'A', description: 'B' }],
  ['plugins', '/plugins', 'english', { title: 'A', slug: 'B', description: 'C', type: 'C' }],
  ['plugin_events', '/plugins/plugin_events', 'english', { name: 'A', slug: 'B', description: 'C' }],
  ['projects', '/projects', 'english', { name: 'A', description: 'B' }],
  ['queries', '/data/queries', 'simple', { name: 'D' }],
  ['reports', undefined, 'english', { details_raw: 'D' }],
  ['search_filters', '/search/filters', 'english', { name: 'A', description: 'B' }],
  ['services', '/services', 'simple', { name: 'D' }],
  ['service_feedback', '/service_feedback', 'simple', { feedback: 'D' }],
  ['signals', '/signals', 'simple', { name: 'D', description: 'D', variant: 'D' }],
  ['signal_engagements', '/signals/engagements', 'english', { name: 'A', description: 'B' }],
  ['signal_filters', '/signals/filters', 'english', { name: 'A', description: 'B' }],
  ['sources', '/data/sources', 'simple', { name: 'D' }],
  ['source_data_formats', '/data/sources/dataFormats', 'simple', { name: 'D' }],
  ['source_environments', '/data/sources/environments', 'simple', { name: 'D' }],
  ['source_statuses', '/data/sources/statuses', 'simple', { name: 'D' }],
  ['source_transports', '/data/sources/transports', 'simple', { name: 'D' }],
  ['source_types', '/data/sources/types', 'simple', { name: 'D' }],
  ['tags', '/tags', 'simple', { name: 'D', description: 'D', external_id: 'D' }],
  ['tag_types', '/tag_types', 'simple', { name: 'D' }],
  ['tasks', '/tasks', 'simple', { description: 'D' }],
  ['team_contacts', '/teams', 'english', { name: 'A', notes: 'B' }],
  ['terms', '/terms', 'simple', { text: 'D' }],
  ['workflows', '/workflows', 'english', { name: 'D', description: 'D' }],
];

/** Columns that any part of finds the row: its name, and what people know it by. */
const isFoundByParts = (table: string, column: string) =>
  column === 'name' ||
  column === 'email' ||
  (column === 'title' && table === 'plugins') ||
  (column === 'slug' && table === 'plugins') ||
  ['definitions', 'terms', 'tasks', 'feedback', 'service_feedback'].includes(table);

describe('what is searched of each entity', () => {
  let organization: TestOrganization;
  let ctx: Context;
  let undo: ReturnType<typeof undoable>['undo'];
  let owner: Caller;

  beforeAll(async () => {
    organization = await anOrganization();
    await furnish(organization);
    ({ ctx, undo } = undoable(organization.ctx));
    owner = await (await door(ctx))(await asUser(organization.ctx, 'Owner'));
  });

  const rowOf = async (table: string, path: string | undefined) => {
    if (path) return (await page(owner, path, { itemsPerPage: 1 })).items[0]?.id;
    const { rows } = await sql<{ id: number }>`
      select id from ${sql.table(table)} where organization_id = ${ctx.tenant.id} limit 1`.execute(ctx.db);
    return rows[0]?.id;
  };
  const write = (table: string, column: string, id: unknown, text: string) =>
    sql`update ${sql.table(table)} set ${sql.ref(column)} = ${text} where id = ${id}`.execute(ctx.db);
  const finds = async (path: string, q: string, id: unknown) => (await page(owner, path, { q })).items.some((row) => row.id === id);

  const columns = ENTITIES.flatMap(([table, path, config, all]) =>
    Object.entries(all).map(([column, weight]) => [table, column, config, weight, path] as const),
  );

  test.each(columns)('%s.%s is indexed as %s with weight %s', async (table, column, config, weight, path) => {
    await undo(async () => {
      const id = await rowOf(table, path);
      expect(id, 'there is a row').toBeDefined();
      await write(table, column, id, 'quaggatesting');
      const { rows } = await sql<{ search: string }>`select search::text from ${sql.table(table)} where id = ${id}`.execute(ctx.db);
      // PostgreSQL does not write the weight D.
      const stem = config === 'english' ? 'quaggatest' : 'quaggatesting';
      expect(rows[0]?.search).toMatch(new RegExp(`'${stem}':\\d+${weight === 'D' ? '(?![ABC])' : weight}`));
      expect(tableInfo(table).searchConfig).toBe(config);
    });
  });

  const listed = columns.filter((one): one is (typeof columns)[number] & { 4: string } => one[4] !== undefined && one[1] !== 'email');
  test.each(listed)('a word of %s.%s finds the row, as %s has it', async (table, column, config, _weight, path) => {
    await undo(async () => {
      const id = await rowOf(table, path);
      await write(table, column, id, 'the zebra quaggatesting is here');
      expect(await finds(path, 'quaggatesting', id), 'the word').toBe(true);
      expect(await finds(path, 'QuaggaTesting zeb', id), 'words, the beginning of one').toBe(true);
      expect(await finds(path, 'quaggatests', id), 'another form of the word').toBe(config === 'english');
      expect(await finds(path, 'quaggatesting absent', id), 'not all of them').toBe(false);
      expect(await finds(path, 'aggatest', id), 'a part from within').toBe(isFoundByParts(table, column));
    });
  });

  const named = ENTITIES.filter(([table, path]) => path && tableInfo(table).columns.name);
  test.each(named)('%s: any part of the name finds the row; %% and _ are letters like others', async (table, path) => {
    await undo(async () => {
      const id = await rowOf(table, path);
      await write(table, 'name', id, 'zz9 50%_off\\now');
      for (const q of ['z9 50', '0%_of', 'Z9 50%', '\\no', 'zz9 50%_off\\now'])
        expect([q, await finds(path as string, q, id)]).toEqual([q, true]);
      for (const q of ['z%9', 'z_9', '%%%', '____']) expect([q, await finds(path as string, q, id)]).toEqual([q, false]);
    });
  });

  test.each([
    ['users', '/users'],
    ['individual_contacts', '/individuals'],
    ['team_contacts', '/teams'],
  ])('%s: any part of the address finds them', async (table, path) => {
    await undo(async () => {
      const id = await rowOf(table, path);
      await write(table, 'email', id, 'Quagga.Rider@stables.example');
      for (const q of ['quagga.rider@stables.example', 'quagga.rider', 'agga.rid', 'r@sta', 'STABLES', 'stables.example'])
        expect([q, await finds(path, q, id)]).toEqual([q, true]);
      expect(await finds(path, 'quagga-rider', id)).toBe(false);
    });
  });

  const WITHOUT_DOCUMENT: [table: string, path: string, column: string][] = [
    ['prompts', '/ai', 'genai_prompt'],
    ['forms', '/forms', 'form_data'],
    ['form_types', '/forms_type', 'name'],
  ];
  test.each(WITHOUT_DOCUMENT)('%s (%s) are found by parts of their %s', async (table, path, column) => {
    await undo(async () => {
      const id = await rowOf(table, path);
      expect(await finds(path, 'uagga', id)).toBe(false);
      await write(table, column, id, '{"a":"quagga"}');
      expect(await finds(path, 'uagga', id)).toBe(true);
    });
  });

  test.each([
    ['/feedback', 'satisfied'],
    ['/service_feedback', 'effort'],
  ])('%s is found by its rating', async (path, q) => {
    const [row] = (await page(owner, path)).items;
    expect(String(row?.rating).toLowerCase()).toContain(q);
    expect(await finds(path, q, row?.id)).toBe(true);
    expect(await finds(path, 'quagga', row?.id)).toBe(false);
  });

  test('e-mail templates are found by their type', async () => {
    const id = await rowOf('email_templates', '/email_template');
    expect(await finds('/email_template', 'welcome', id)).toBe(true);
    expect(await finds('/email_template', 'quagga', id)).toBe(false);
  });

  test('plug-in instances are found by the words of their plug-in', async () => {
    await undo(async () => {
      const [instance] = (await page(owner, '/plugins/instances')).items as (Row & { plugin: Row })[];
      expect(await finds('/plugins/instances', 'quaggas', instance?.id)).toBe(false);
      await write('plugins', 'title', instance?.plugin.id, 'Quagga riding');
      expect(await finds('/plugins/instances', 'quaggas rides', instance?.id)).toBe(true);
    });
  });

  test.each([
    ['/incident_costs', 'incident_cost_type', 'incident_cost_types'],
    ['/case_costs', 'case_cost_type', 'case_cost_types'],
  ])('%s are found by the words of their type', async (path, key, table) => {
    await undo(async () => {
      const [cost] = (await page(owner, path)).items;
      expect(await finds(path, 'quaggas', cost?.id)).toBe(false);
      await write(table, 'description', (cost?.[key] as Row | undefined)?.id, 'Quagga riding');
      expect(await finds(path, 'quaggas rides', cost?.id)).toBe(true);
    });
  });
});

describe('the language of searches', () => {
  let owner: Caller;
  const DESCRIPTIONS = {
    S1: 'foo bar',
    S2: 'foo',
    S3: 'bar foo baz',
    S4: 'foobar qux',
    S5: 'alpha-beta on host.example.com asks a@example.org about /var/log',
    S6: "it's a|b & c!d",
  };
  const rest = (...without: string[]) => Object.keys(DESCRIPTIONS).filter((name) => !without.includes(name));

  beforeAll(async () => {
    const organization = await anOrganization();
    owner = (await callers(organization)).Owner;
    for (const [name, description] of Object.entries(DESCRIPTIONS)) {
      const body = {
        name,
        description,
        owner: 'nobody',
        external_id: name,
        variant: name,
        project: organization.project,
        create_case: false,
      };
      expect((await owner.send('POST', '/{organization}/signals', body)).status).toBe(200);
    }
  });

  const rows: [string, string, string[]][] = [
    ['a word is the beginning of one', 'foo', ['S1', 'S2', 'S3', 'S4']],
    ['upper case is lower case', 'FOO', ['S1', 'S2', 'S3', 'S4']],
    ['spaces around it are nothing', '  foo  ', ['S1', 'S2', 'S3', 'S4']],
    ['words: all of them', 'foo bar', ['S1', 'S3']],
    ['words: in any order', 'baz  bar', ['S3']],
    ['or', 'baz or qux', ['S3', 'S4']],
    ['or, shouted', 'baz OR qux', ['S3', 'S4']],
    ['or between pairs', 'foo baz or qux', ['S3', 'S4']],
    ['or at the beginning', 'or qux', ['S4']],
    ['or at the end', 'qux or', ['S4']],
    ['or twice', 'baz or or qux', ['S3', 'S4']],
    ['or alone is nothing', 'or', []],
    ['a phrase', '"foo bar"', ['S1']],
    ['a phrase holds whole words', '"foo ba"', []],
    ['a phrase of one word is that word', '"foo"', ['S1', 'S2', 'S3']],
    ['a phrase and a word', '"bar foo" baz', ['S3']],
    ['doubled quotes are one', '""foo bar""', ['S1']],
    ['a quote without its partner is a letter', '"qux', ['S4']],
    ['not', '-foo', ['S5', 'S6']],
    ['a word and not', 'foo -bar', ['S2', 'S4']],
    ['not a phrase', 'foo -"foo bar"', ['S2', 'S3', 'S4']],
    ['not one of some', 'foo -(baz or qux)', ['S1', 'S2']],
    ['a minus within a word is none', 'alpha-beta', ['S5']],
    ['not a word that nothing has', '-quagga', rest()],
    ['parentheses', '(baz or qux) foo', ['S3', 'S4']],
    ['parentheses within each other', '((baz or qux) foo)', ['S3', 'S4']],
    ['one that is not closed', '(qux', ['S4']],
    ['one that was not opened', 'qux)', ['S4']],
    ['empty ones', '() qux', ['S4']],
    ['parts of a host', 'host.example.com', ['S5']],
    ['an address', 'a@example.org', ['S5']],
    ['a path', '/var/log', ['S5']],
    ['half of a compound', 'beta', ['S5']],
    ['a tab does not part words', 'foo\tquagga', []],
  ];
  test.each(rows)('%s: %s', async (_name, q, expected) => expect(await found(owner, '/signals', { q })).toEqual(expected));

  const HARMLESS = [
    '&',
    '|',
    '!',
    ':',
    '*',
    "'",
    "''",
    '\\',
    '<->',
    'a:*',
    "a' | 'b",
    '!!',
    '-',
    '--',
    '- foo',
    '(',
    ')',
    ')(',
    '-()',
    '-(',
    '"',
    '"""',
    '-"',
    '%',
    '_',
    'ß ÿ 漢字 😀',
    'а',
    ';--',
    '$1',
    '?',
  ];
  test.each(HARMLESS)('%s breaks nothing', async (q) => {
    for (const path of ['/signals', '/incidents', '/users', '/plugins/instances', '/search']) {
      const query = path === '/search' ? { q, 'type[]': ['Incident', 'Tag'] } : { q };
      expect((await owner.send('GET', `/{organization}${path}?${queryText(query)}`)).status).toBe(200);
    }
  });
});

describe('searches beside the other parameters of a list', () => {
  let library: Library;

  beforeAll(async () => {
    library = await aLibrary(await anOrganization());
    const { Owner } = library.all;
    const write = async (path: string, row: string, body: object) =>
      expect((await Owner.send('PATCH', `/{organization}${path}/${library.rows[row]?.id}`, body)).status).toBe(200);
    await write('/incidents', 'I1', { description: 'a quagga in passing' });
    await write('/incidents', 'I2', { title: 'I2 quagga quagga' });
    await write('/incidents', 'I3', { title: 'I3 quagga' });
    await write('/cases', 'C1', { description: 'a quagga in passing' });
    await write('/cases', 'C2', { title: 'C2 quagga quagga' });
    await write('/cases', 'C3', { title: 'C3 quagga' });
  });

  test.each([
    ['/incidents', ['I2 quagga quagga', 'I3 quagga', 'I1']],
    ['/cases', ['C2 quagga quagga', 'C3 quagga', 'C1']],
  ])('%s: the best match comes first', async (path, expected) => {
    expect(await inOrder(library.all.Owner, path, { q: 'quagga' })).toEqual(expected);
  });

  test('an order that is asked for goes before the best match', async () => {
    const query = { q: 'quagga', 'sortBy[]': ['title'], 'descending[]': [false] };
    expect(await inOrder(library.all.Owner, '/incidents', query)).toEqual(['I1', 'I2 quagga quagga', 'I3 quagga']);
  });

  test('a search, a filter and what is hidden hold together, and the total knows', async () => {
    const filter = '[{"model":"Tag","field":"name","value":"blue"}]';
    const query = { q: 'quagga', filter };
    expect(await found(library.all.Owner, '/incidents', query)).toEqual(['I1', 'I3 quagga']);
    expect(await found(library.all.Member, '/incidents', query)).toEqual(['I1']);
    const { total, items } = await page(library.all.Member, '/cases', { q: 'quagga', itemsPerPage: 1 });
    expect([total, items.map(callOf)]).toEqual([2, ['C2 quagga quagga']]);
  });

  test('alerts are found by what the detection said, but not those of a hidden case', async () => {
    expect(await found(library.all.Owner, '/signals/instances', { q: 'wombat' })).toEqual(['N1']);
    expect(await found(library.all.Member, '/signals/instances', { q: 'thistle' })).toEqual(['N2']);
    const caseId = (await page(library.all.Owner, '/signals/instances', { q: 'thistle' })).items.map((one) => (one.case as Row).id)[0];
    await library.all.Owner.send('PATCH', `/{organization}/cases/${caseId}`, { visibility: 'Restricted' });
    expect(await found(library.all.Member, '/signals/instances', { q: 'thistle' })).toEqual([]);
    expect(await found(library.all.Owner, '/signals/instances', { q: 'thistle' })).toEqual(['N2']);
  });
});

describe('a search everywhere', () => {
  const TYPES = [
    'Definition',
    'Document',
    'Incident',
    'IndividualContact',
    'Query',
    'Case',
    'Service',
    'Source',
    'Tag',
    'Task',
    'TeamContact',
    'Term',
  ];
  const WITHOUT_GROUP = ['IncidentPriority', 'IncidentType', 'Plugin', 'SearchFilter'];
  const GROUPS = [
    'documents',
    'incidents',
    'tasks',
    'tags',
    'terms',
    'definitions',
    'sources',
    'queries',
    'teams',
    'individuals',
    'services',
    'cases',
  ];
  let all: Awaited<ReturnType<typeof callers>>;
  let organization: TestOrganization;

  beforeAll(async () => {
    organization = await anOrganization();
    await furnish(organization, { marker: 'quagga' });
    all = await callers(organization);
    const body = { title: 'quagga case', description: 'quagga', dedicated_channel: true, project: organization.project };
    expect((await all.Owner.send('POST', '/{organization}/cases', body)).status).toBe(200);
  });

  type Answer = { query: string; results: Record<string, Row[]> };
  const search = async (caller: Caller, query: object) =>
    (await caller.send('GET', `/{organization}/search?${queryText(query as never)}`)).json<Answer>();

  test('says what was asked for, and has each group', async () => {
    const answer = await search(all.Owner, { q: 'quagga', 'type[]': TYPES });
    expect(Object.keys(answer)).toEqual(['query', 'results']);
    expect(answer.query).toBe('quagga');
    expect(Object.keys(answer.results)).toEqual(GROUPS);
    expect(Object.entries(answer.results).filter(([, rows]) => !rows.length)).toEqual([]);
  });

  test.each(TYPES)('%s alone', async (type) => {
    const { results } = await search(all.Owner, { q: 'quagga', 'type[]': [type] });
    expect(Object.values(results).filter((rows) => rows.length)).toHaveLength(1);
  });

  test('an object appears once', async () => {
    const { results } = await search(all.Owner, { q: 'quagga', 'type[]': [...TYPES, ...TYPES] });
    for (const [group, rows] of Object.entries(results))
      expect([group, new Set(rows.map(({ id }) => id)).size]).toEqual([group, rows.length]);
  });

  test.each(WITHOUT_GROUP)('%s is known, and has no group', async (type) => {
    const { results } = await search(all.Owner, { q: 'quagga', 'type[]': [type] });
    expect(Object.values(results).flat()).toEqual([]);
  });

  test('no words: every group is empty', async () => {
    for (const q of [{}, { q: '' }, { q: ' ' }]) {
      const { results } = await search(all.Owner, { ...q, 'type[]': TYPES });
      expect([Object.keys(results), Object.values(results).flat()]).toEqual([GROUPS, []]);
    }
  });

  test.each([
    ['no type', 'q=quagga', ['query', 'type[]']],
    ['an unknown type', 'q=quagga&type[]=Quagga', ['query', 'type[]', 0]],
    ['an unknown one among others', 'q=quagga&type[]=Tag&type[]=tag', ['query', 'type[]', 1]],
  ])('%s is refused with its place', async (_name, query, loc) => {
    const answer = await all.Owner.send('GET', `/{organization}/search?${query}`);
    expect([answer.status, answer.json<{ detail: { loc: unknown }[] }>().detail[0]?.loc], answer.text).toEqual([422, loc]);
  });

  test('parameters of lists are taken, and count for nothing', async () => {
    const plain = await search(all.Owner, { q: 'quagga', 'type[]': TYPES });
    const more = { page: 3, itemsPerPage: 0, filter: '[]', 'sortBy[]': ['name'], 'descending[]': [true] };
    expect(await search(all.Owner, { q: 'quagga', 'type[]': TYPES, ...more })).toEqual(plain);
  });

  test('what is restricted, and what hangs on it, is found by those who may see it', async () => {
    const hidden = await anOrganization();
    await furnish(hidden, { marker: 'quagga', visibility: 'Restricted' });
    const people = await callers(hidden);
    const body = { title: 'quagga in secret', dedicated_channel: true, visibility: 'Restricted', project: hidden.project };
    await people.Owner.send('POST', '/{organization}/cases', body);
    const groups = ['incidents', 'tasks', 'cases'];
    const counts = async (caller: Caller) => {
      const { results } = await search(caller, { q: 'quagga', 'type[]': TYPES });
      return groups.map((group) => (results[group] ?? []).filter((row) => JSON.stringify(row).includes('quagga')).length > 0);
    };
    for (const who of ['Owner', 'Manager', 'Admin'] as const) expect([who, await counts(people[who])]).toEqual([who, [true, true, true]]);
    expect(JSON.stringify((await search(people.Owner, { q: 'secret', 'type[]': TYPES })).results.cases)).toContain('in secret');
    const { results } = await search(people.Member, { q: 'quagga', 'type[]': TYPES });
    const incidentTexts = JSON.stringify([results.incidents, results.tasks]);
    expect(incidentTexts).toBe('[[],[]]');
    expect(JSON.stringify(results.cases)).not.toContain('in secret');
  });

  test('another organization is not searched', async () => {
    const other = (await callers(await anOrganization())).Owner;
    expect(Object.values((await search(other, { q: 'quagga', 'type[]': TYPES })).results).flat()).toEqual([]);
  });
});
