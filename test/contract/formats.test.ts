import { beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '../../src/core/context.ts';
import { anOrganization, asUser, inject } from '../harness.ts';

/*
 * How values go in and come out, whatever the operation: what is read leniently, how answers are written, what a refusal looks like.
 */

type Row = { id: number } & Record<string, unknown>;
type Detail = { detail: { msg: string; loc?: unknown; type?: string }[] };

let ctx: Context;
let project: { id: number; name: string };
let team: Row;

const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH', path: string, body?: unknown, headers = {}) =>
  inject(ctx, { method, path: `/{organization}${path}`, headers, ...(body !== undefined && { body }) });
const made = async (path: string, body: unknown): Promise<Row> => {
  const answer = await send('POST', path, body);
  expect(answer.status, answer.text).toBe(200);
  return answer.json<Row>();
};

beforeAll(async () => {
  const organization = await anOrganization();
  ctx = organization.ctx;
  project = { id: organization.project.id, name: organization.project.name };
  team = await made('/teams', { name: 'Watch', email: 'watch@example.com', project });
});

describe('what goes in', () => {
  const PRIORITY = { tactical_report_reminder: 1, executive_report_reminder: 1 };
  let count = 0;
  const priority = (body: object) => send('POST', '/incident_priorities', { name: `Priority ${++count}`, project, ...PRIORITY, ...body });

  test.each([
    ['a number as a text', { view_order: '5' }, { view_order: 5 }],
    ['a number with spaces', { view_order: ' 7 ' }, { view_order: 7 }],
    ['true as a text', { enabled: 'true' }, { enabled: true }],
    ['false as a text', { enabled: 'false' }, { enabled: false }],
    ['on', { enabled: 'on' }, { enabled: true }],
    ['1', { enabled: '1' }, { enabled: true }],
    ['spaces around a text', { name: '  Trimmed  ' }, { name: 'Trimmed' }],
    ['keys that are not known', { name: 'With more', loading: true, currentEvent: {}, event: null }, { name: 'With more' }],
  ])('%s', async (_name, body, expected) => expect((await priority(body)).json()).toMatchObject(expected));

  test('the paging of commanders is a true or false, nothing like it', async () => {
    for (const value of ['true', 1, 'on']) {
      const answer = await priority({ page_commander: value });
      expect([answer.status, answer.json<Detail>().detail[0]]).toMatchObject([422, { type: 'bool_type', loc: ['body', 'page_commander'] }]);
    }
    expect((await priority({ page_commander: true })).json()).toMatchObject({ page_commander: true });
  });

  test.each([
    ['with an offset', '2026-02-01T10:00:00+02:00', '2026-02-01T08:00:00.000000Z'],
    ['in UTC', '2026-02-01T10:00:00Z', '2026-02-01T10:00:00.000000Z'],
    ['without a zone', '2026-02-01T10:00:00', '2026-02-01T10:00:00.000000Z'],
    ['to the microsecond', '2026-02-01T10:00:00.123456Z', '2026-02-01T10:00:00.123456Z'],
    ['a date alone', '2026-02-01', '2026-02-01T00:00:00.000000Z'],
    ['seconds since 1970', 1769940000, '2026-02-01T10:00:00.000000Z'],
    ['the same as a text', '1769940000', '2026-02-01T10:00:00.000000Z'],
  ])('a time %s', async (_name, given, expected) => {
    const answer = await send('PUT', `/teams/${team.id}`, { ...team, evergreen_last_reminder_at: given });
    expect([answer.status, answer.json<Row>().evergreen_last_reminder_at], answer.text).toEqual([200, expected]);
  });

  test.each([
    ['by its id', () => ({ id: project.id })],
    ['by its name', () => ({ name: project.name })],
    ['as it was read', () => project],
  ])('a related object %s', async (name, given) => {
    const type = await made('/tag_types', { name: `kind ${name}`, project: given() });
    expect(type).toMatchObject({ project: { id: project.id } });
  });
});

describe('what comes out', () => {
  test('deleting answers null', async () => {
    const { id } = await made('/terms', { text: 'short lived', project });
    const answer = await send('DELETE', `/terms/${id}`);
    expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([
      200,
      'null',
      expect.stringMatching(/^application\/json/),
    ]);
  });

  test('long answers are compressed for whoever takes it, short ones are not', async () => {
    const long = await send('GET', '/incident_types', undefined, { 'accept-encoding': 'gzip' });
    expect([long.headers['content-encoding'], String(long.headers.vary).toLowerCase()]).toEqual([
      'gzip',
      expect.stringContaining('accept-encoding'),
    ]);
    expect((await send('GET', '/incident_types')).headers['content-encoding']).toBeUndefined();
    const short = await send('GET', '/incident_types?itemsPerPage=0', undefined, { 'accept-encoding': 'gzip' });
    expect(short.headers['content-encoding']).toBeUndefined();
  });

  test('a browser never goes back to plain HTTP, and no other site may ask', async () => {
    const { headers } = await send('GET', '/incident_types', undefined, { origin: 'https://elsewhere.example' });
    expect(headers['strict-transport-security']).toMatch(/^max-age=31536000 ?; includeSubDomains$/);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('what is absent is null or an empty list, never left out', async () => {
    const tag = await made('/tags', { name: 'bare', tag_type: await made('/tag_types', { name: 'bare kind', project }), project });
    expect(tag).toMatchObject({ source: null, uri: null, external_id: null, description: null });
    expect(await made('/definitions', { text: 'bare', project })).toMatchObject({ terms: [] });
  });
});

describe('what is refused', () => {
  const detailOf = (answer: { status: number; json<T>(): T }) => [answer.status, answer.json<Detail>().detail];
  const message = { msg: expect.any(String) };

  test('401 without a token, or with one that is none', async () => {
    const stranger = { ...ctx, actor: { ...ctx.actor, email: '' } };
    for (const headers of [{} as Record<string, string>, { authorization: 'Bearer nonsense' }, { authorization: 'Basic YTpi' }]) {
      const answer = await inject(stranger, { method: 'GET', path: '/{organization}/tags', headers });
      expect([answer.status, answer.json()]).toEqual([401, { detail: [{ msg: 'Could not validate credentials' }] }]);
    }
  });

  test('403 for a role that does not suffice', async () => {
    const answer = await inject(await asUser(ctx, 'Member'), {
      method: 'POST',
      path: '/{organization}/incident_types',
      body: { name: 'Nope', project },
    });
    expect(detailOf(answer)).toMatchObject([403, [message]]);
  });

  test('404 for what is not there', async () => {
    expect(detailOf(await send('GET', '/tags/2147483000'))).toMatchObject([404, [message]]);
  });

  test('405 for a method that a path does not know', async () => {
    for (const method of ['PATCH', 'DELETE'] as const) {
      const answer = await send(method, '/tags');
      expect([answer.status, answer.text]).toEqual([405, '{"detail":"Method Not Allowed"}']);
    }
  });

  test('409 for what exists, with the field', async () => {
    await made('/tag_types', { name: 'only once', project });
    expect(detailOf(await send('POST', '/tag_types', { name: 'only once', project }))).toMatchObject([
      409,
      [{ ...message, loc: ['body', 'name'], type: 'value_error' }],
    ]);
  });

  test('422 for a related object that is not there', async () => {
    const answer = await send('POST', '/tag_types', { name: 'lost', project: { name: 'no such project' } });
    expect(detailOf(answer)).toMatchObject([422, [{ ...message, type: 'value_error' }]]);
    expect(answer.json<Detail>().detail[0]?.loc).toEqual(['body', 'project']);
  });

  test('422 tells all problems, each with its type, place and input', async () => {
    const answer = await send('POST', '/incident_priorities', { name: 'x', view_order: 'high', enabled: 'perhaps', project: 3, color: 1 });
    expect(answer.status).toBe(422);
    const problems = answer.json<Detail>().detail.map(({ type, loc }) => `${type} ${(loc as string[]).join('.')}`);
    expect(problems).toEqual(
      expect.arrayContaining([
        'string_too_short body.name',
        'int_parsing body.view_order',
        'bool_type body.enabled',
        'model_attributes_type body.project',
      ]),
    );
    expect(answer.json<Detail>().detail).toContainEqual(expect.objectContaining({ loc: ['body', 'view_order'], input: 'high' }));
  });

  test.each([
    ['a path', 'GET', '/tags/one', 'int_parsing', ['path', 'tag_id']],
    ['a query', 'GET', '/tags?page=one', 'int_parsing', ['query', 'page']],
    ['an item of a list', 'GET', '/tags?sortBy[]=name&descending[]=down', 'bool_type', ['query', 'descending[]', 0]],
  ] as const)('422 names %s', async (_name, method, path, type, loc) => {
    expect(detailOf(await send(method, path))).toMatchObject([422, [{ ...message, type, loc }]]);
  });

  test('422 says where a body stops being JSON', async () => {
    const answer = await send('POST', '/tags', '{"name": oops}', { 'content-type': 'application/json' });
    expect(detailOf(answer)).toMatchObject([422, [{ ...message, type: 'json_invalid', loc: ['body', expect.any(Number)] }]]);
  });
});
