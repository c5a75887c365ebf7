import assert from 'node:assert/strict';
import { afterAll, beforeAll, test } from 'vitest';
import { anInstallation, type Installation, LONG } from '../installation.ts';

let place: Installation;

beforeAll(async () => {
  place = await anInstallation();
}, LONG);
afterAll(() => place.remove());

type Listed = { slug: string; installed: boolean; registered: boolean; enabled: string[]; problem: string | null };

const list = async () => JSON.parse((await place.tocsin(['plugins', 'list', '--json'])).out) as Listed[];
const listed = async (slug: string) => (await list()).find((one) => one.slug === slug);

/** A plug-in of which an earlier version has left a row, enabled in the default project. */
const leaveBehind = (slug: string) =>
  place.query(
    `with gone as (insert into plugins (title, slug, version, author, author_url, type) values ('Old', $1, '0.9', 'Ada', '', 'metric') returning id)
    insert into plugin_instances (organization_id, project_id, plugin_id, enabled) select p.organization_id, p.id, gone.id, true from projects p, gone`,
    [slug],
  );

test('built-in plug-ins are listed with where they are enabled, and without a problem', { timeout: LONG }, async () => {
  const all = await list();
  assert.ok(all.length > 8);
  for (const one of all) assert.deepEqual([one.installed, one.registered, one.problem], [true, true, null], one.slug);
  assert.ok(all.some(({ enabled }) => enabled.includes('default/default')));
  assert.match((await place.tocsin(['plugins', 'list'])).out, /^slug +title +version +type +author +installed +registered +enabled/);
});

test('what the database does not know as it is now is listed, and registered by install', { timeout: LONG }, async () => {
  await place.query(`update plugins set version = '0.0.1' where slug = (select min(slug) from plugins)`);
  const [old] = (await list()).filter(({ registered }) => !registered);
  assert.match(old?.problem ?? '', /does not know it as it is now; the next start registers it, or `plugins install`/);
  const { code, out, err } = await place.tocsin(['plugins', 'install', '--json']);
  assert.equal(code, 0, err);
  const changed = (JSON.parse(out) as { slug: string; state: string }[]).filter(({ state }) => state !== 'as it was');
  assert.deepEqual(
    changed.map(({ slug, state }) => [slug, state]),
    [[old?.slug, 'registered now']],
  );
  assert.equal((await listed(old?.slug ?? ''))?.problem, null);
});

test('a plug-in whose code is gone is forgotten, when it is meant', { timeout: LONG }, async () => {
  await leaveBehind('old-metrics');
  assert.match((await listed('old-metrics'))?.problem ?? '', /^Its code is not installed and projects have it enabled/);
  const unasked = await place.tocsin(['plugins', 'uninstall', 'old-metrics']);
  assert.deepEqual([unasked.code, /no terminal to ask on: say yes with --yes/.test(unasked.err)], [1, true], unasked.err);
  const enabled = await place.tocsin(['plugins', 'uninstall', 'old-metrics', '--yes']);
  assert.deepEqual(
    [enabled.code, enabled.err],
    [1, 'old-metrics is enabled in default/default; disable it there first, or use --force.\n'],
  );
  const forced = await place.tocsin(['plugins', 'uninstall', 'old-metrics', '--yes', '--force']);
  assert.deepEqual([forced.code, forced.out], [0, 'old-metrics is forgotten.\n'], forced.err);
  assert.equal(await listed('old-metrics'), undefined);
});

test('a plug-in of this version and an unknown one are not uninstalled', { timeout: LONG }, async () => {
  const [first] = await list();
  const present = await place.tocsin(['plugins', 'uninstall', first?.slug ?? '', '-y']);
  assert.deepEqual([present.code, /is a part of this version and would be back/.test(present.err)], [1, true], present.err);
  const unknown = await place.tocsin(['plugins', 'uninstall', 'nonsense', '-y']);
  assert.deepEqual([unknown.code, unknown.err], [1, 'There is no plug-in nonsense.\n']);
});

test('a configuration that cannot be read is a problem of the plug-in', { timeout: LONG }, async () => {
  const [{ slug } = { slug: '' }] = await place.query<{ slug: string }>(
    `update plugin_instances i set configuration = 'sealed with another key' from plugins g
    where g.id = i.plugin_id and i.id = (select min(id) from plugin_instances where enabled) returning g.slug`,
  );
  assert.match((await listed(slug))?.problem ?? '', /^Its configuration in default\/default does not fit: .*DISPATCH_ENCRYPTION_KEY/);
  const doctor = await place.tocsin(['doctor', '--json']);
  const wrong = (JSON.parse(doctor.out) as { check: string; result: string; detail: string }[]).filter(({ result }) => result === 'wrong');
  assert.deepEqual([doctor.code, wrong.map(({ check }) => check)], [1, ['plug-ins']], doctor.out);
  assert.ok(wrong[0]?.detail.startsWith(`${slug}: Its configuration in default/default does not fit`), doctor.out);
});
