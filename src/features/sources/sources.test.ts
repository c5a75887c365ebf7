import { describe, expect, test } from 'vitest';
import { anOrganization, asUser, inject, type TestOrganization } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { createOne } from '../../core/write.ts';
import { projects } from '../organizations/index.ts';
import { anIncident } from '../participants/fixtures.ts';
import { completeLinks } from './links.ts';

type Answer = Awaited<ReturnType<typeof inject>>;
type Read = Record<string, unknown> & { id: number; name: string };
type Page = { total: number; items: Read[] };

const sources = '/{organization}/data/sources';
const queries = '/{organization}/data/queries';
const alerts = '/{organization}/data/alerts';
const inDefault = { project: { name: 'default' } };

const send = (ctx: Context, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) =>
  inject(ctx, { method, path, ...(body !== undefined && { body }) });

async function read<T = Read>(answer: Promise<Answer>): Promise<T> {
  const given = await answer;
  expect(given.status, given.text).toBe(200);
  return given.json<T>();
}

const make = (ctx: Context, path: string, body: object) => read(send(ctx, 'POST', path, { ...inDefault, ...body }));
const filtered = (path: string, filter: unknown) => `${path}?${new URLSearchParams({ filter: JSON.stringify(filter) })}`;
const problem = (answer: Answer) => [answer.status, answer.json<{ detail: { loc: unknown[] }[] }>().detail[0]?.loc];

async function anotherProject(ctx: Context): Promise<{ id: number; name: string }> {
  const made = await transaction(ctx, (tx) => createOne(tx, projects, { name: 'elsewhere' }));
  return JSON.parse(made) as { id: number; name: string };
}

const DICTIONARIES = [
  ['types', 'source_type'],
  ['statuses', 'source_status'],
  ['environments', 'source_environment'],
  ['dataFormats', 'source_data_format'],
  ['transports', 'source_transport'],
] as const;

describe.each(DICTIONARIES)('the dictionary of %s', (word, relation) => {
  const path = `${sources}/${word}`;

  test('is read by everybody and written by Admins', async () => {
    const { ctx } = await anOrganization();
    const [member, admin] = [await asUser(ctx, 'Member'), await asUser(ctx, 'Admin')];
    const body = { ...inDefault, name: 'Kafka', description: 'A log' };
    expect((await send(member, 'POST', path, body)).status).toBe(403);
    const made = await make(admin, path, body);
    expect(made).toMatchObject({ name: 'Kafka', description: 'A log', project: { name: 'default' } });
    expect(await read(send(admin, 'PUT', `${path}/${made.id}`, made))).toEqual(made);
    expect(await read(send(admin, 'PUT', `${path}/${made.id}`, { description: null }))).toEqual({ ...made, description: null });
    expect((await send(member, 'PUT', `${path}/${made.id}`, made)).status).toBe(403);
    expect(await read<Page>(send(member, 'GET', `${path}?q=kaf`))).toMatchObject({ total: 1, items: [{ id: made.id }] });
    expect((await send(member, 'DELETE', `${path}/${made.id}`)).status).toBe(403);
    expect((await send(admin, 'DELETE', `${path}/${made.id}`)).status).toBe(200);
    expect((await send(member, 'GET', `${path}/${made.id}`)).status).toBe(404);
  });

  test('has each name once in a project, and none without', async () => {
    const { ctx } = await anOrganization();
    const elsewhere = await anotherProject(ctx);
    await make(ctx, path, { name: 'Kafka' });
    expect(problem(await send(ctx, 'POST', path, { ...inDefault, name: 'Kafka' }))).toEqual([409, ['body', 'name']]);
    expect((await send(ctx, 'POST', path, { project: elsewhere, name: 'Kafka' })).status).toBe(200);
    for (const body of [inDefault, { ...inDefault, name: null }, { ...inDefault, name: '  ' }])
      expect(problem(await send(ctx, 'POST', path, body))).toEqual([422, ['body', 'name']]);
  });

  test('keeps an entry that a source uses', async () => {
    const { ctx } = await anOrganization();
    const entry = await make(ctx, path, { name: 'Kafka' });
    const source = await make(ctx, sources, { name: 'Logins', [relation]: { name: 'Kafka' } });
    expect((await send(ctx, 'DELETE', `${path}/${entry.id}`)).status).toBe(409);
    await read(send(ctx, 'PUT', `${sources}/${source.id}`, { [relation]: null }));
    expect((await send(ctx, 'DELETE', `${path}/${entry.id}`)).status).toBe(200);
  });

  test('describes sources, which are filtered and sorted by it', async () => {
    const { ctx } = await anOrganization();
    const model = relation.replaceAll(/(?:^|_)(\w)/g, (_whole, letter: string) => letter.toUpperCase());
    for (const name of ['Alpha', 'Beta']) {
      await make(ctx, path, { name });
      await make(ctx, sources, { name: `of ${name}`, [relation]: { name } });
    }
    const found = await read<Page>(send(ctx, 'GET', filtered(sources, [{ model, field: 'name', op: '==', value: 'Beta' }])));
    expect(found.items).toMatchObject([{ name: 'of Beta', [relation]: { name: 'Beta', project: { name: 'default' } } }]);
    for (const sort of [relation, `${relation}.name`]) {
      const sorted = await read<Page>(send(ctx, 'GET', `${sources}?sortBy[]=${sort}&descending[]=true`));
      expect(sorted.items.map(({ name }) => name)).toEqual(['of Beta', 'of Alpha']);
    }
  });
});

