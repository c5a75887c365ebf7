import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { authenticateRequest } from '../../src/app/authentication.ts';
import { routes } from '../../src/app/routes.ts';
import { databaseOn } from '../../src/core/db.ts';
import { listJson } from '../../src/core/list.ts';
import { member } from '../../src/core/permissions.ts';
import { MOST_SORTS } from '../../src/core/sort.ts';
import { route } from '../../src/edges/http/route.ts';
import { createHttpServer, type HttpOptions } from '../../src/edges/http/server.ts';
import { issueToken } from '../../src/features/auth/index.ts';
import { tags } from '../../src/features/tags/index.ts';
import { anOrganization, asUser, inject, MINUTE, SECOND, type TestOrganization } from '../harness.ts';

/* Every limit says so: a status, the envelope, and what to do. */

let organization: TestOrganization;
beforeAll(async () => {
  organization = await anOrganization();
});

type Told = { detail: { msg: string; loc?: unknown[] }[] };
const told = (answer: { json<T>(): T }) => answer.json<Told>().detail[0];

async function serverWith(options: HttpOptions) {
  const server = await createHttpServer(organization.system, routes, authenticateRequest, options);
  return { server, token: `Bearer ${await issueToken(organization.ctx, organization.owner.email)}` };
}

const listPath = () => `/api/v1/${organization.tenant.slug}/tags`;

describe('sizes', () => {
  const big = JSON.stringify({ name: 'x'.repeat(5_000_001) });

  test('a body above the limit is 413 and names it', async () => {
    const answer = await inject(organization.ctx, { method: 'POST', path: '/{organization}/tags', body: JSON.parse(big) });
    expect(answer.status).toBe(413);
    expect(told(answer)).toEqual({ msg: 'Send at most 5 MB at once.' });
  });

  test('a body that does not say its length is cut off at the limit', async () => {
    const { server, token } = await serverWith({});
    const address = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
    const answer = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const request = httpRequest(
        { host: address.hostname, port: address.port, path: listPath(), method: 'POST', headers: { authorization: token } },
        (response) => {
          let text = '';
          response
            .setEncoding('utf8')
            .on('data', (part: string) => (text += part))
            .on('end', () => resolve({ status: response.statusCode, text }));
        },
      );
      request.on('error', reject);
      request.write(big.slice(0, 3_000_000));
      request.write(big.slice(0, 3_000_000));
    });
    await server.close();
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toEqual({ detail: [{ msg: 'Send at most 5 MB at once.' }] });
  });

  test('an address longer than any filter needs is 414', async () => {
    const answer = await inject(organization.ctx, { method: 'GET', path: `/{organization}/tags?q=${'x'.repeat(64_000)}` });
    expect(answer.status).toBe(414);
    expect(told(answer)?.msg).toContain('64000 characters');
  });

  test('the longest filter there may be passes, every character of it escaped', async () => {
    const filter = JSON.stringify([{ field: 'name', op: '==', value: '' }]);
    const longest = filter.replace('""', `"${'"'.repeat(9900).replaceAll('"', '\\"')}"`);
    const { server, token } = await serverWith({});
    const address = await server.listen({ port: 0, host: '127.0.0.1' });
    const answer = await fetch(`${address}${listPath()}?filter=${encodeURIComponent(longest)}`, { headers: { authorization: token } });
    await server.close();
    expect(answer.status).toBe(200);
  });

  test('a head that no header of ours fills is 431 in the envelope', async () => {
    const { server } = await serverWith({});
    const address = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
    const text = await new Promise<string>((resolve, reject) => {
      let received = '';
      const socket = connect(Number(address.port), address.hostname, () =>
        socket.write(`GET / HTTP/1.1\r\nhost: x\r\nx-a: ${'x'.repeat(110_000)}`),
      );
      socket
        .setEncoding('utf8')
        .on('data', (part: string) => (received += part))
        .on('close', () => resolve(received))
        .on('error', reject);
    });
    await server.close();
    expect(text).toMatch(/^HTTP\/1\.1 431 /);
    expect(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).toEqual({ detail: [{ msg: 'The head of a request has at most 96 kB.' }] });
  });
});

