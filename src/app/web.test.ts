import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, test } from 'vitest';
import { aSystem } from '../../test/harness.ts';
import { createHttpServer } from '../edges/http/server.ts';
import { routes } from './health.ts';
import { serveWeb } from './web.ts';

let folder: string;
let server: FastifyInstance;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-web-'));
  mkdirSync(join(folder, 'web/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'not for everybody');
  writeFileSync(join(folder, 'web/index.html'), '<!doctype html><title>Tocsin</title>');
  writeFileSync(join(folder, 'web/icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(folder, 'web/assets/main-abc.js'), 'export {};');
  server = await createHttpServer(await aSystem(), routes, async () => undefined);
  await serveWeb(server, join(folder, 'web'));
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

test.each(['/', '/incidents', '/default/incidents/17?tab=room', '/no/such/page'])(
  '%s is a page of the application, with a strict policy',
  async (url) => {
    const answer = await server.inject(url);
    assert.equal(answer.statusCode, 200);
    assert.match(answer.body, /<title>Tocsin/);
    assert.equal(answer.headers['cache-control'], 'no-cache');
    const policy = String(answer.headers['content-security-policy']);
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/);
    assert.ok(!/unsafe|https?:|\*/.test(policy));
  },
);

test('hashed files are kept for ever, others are asked for again', async () => {
  const hashed = await server.inject('/assets/main-abc.js');
  assert.equal(hashed.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.match(String(hashed.headers['content-type']), /javascript/);
  const icon = await server.inject('/icon.svg');
  assert.equal(icon.statusCode, 200);
  assert.ok(!String(icon.headers['cache-control']).includes('immutable'));
});

test('a file of an earlier build that is gone is no page and is not kept', async () => {
  const answer = await server.inject('/assets/main-old.js');
  assert.equal(answer.statusCode, 404);
  assert.equal(answer.headers['cache-control'], 'no-store');
});

test('an unknown address of the API is answered by the API', async () => {
  const answer = await server.inject('/api/v1/nope');
  assert.equal(answer.statusCode, 404);
  assert.deepEqual(answer.json(), { detail: 'Not Found' });
});

test.each(['/../secret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '/%2e%2e/secret.txt', '/%E0%A4%A'])(
  '%s gives nothing away',
  async (url) => {
    const answer = await server.inject(url);
    assert.ok(!answer.body.includes('not for everybody'));
    assert.ok(answer.statusCode < 500, String(answer.statusCode));
  },
);