/** A source with everything a source can have, by whatever names clients use. */
async function aFullSource({ ctx, project }: TestOrganization) {
  for (const [word] of DICTIONARIES) await make(ctx, `${sources}/${word}`, { name: `some ${word}` });
  await make(ctx, '/{organization}/services', {
    name: 'Data platform',
    type: 'tocsin-oncall',
    external_id: 'data-platform',
    is_active: true,
  });
  const incident = await anIncident(ctx, project.id, { title: 'Logins are late' });
  const body = {
    name: 'Logins',
    description: 'Who signs in where',
    data_last_loaded_at: '2026-01-05T08:00:00Z',
    sampling_rate: 50,
    source_schema: 'create table logins ()',
    documentation: '# Logins',
    retention: 30,
    delay: 5,
    size: 9_007_199_254_740_000,
    external_id: 'logins-1',
    aggregated: true,
    links: [{ name: 'Runbook', href: 'https://example.org' }, null],
    tags: [{ name: 'eu-west', tag_type: { name: 'Region' } }],
    incidents: [{ name: incident.name }],
    cost: 12.75,
    owner: { name: 'Data platform' },
    ...Object.fromEntries(DICTIONARIES.map(([word, relation]) => [relation, { name: `some ${word}` }])),
  };
  return { incident, body, source: await make(ctx, sources, body) };
}