describe('lists', () => {
  const nested = (depth: number): unknown => (depth ? { and: [nested(depth - 1)] } : { field: 'name', op: '==', value: 'x' });
  const conditions = (count: number) => Array.from({ length: count }, () => ({ field: 'name', op: '==', value: 'x' }));
  const filter = (spec: unknown) => `filter=${encodeURIComponent(JSON.stringify(spec))}`;
  const sorts = (count: number) => Array.from({ length: count }, () => 'sortBy[]=name&descending[]=false').join('&');
  const includes = (count: number) => Array.from({ length: count }, () => 'include[]=id').join('&');

  test.each([
    ['depth of a filter', 'tags', filter(nested(11)), filter(nested(10)), 'filter'],
    ['conditions of a filter', 'tags', filter(conditions(201)), filter(conditions(200)), 'filter'],
    ['length of a filter', 'tags', `filter=[${'%20'.repeat(19_999)}]`, `filter=[${'%20'.repeat(19_998)}]`, 'filter'],
    ['length of a search', 'tags', `q=${'x'.repeat(1001)}`, `q=${'x'.repeat(1000)}`, 'q'],
    ['fields to sort by', 'tags', sorts(MOST_SORTS + 1), sorts(MOST_SORTS), 'sortBy[]'],
    ['parts to include', 'incidents', includes(201), includes(200), 'include[]'],
  ])('%s: beyond the limit is 422 and says where, the limit itself is not', async (_limit, list, beyond, within, place) => {
    const ask = (query: string) => inject(organization.ctx, { method: 'GET', path: `/{organization}/${list}?${query}` });
    const refused = await ask(beyond);
    expect([refused.status, told(refused)?.loc]).toEqual([422, ['query', place]]);
    expect((await ask(within)).status).toBe(200);
  });

  test.each([-1, 2147483646])('%i items a page are all rows, as far as one page goes', async (size) => {
    const answer = await inject(organization.ctx, { method: 'GET', path: `/{organization}/incident_types?itemsPerPage=${size}` });
    const { items, total, itemsPerPage } = answer.json<{ items: unknown[]; total: number; itemsPerPage: number }>();
    expect(items.length).toBeGreaterThan(0);
    expect([items.length, itemsPerPage]).toEqual([total, total]);
  });

  test('an answer that no process could pass on is refused by the database, not sent', async () => {
    const { ctx, project } = await anOrganization();
    // A few rows, each as long as a row can be here; the limit is of the answer, whatever it is made of.
    await sql`with kind as (insert into tag_types (organization_id, project_id, name, created_at, updated_at)
        values (${ctx.tenant.id}, ${project.id}, 'Long', now(), now()) returning id)
      insert into tags (organization_id, project_id, tag_type_id, name, description, created_at, updated_at)
      select ${ctx.tenant.id}, ${project.id}, kind.id, 'tag ' || n, repeat('x', 1000000), now(), now() from kind, generate_series(1, 101) n`.execute(
      ctx.db,
    );
    const list = { page: 1, itemsPerPage: -1, sortBy: [], descending: [] };
    await expect(listJson(ctx, tags, list)).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('100 MB') });
    expect((await listJson(ctx, tags, { ...list, itemsPerPage: 1 })).length).toBeGreaterThan(1_000_000);
  });
});

