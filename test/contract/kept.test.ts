import { expect, test } from 'vitest';
import { anOrganization, asUser, inject } from '../harness.ts';

const read = (path: string, known?: string) => ({ method: 'GET' as const, path, ...(known && { headers: { 'if-none-match': known } }) });
const TYPES = '/{organization}/incident_types?itemsPerPage=25';

test('a list that has not changed is not sent again', async () => {
  const { ctx } = await anOrganization();
  const first = await inject(ctx, read(TYPES));
  const tag = first.headers.etag as string;
  expect(tag).toMatch(/^W\/".+"$/);
  expect(first.headers['cache-control']).toBe('private, no-cache');
  expect(first.headers.vary).toContain('authorization');
  for (const known of [tag, tag.slice(2), `"other", ${tag}`, '*']) {
    const again = await inject(ctx, read(TYPES, known));
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', tag]);
  }
});

test('one that has changed is', async () => {
  const { ctx, project } = await anOrganization();
  const tag = (await inject(ctx, read(TYPES))).headers.etag as string;
  await inject(ctx, { method: 'POST', path: '/{organization}/incident_types', body: { name: 'Another type', project } });
  const again = await inject(ctx, read(TYPES, tag));
  expect([again.status, again.text.includes('Another type')]).toEqual([200, true]);
});

test('a single record is kept the same way', async () => {
  const { ctx } = await anOrganization();
  const { items } = (await inject(ctx, read(TYPES))).json<{ items: { id: number }[] }>();
  const path = `/{organization}/incident_types/${items[0]?.id}`;
  const tag = (await inject(ctx, read(path))).headers.etag as string;
  expect((await inject(ctx, read(path, tag))).status).toBe(304);
});

test('knowing what it looks like opens no door', async () => {
  const { ctx } = await anOrganization();
  const tag = (await inject(ctx, read(TYPES))).headers.etag as string;
  expect((await inject(await asUser(ctx, undefined), read(TYPES, tag))).status).toBe(404);
});

test.each([
  ['mail, which may carry links that let people in', '/{organization}/mail'],
  ['what is not an organization’s', '/{organization}/auth/me'],
  ['a refusal', '/{organization}/incident_types/0'],
])('%s is never kept', async (_what, path) => {
  const { ctx } = await anOrganization();
  const answer = await inject(ctx, read(path));
  expect([answer.headers['cache-control'], answer.headers.etag]).toEqual(['no-store', undefined]);
});