describe('a source', () => {
  test('is made of names, shows what they mean, and can be sent back as it was read', async () => {
    const organization = await anOrganization();
    const { ctx } = organization;
    const { incident, source } = await aFullSource(organization);
    await make(ctx, queries, { name: 'Failed logins', source });
    await make(ctx, alerts, { name: 'Too late', source: { id: source.id } });
    const full = await read(send(ctx, 'GET', `${sources}/${source.id}`));
    expect(full).toMatchObject({
      data_last_loaded_at: '2026-01-05T08:00:00.000000Z',
      sampling_rate: 50,
      size: 9_007_199_254_740_000,
      aggregated: true,
      cost: 12.75,
      links: [{ id: 1, name: 'Runbook', description: null, href: 'https://example.org/' }],
      tags: [{ name: 'eu-west', tag_type: { name: 'Region' } }],
      incidents: [
        { id: incident.id, name: incident.name, title: 'Logins are late', status: 'Active', incident_type: { id: expect.any(Number) } },
      ],
      queries: [{ name: 'Failed logins', description: '' }],
      alerts: [{ name: 'Too late' }],
      owner: { name: 'Data platform' },
      source_type: { name: 'some types' },
      source_data_format: { name: 'some dataFormats' },
      project: { name: 'default' },
    });
    expect(await read(send(ctx, 'PUT', `${sources}/${source.id}`, full))).toEqual(full);
    expect(await read(send(ctx, 'GET', `${sources}/${source.id}`))).toEqual(full);
  });

  test('needs a project and a name of its own; everything else has a default', async () => {
    const { ctx } = await anOrganization();
    expect(await make(ctx, sources, { name: 'Logins' })).toMatchObject({
      aggregated: false,
      links: [],
      tags: [],
      incidents: [],
      queries: [],
      alerts: [],
      cost: null,
      size: null,
      owner: null,
      source_status: null,
    });
    expect(problem(await send(ctx, 'POST', sources, { ...inDefault, name: 'Logins' }))).toEqual([409, ['body', 'name']]);
    expect(problem(await send(ctx, 'POST', sources, inDefault))).toEqual([422, ['body', 'name']]);
    expect(problem(await send(ctx, 'POST', sources, { name: 'Clicks' }))).toEqual([422, ['body', 'project']]);
  });

  test('keeps a percentage between two and a hundred, and numbers that are exact', async () => {
    const { ctx } = await anOrganization();
    const { id } = await make(ctx, sources, { name: 'Logins' });
    const put = (body: object) => send(ctx, 'PUT', `${sources}/${id}`, body);
    for (const sampling_rate of [1, 101, -5]) expect(problem(await put({ sampling_rate }))).toEqual([422, ['body', 'sampling_rate']]);
    for (const sampling_rate of [2, 100, null]) expect(await read(put({ sampling_rate }))).toMatchObject({ sampling_rate });
    expect(problem(await put({ size: 2 ** 53 }))).toEqual([422, ['body', 'size']]);
    expect(problem(await put({ retention: 2 ** 31 }))).toEqual([422, ['body', 'retention']]);
  });

  test('an update changes what it mentions and nothing else', async () => {
    const organization = await anOrganization();
    const { ctx } = organization;
    const { source } = await aFullSource(organization);
    const changed = await read(send(ctx, 'PUT', `${sources}/${source.id}`, { description: 'Everybody who signs in', owner: null }));
    expect(changed).toEqual({ ...source, description: 'Everybody who signs in', owner: null });
    const emptied = await read(send(ctx, 'PUT', `${sources}/${source.id}`, { tags: [], incidents: [], links: [] }));
    expect(emptied).toEqual({ ...changed, tags: [], incidents: [], links: [] });
  });

  test('refers only to what its project has', async () => {
    const { ctx } = await anOrganization();
    const elsewhere = await anotherProject(ctx);
    const theirs = await read(send(ctx, 'POST', `${sources}/types`, { project: elsewhere, name: 'Queue' }));
    const post = (more: object) => send(ctx, 'POST', sources, { ...inDefault, name: 'Logins', ...more });
    expect(problem(await post({ source_type: theirs }))).toEqual([422, ['body', 'source_type']]);
    expect(problem(await post({ owner: { name: 'Nobody' } }))).toEqual([422, ['body', 'owner']]);
    expect(problem(await post({ incidents: [{ name: 'no-such-incident' }] }))).toEqual([422, ['body', 'incidents', 0]]);
    expect(problem(await post({ queries: [{ name: 'no such query' }] }))).toEqual([422, ['body', 'queries', 0]]);
    expect(problem(await post({ tags: [{ name: 'unknown' }] }))).toEqual([422, ['body', 'tags', '0']]);
    const mine = await make(ctx, `${sources}/types`, { name: 'Queue' });
    expect(await read(post({ source_type: theirs }))).toMatchObject({ source_type: { id: mine.id } });
  });

  test('is found by its tags, their types, and words of its name', async () => {
    const { ctx } = await anOrganization();
    const region = { tag_type: { name: 'Region' } };
    await make(ctx, sources, {
      name: 'Logins of Europe',
      tags: [
        { name: 'eu', ...region },
        { name: 'gold', tag_type: { name: 'Class' } },
      ],
    });
    await make(ctx, sources, { name: 'Logins of Asia', tags: [{ name: 'asia', ...region }] });
    const names = async (path: string) => (await read<Page>(send(ctx, 'GET', path))).items.map(({ name }) => name);
    const tag = (value: string, model = 'Tag') => ({ model, field: 'name', op: '==', value });
    expect(await names(filtered(sources, [tag('asia')]))).toEqual(['Logins of Asia']);
    expect(await names(filtered(sources, [tag('Region', 'TagType')]))).toEqual(['Logins of Europe', 'Logins of Asia']);
    expect(await names(filtered(sources, { and: [{ or: [tag('eu', 'TagAll'), tag('gold', 'TagAll')] }] }))).toEqual(['Logins of Europe']);
    expect(await names(filtered(sources, { and: [{ or: [tag('eu', 'TagAll'), tag('asia', 'TagAll')] }] }))).toEqual([]);
    expect(await names(filtered(sources, [tag('Logins of Asia', 'Source')]))).toEqual(['Logins of Asia']);
    expect(await names(`${sources}?q=europe`)).toEqual(['Logins of Europe']);
    expect(await names(`${sources}?q=logins%20-asia`)).toEqual(['Logins of Europe']);
  });

  test('takes no two tags of an exclusive type', async () => {
    const { ctx } = await anOrganization();
    await make(ctx, '/{organization}/tag_types', { name: 'Region', exclusive: true });
    const tags = ['eu', 'asia'].map((name) => ({ name, tag_type: { name: 'Region' } }));
    expect(problem(await send(ctx, 'POST', sources, { ...inDefault, name: 'Logins', tags }))).toEqual([422, ['body', 'tags']]);
    expect((await read<Page>(send(ctx, 'GET', sources))).total).toBe(0);
  });

  test('is written by Admins alone', async () => {
    const { ctx } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    const { id } = await make(await asUser(ctx, 'Admin'), sources, { name: 'Logins' });
    expect((await send(member, 'POST', sources, { ...inDefault, name: 'Clicks' })).status).toBe(403);
    expect((await send(member, 'PUT', `${sources}/${id}`, { name: 'Clicks' })).status).toBe(403);
    expect((await send(member, 'DELETE', `${sources}/${id}`)).status).toBe(403);
    expect(await read(send(member, 'GET', `${sources}/${id}`))).toMatchObject({ name: 'Logins' });
  });

  test('goes with its alerts, but not while it has queries', async () => {
    const { ctx } = await anOrganization();
    const source = await make(ctx, sources, { name: 'Logins' });
    const query = await make(ctx, queries, { name: 'Failed logins', source });
    const alert = await make(ctx, alerts, { name: 'Too late', source });
    expect((await send(ctx, 'DELETE', `${sources}/${source.id}`)).status).toBe(409);
    await read(send(ctx, 'DELETE', `${queries}/${query.id}`));
    await read(send(ctx, 'DELETE', `${sources}/${source.id}`));
    expect((await send(ctx, 'GET', `${alerts}/${alert.id}`)).status).toBe(404);
  });
});