describe('time', () => {
  const sleeps = route({
    method: 'get',
    path: '/{organization}/sleep',
    tag: 'tags',
    summary: 'Sleeps',
    access: member,
    handle: async (ctx) => sql`select pg_sleep(1)`.execute(ctx.db).then(() => ({})),
  });

  test('a statement that takes longer than it may is stopped: 503, and how to ask for less', async () => {
    const ctx = { ...organization.ctx, db: databaseOn(organization.system.pool, 50) };
    const answer = await inject(ctx, { method: 'GET', path: '/{organization}/sleep' }, [sleeps]);
    expect(answer.status).toBe(503);
    expect(told(answer)?.msg).toContain('Narrow the filter');
  });

  test('work that nobody waits for may take longer on the same connections', async () => {
    const { pool, db } = organization.system;
    await Promise.all(Array.from({ length: 10 }, () => sql`select 1`.execute(databaseOn(pool, 50))));
    await Promise.all(Array.from({ length: 10 }, () => sql`select pg_sleep(0.1)`.execute(db)));
    const { rows } = await sql<{ timeout: string }>`select current_setting('statement_timeout') as timeout`.execute(db);
    expect(rows[0]?.timeout).toBe('0');
  });
});

describe('rates', () => {
  const none = { perCaller: 0, perAddress: 0, named: {} };

  test('a person who asks too often hears when to come back, and may then', async () => {
    const { server, token } = await serverWith({ rates: { ...none, perCaller: 2 } });
    const ask = (authorization = token) => server.inject({ url: listPath(), headers: { authorization } });
    expect([(await ask()).statusCode, (await ask()).statusCode]).toEqual([200, 200]);
    const refused = await ask();
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('30');
    expect(refused.json<Told>().detail).toEqual([{ msg: expect.stringContaining('2 requests a minute') }]);
    const other = await asUser(organization.ctx, 'Member');
    expect((await ask(`Bearer ${await issueToken(other, other.actor.email)}`)).statusCode).toBe(200);
    organization.clock.advance(30 * SECOND);
    expect((await ask()).statusCode).toBe(200);
    await server.close();
  });

  test('an address is counted whoever asks from it, before a token is looked at', async () => {
    const { server, token } = await serverWith({ rates: { ...none, perAddress: 2 } });
    const ask = (authorization: string, remoteAddress = '10.0.0.1') =>
      server.inject({ url: listPath(), headers: { authorization }, remoteAddress });
    expect([(await ask('')).statusCode, (await ask('Bearer x')).statusCode, (await ask(token)).statusCode]).toEqual([401, 401, 429]);
    expect((await ask(token, '10.0.0.2')).statusCode).toBe(200);
    await server.close();
  });

  test('who sent a request is what a trusted proxy says, and nobody else', async () => {
    const { server, token } = await serverWith({ rates: { ...none, perAddress: 1 }, trustedProxies: ['10.0.0.0/8'] });
    const ask = (remoteAddress: string, forwarded: string) =>
      server.inject({ url: listPath(), headers: { authorization: token, 'x-forwarded-for': forwarded }, remoteAddress });
    const statuses = [];
    for (const [from, forwarded] of [
      ['10.0.0.1', '192.0.2.1'],
      ['10.0.0.1', '192.0.2.2'],
      ['10.0.0.1', '192.0.2.2'],
      ['203.0.113.1', '192.0.2.3'],
      ['203.0.113.1', '192.0.2.4'],
      // What the caller claims of itself stands before what the proxy saw.
      ['10.0.0.1', '198.51.100.1, 192.0.2.1'],
    ] as const)
      statuses.push((await ask(from, forwarded)).statusCode);
    await server.close();
    expect(statuses).toEqual([200, 200, 429, 200, 429, 429]);
  });

  test('taking in signal instances has a limit of its own', async () => {
    const { server, token } = await serverWith({ rates: { ...none, named: { signals: 1 } } });
    const send = () =>
      server.inject({
        method: 'POST',
        url: `/api/v1/${organization.tenant.slug}/signals/instances`,
        headers: { authorization: token },
        payload: { raw: {} },
      });
    expect((await send()).statusCode).toBe(404);
    expect((await send()).statusCode).toBe(429);
    expect((await server.inject({ url: listPath(), headers: { authorization: token } })).statusCode).toBe(200);
    organization.clock.advance(MINUTE);
    expect((await send()).statusCode).toBe(404);
    await server.close();
  });
});
