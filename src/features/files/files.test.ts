import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anOrganization, aSystem, asSystem, asUser, inject, runJobs, type TestSystem } from '../../../test/harness.ts';
import { timelineOf } from '../../../test/scenarios/room.ts';
import { plugins } from '../../app/plugins.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import type { Storage } from '../../plugin-sdk/capabilities.ts';
import { PluginError } from '../../plugin-sdk/failure.ts';
import { BARE, KINDS } from '../participants/fixtures.ts';
import { addParticipant, describeSubject } from '../participants/index.ts';
import { findCapability } from '../plugins/index.ts';
import { jobs } from './jobs.ts';

const onlyFiles = { jobs, flows: [] };

type Wanted = { visibility?: 'Open' | 'Restricted'; system?: TestSystem };

/** An incident or case with a storage, as its creation flow makes it. */
async function filesOf(kind: SubjectRef['kind'], { visibility = 'Open', system }: Wanted = {}) {
  const org = await anOrganization(system);
  const { ctx, project } = org;
  const subject = await BARE[kind](ctx, project.id, { visibility });
  const storage = await findCapability(asSystem(ctx), project.id, 'storage');
  const described = await describeSubject(asSystem(ctx), subject);
  const made = await storage?.capability.create(`${kind}-${subject.id}-storage`, described, [], AbortSignal.timeout(5000));
  const row = { organization_id: ctx.tenant.id, [`${kind}_id`]: subject.id, ...made, created_at: ctx.now(), updated_at: ctx.now() };
  await ctx.db.insertInto('storages').values(row).execute();
  const folder = join(ctx.settings.dataDir, 'files', String(ctx.tenant.id), `${kind}-${subject.id}`);
  return { ...org, subject, folder, path: `/{organization}/${kind}s/${subject.id}/files` };
}

const upload = (ctx: Context, path: string, content: string, { name = 'log.txt', type = 'text/plain' } = {}) =>
  inject(ctx, {
    method: 'POST',
    path: `${path}?name=${encodeURIComponent(name)}`,
    body: Buffer.from(content),
    headers: { 'content-type': type },
  });

test.each(KINDS)('%s: a file is stored, listed, downloaded and deleted', async (kind) => {
  const { ctx, path, folder, subject } = await filesOf(kind);
  const someone = await asUser(ctx, 'Member');
  const stored = await upload(someone, path, 'disk full');
  expect(stored.json()).toMatchObject({ name: 'log.txt', size: 9, content_type: 'text/plain', creator: { email: someone.actor.email } });
  const file = `/{organization}/files/${stored.json().id}`;
  expect((await inject(ctx, { method: 'GET', path })).json()).toMatchObject({ total: 1, items: [stored.json()] });
  expect((await inject(ctx, { method: 'GET', path: file })).text).toBe('disk full');
  expect((await inject(someone, { method: 'DELETE', path: file })).status).toBe(200);
  await runJobs(ctx, onlyFiles);
  expect(readdirSync(folder)).toEqual([]);
  expect((await inject(ctx, { method: 'GET', path: file })).status).toBe(403);
  expect(await timelineOf(ctx, subject)).toEqual([expect.stringMatching(/added the file log.txt.$/), 'The file log.txt was deleted.']);
});

test('a page that somebody uploads is never shown as one', async () => {
  const { ctx, path } = await filesOf('incident');
  const stored = await upload(ctx, path, '<script>alert(1)</script>', { name: 'größe "x".html', type: 'text/html; charset=utf-8' });
  const { headers } = await inject(ctx, { method: 'GET', path: `/{organization}/files/${stored.json().id}` });
  expect(headers).toMatchObject({
    'content-disposition': "attachment; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%22x%22.html",
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\logs\\a.log', 'a.log'],
  ['a\r\nset-cookie: x', 'aset-cookie: x'],
])('the name %j is shown as %j and used for nothing else', async (name, shown) => {
  const { ctx, path, folder } = await filesOf('incident');
  const stored = await upload(ctx, path, 'x', { name });
  expect(stored.json()).toMatchObject({ name: shown });
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
});

test.each([
  ['', 'log.txt', 'body'],
  ['x', '..', 'query'],
])('a file without content or without a name is refused and nothing is left', async (content, name, place) => {
  const { ctx, path, folder } = await filesOf('incident');
  const refused = await upload(ctx, path, content, { name });
  expect([refused.status, refused.json<{ detail: { loc: string[] }[] }>().detail[0]?.loc[0]]).toEqual([422, place]);
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
});

test('a full disk is said, as something that may be tried again', async () => {
  const full = plugins.map((one) =>
    one.slug === 'tocsin-storage' ? { ...one, create: (...given: Parameters<typeof one.create>) => fullDisk(one.create(...given)) } : one,
  );
  const { ctx, path } = await filesOf('incident', { system: await aSystem({ plugins: full }) });
  const refused = await upload(ctx, path, 'x');
  expect([refused.status, refused.json()]).toEqual([503, { detail: [{ msg: 'The disk is full.' }] }]);
  expect((await inject(ctx, { method: 'GET', path })).json()).toMatchObject({ total: 0 });
});

const fullDisk = (storage: unknown) => ({
  ...(storage as Storage),
  put: async () => {
    throw new PluginError('The disk is full.');
  },
});

test.each(KINDS)('%s: before the storage is made an upload is refused with a reason', async (kind) => {
  const { ctx, project } = await anOrganization();
  const { id } = await BARE[kind](ctx, project.id);
  const refused = await upload(ctx, `/{organization}/${kind}s/${id}/files`, 'x');
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('no place for files yet')]);
});

test.each(KINDS)('%s: where it is restricted, files are for those who take part', async (kind) => {
  const { ctx, subject, path } = await filesOf(kind, { visibility: 'Restricted' });
  const [stranger, responder] = [await asUser(ctx, 'Member'), await asUser(ctx, 'Member')];
  await transaction(asSystem(ctx), (tx) => addParticipant(tx, subject, { email: responder.actor.email, quiet: true }));
  const file = `/{organization}/files/${(await upload(ctx, path, 'secret')).json().id}`;
  const answers = async (who: Context) => [
    (await inject(who, { method: 'GET', path })).status,
    (await upload(who, path, 'x')).status,
    (await inject(who, { method: 'GET', path: file })).status,
    (await inject(who, { method: 'DELETE', path: file })).status,
  ];
  expect(await answers(stranger)).toEqual([403, 403, 403, 403]);
  // Somebody else's file is deleted by those who lead.
  expect(await answers(responder)).toEqual([200, 200, 200, 403]);
});

test.each(KINDS)('%s: another organization reaches nothing of a file', async (kind) => {
  const { ctx, path } = await filesOf(kind);
  const file = `/{organization}/files/${(await upload(ctx, path, 'secret')).json().id}`;
  const other = await anOrganization();
  expect((await inject(other.ctx, { method: 'GET', path: file })).status).toBe(403);
  expect((await inject(other.ctx, { method: 'DELETE', path: file })).status).toBe(403);
});