describe('incidents of a source', () => {
  test('that are restricted are shown to Admins, and named to nobody else', async () => {
    const organization = await anOrganization();
    const { ctx, project } = organization;
    const [admin, member] = [await asUser(ctx, 'Admin'), await asUser(ctx, 'Member')];
    const open = await anIncident(ctx, project.id);
    const hidden = await anIncident(ctx, project.id, { visibility: 'Restricted', title: 'Wombat in the vault' });
    const source = await make(admin, sources, { name: 'Logins', incidents: [{ id: open.id }, { name: hidden.name }] });
    const query = await make(admin, queries, { name: 'Failed logins', source });
    expect(source.incidents).toMatchObject([{ id: open.id }, { id: hidden.id }]);
    expect(await read(send(member, 'GET', `${sources}/${source.id}`))).toMatchObject({ incidents: [{ id: open.id }] });
    for (const path of [`${sources}/${source.id}`, sources, `${sources}?q=logins`, queries, `${queries}/${query.id}`]) {
      const { text } = await send(member, 'GET', path);
      expect(text).toContain(open.name);
      expect(text).not.toContain(hidden.name);
      expect(text).not.toContain('Wombat');
    }
    expect((await read<Page>(send(admin, 'GET', sources))).items[0]?.incidents).toHaveLength(2);
  });

  test('cannot be asked about through a filter', async () => {
    const { ctx } = await anOrganization();
    const answer = await send(ctx, 'GET', filtered(sources, [{ model: 'Incident', field: 'title', op: 'like', value: 'W%' }]));
    expect(problem(answer)).toEqual([422, ['query', 'filter']]);
  });

  test('a restricted one stays linked through an update that does not mention incidents', async () => {
    const { ctx, project } = await anOrganization();
    const hidden = await anIncident(ctx, project.id, { visibility: 'Restricted' });
    const source = await make(ctx, sources, { name: 'Logins', incidents: [hidden] });
    const changed = await read(send(ctx, 'PUT', `${sources}/${source.id}`, { description: 'Who signs in' }));
    expect(changed.incidents).toMatchObject([{ id: hidden.id }]);
  });
});

describe('links of a source', () => {
  test.each([
    ['are numbered', [{ name: 'a' }, { name: 'b' }], [1, 2]],
    ['keep their numbers', [{ id: 7 }, { id: 3 }], [7, 3]],
    ['get a free number when they have none', [{ id: null }, { id: 4 }, {}], [5, 4, 6]],
    ['get another number when theirs is taken', [{ id: 2 }, { id: 2 }], [2, 3]],
    ['are told apart from nothing', [null, { id: 1 }], [1]],
  ])('%s', (_name, given, ids) => {
    expect(completeLinks(given).map(({ id }) => id)).toEqual(ids);
  });

  test('lead to web pages only', async () => {
    const { ctx } = await anOrganization();
    const post = (href: string) => send(ctx, 'POST', sources, { ...inDefault, name: 'Logins', links: [{ name: 'Runbook', href }] });
    for (const href of ['javascript://example.org/%0aalert(1)', 'runbook', 'https://', 'https://exa mple.org'])
      expect(problem(await post(href)), href).toEqual([422, ['body', 'links', expect.anything(), 'href']]);
    expect(await read(post('HTTPS://Example.org/a?b#c'))).toMatchObject({ links: [{ id: 1, href: 'https://example.org/a?b#c' }] });
  });
});

describe('a query', () => {
  test('belongs to a source and can be sent back as it was read', async () => {
    const organization = await anOrganization();
    const { ctx } = organization;
    const { source } = await aFullSource(organization);
    const body = { name: 'Failed logins', description: 'By country', language: 'sql', text: 'select 1', source: { name: 'Logins' } };
    const query = await make(ctx, queries, { ...body, tags: [{ name: 'eu-west', tag_type: { name: 'Region' } }] });
    expect(query).toMatchObject({
      ...body,
      source: { id: source.id, links: [{ id: 1 }], queries: [{ name: 'Failed logins' }], incidents: [{ name: expect.any(String) }] },
      tags: [{ name: 'eu-west' }],
      project: { name: 'default' },
    });
    expect(await read(send(ctx, 'PUT', `${queries}/${query.id}`, query))).toEqual(query);
    expect(await read(send(ctx, 'PUT', `${queries}/${query.id}`, { text: 'select 2' }))).toEqual({ ...query, text: 'select 2' });
  });

  test('without a source, with one of another project, or with a name twice is refused', async () => {
    const { ctx } = await anOrganization();
    const elsewhere = await anotherProject(ctx);
    const theirs = await read(send(ctx, 'POST', sources, { project: elsewhere, name: 'Clicks' }));
    const source = await make(ctx, sources, { name: 'Logins' });
    const post = (body: object) => send(ctx, 'POST', queries, { ...inDefault, name: 'Failed logins', ...body });
    expect(problem(await post({}))).toEqual([422, ['body', 'source']]);
    expect(problem(await post({ source: theirs }))).toEqual([422, ['body', 'source']]);
    expect((await post({ source })).status).toBe(200);
    expect(problem(await post({ source }))).toEqual([409, ['body', 'name']]);
  });

  test('moves to the source that claims it, and stays where no source does', async () => {
    const { ctx } = await anOrganization();
    const [logins, clicks] = [await make(ctx, sources, { name: 'Logins' }), await make(ctx, sources, { name: 'Clicks' })];
    const failed = await make(ctx, queries, { name: 'Failed logins', source: logins });
    const moved = await read(send(ctx, 'PUT', `${sources}/${clicks.id}`, { queries: [{ name: 'Failed logins' }] }));
    expect(moved.queries).toMatchObject([{ id: failed.id }]);
    expect(await read(send(ctx, 'GET', `${queries}/${failed.id}`))).toMatchObject({ source: { name: 'Clicks' } });
    expect(await read(send(ctx, 'PUT', `${sources}/${clicks.id}`, { queries: [] }))).toMatchObject({ queries: [{ id: failed.id }] });
  });

  test('is found by its source, its tags and words of its name', async () => {
    const { ctx } = await anOrganization();
    const [logins, clicks] = [await make(ctx, sources, { name: 'Logins' }), await make(ctx, sources, { name: 'Clicks' })];
    await make(ctx, queries, { name: 'Failed logins', source: logins, tags: [{ name: 'eu', tag_type: { name: 'Region' } }] });
    await make(ctx, queries, { name: 'Double clicks', source: clicks });
    const names = async (path: string) => (await read<Page>(send(ctx, 'GET', path))).items.map(({ name }) => name);
    const named = (model: string, value: string) => filtered(queries, [{ model, field: 'name', op: '==', value }]);
    expect(await names(named('Source', 'Clicks'))).toEqual(['Double clicks']);
    expect(await names(named('Tag', 'eu'))).toEqual(['Failed logins']);
    expect(await names(named('TagType', 'Region'))).toEqual(['Failed logins']);
    expect(await names(`${queries}?q=fail`)).toEqual(['Failed logins']);
    expect(await names(`${queries}?sortBy[]=source&descending[]=false`)).toEqual(['Double clicks', 'Failed logins']);
  });

  test('is written by Admins alone', async () => {
    const { ctx } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    const source = await make(ctx, sources, { name: 'Logins' });
    const { id } = await make(await asUser(ctx, 'Admin'), queries, { name: 'Failed logins', source });
    expect((await send(member, 'POST', queries, { ...inDefault, name: 'Others', source })).status).toBe(403);
    expect((await send(member, 'PUT', `${queries}/${id}`, { text: '' })).status).toBe(403);
    expect((await send(member, 'DELETE', `${queries}/${id}`)).status).toBe(403);
    expect((await send(member, 'GET', `${queries}/${id}`)).status).toBe(200);
  });
});

describe('an alert', () => {
  test('says where it comes from, and can be given a source', async () => {
    const { ctx } = await anOrganization();
    const body = {
      name: 'Too late',
      description: 'No data for an hour',
      originator: 'Prometheus',
      external_link: 'https://prom.example.org/1',
    };
    const alert = await read(send(ctx, 'POST', alerts, body));
    expect(alert).toEqual({ id: expect.any(Number), ...body, source: null });
    const source = await make(ctx, sources, { name: 'Logins' });
    const given = await read(send(ctx, 'PUT', `${alerts}/${alert.id}`, { source: { name: 'Logins' } }));
    expect(given).toEqual({ ...alert, source: { id: source.id, name: 'Logins' } });
    expect(await read(send(ctx, 'PUT', `${alerts}/${alert.id}`, given))).toEqual(given);
    expect(await read(send(ctx, 'GET', `${sources}/${source.id}`))).toMatchObject({ alerts: [{ id: alert.id, ...body }] });
    await read(send(ctx, 'PUT', `${alerts}/${alert.id}`, { source: null }));
    expect(await read(send(ctx, 'GET', `${sources}/${source.id}`))).toMatchObject({ alerts: [] });
  });

  test('looks for the name of a source in the project that is named with it', async () => {
    const { ctx } = await anOrganization();
    const elsewhere = await anotherProject(ctx);
    const theirs = await read(send(ctx, 'POST', sources, { project: elsewhere, name: 'Clicks' }));
    const post = (source: object) => send(ctx, 'POST', alerts, { name: 'Too late', source });
    expect(problem(await post({ name: 'Clicks' }))).toEqual([422, ['body', 'source']]);
    expect(problem(await post({ name: 'Clicks', project: { name: 'nowhere' } }))).toEqual([422, ['body', 'source', 'project']]);
    expect(await read(post({ name: 'Clicks', project: elsewhere }))).toMatchObject({ source: { id: theirs.id } });
  });

  test('is written by Admins alone, needs a name, and has no list', async () => {
    const { ctx } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    const { id } = await read(send(await asUser(ctx, 'Admin'), 'POST', alerts, { name: 'Too late' }));
    expect((await send(member, 'POST', alerts, { name: 'Others' })).status).toBe(403);
    expect((await send(member, 'PUT', `${alerts}/${id}`, { name: 'Others' })).status).toBe(403);
    expect((await send(member, 'DELETE', `${alerts}/${id}`)).status).toBe(403);
    expect((await send(member, 'GET', `${alerts}/${id}`)).status).toBe(200);
    expect(problem(await send(ctx, 'POST', alerts, {}))).toEqual([422, ['body', 'name']]);
    expect((await send(ctx, 'GET', alerts)).status).toBe(405);
    expect((await send(ctx, 'DELETE', `${alerts}/${id}`)).status).toBe(200);
    expect((await send(ctx, 'GET', `${alerts}/${id}`)).status).toBe(404);
  });
});
