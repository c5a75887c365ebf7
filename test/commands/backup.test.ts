import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, test } from 'vitest';
import { ENQUIRIES } from '../../scripts/demo/cases.ts';
import { playExample } from '../../scripts/demo/example.ts';
import { STORIES } from '../../scripts/demo/stories.ts';
import { readDump } from '../../src/app/database/dump/format.ts';
import { migrations } from '../../src/app/database/migrate.ts';
import { createDatabase } from '../../src/core/db.ts';
import { aSystem } from '../harness.ts';
import { anInstallation, type Installation, LONG, PROGRAM } from '../installation.ts';

let filled: Installation;
let file: string;
let before: Record<string, string>;

/** Characters that mean something in the file, or to the server that reads them. */
const STRANGE = 'tab\t, backslash \\, an end \\.\n\\.\n and a \u{1f9ef}';

beforeAll(async () => {
  filled = await anInstallation();
  const { db, pool, close } = createDatabase(filled.databaseUrl);
  const system = { ...(await aSystem()), db, pool };
  const stories = [STORIES[0], STORIES[39]].filter((one) => one !== undefined);
  const season = { stories, open: ['Active' as const], enquiries: ENQUIRIES.slice(0, 2) };
  await playExample(system, { password: 'Passw0rd for an example', onProgress: () => {}, season });
  await sql`update organizations set description = ${STRANGE}`.execute(db);
  await close();
  file = join(filled.folder, 'all.dump');
  before = await contentOf(filled);
  const { code, out, err } = await filled.tocsin(['database', 'dump', '--dump-file', file]);
  assert.equal(code, 0, err);
  assert.match(out, /all\.dump: \d+ tables, \d+ rows, \d+ bytes\.\nNot in it: files \(.*files\) and the keys \(.*secrets\.json\)/);
}, 3 * LONG);
afterAll(() => filled.remove());

/** Number of rows and checksum of each table, and where each sequence stands. */
async function contentOf({ query }: Pick<Installation, 'query'>): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  const relations = await query<{ name: string; kind: string }>(
    `select relname as name, relkind as kind from pg_class where relkind in ('r', 'S') and relnamespace = 'public'::regnamespace`,
  );
  for (const { name, kind } of relations) {
    if (name === 'live_notes' || name === 'live_notes_id_seq') continue;
    const [row] = await query<{ content: string }>(
      kind === 'S'
        ? `select last_value || ' ' || is_called as content from ${pg.escapeIdentifier(name)}`
        : `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text collate "C")), '') as content from ${pg.escapeIdentifier(name)} t`,
    );
    content[name] = row?.content ?? '';
  }
  return content;
}

const restoreInto = (place: Installation, ...parameters: string[]) => place.tocsin(['database', 'restore', ...parameters]);
const tablesIn = async ({ query }: Installation) =>
  (await query(`select 1 from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`)).length;

/** Every byte of every table; how they are cut into pieces is chance. */
async function rowsIn(path: string): Promise<string> {
  const pieces: string[] = [];
  await readDump(path, {
    onTable: async ({ table }, data) => {
      pieces.push(table);
      for await (const piece of data) pieces.push(piece.toString('latin1'));
      return undefined;
    },
  });
  return pieces.join('');
}

/** The dump's lines, changed. */
function changed(name: string, change: (text: string) => string): string {
  const path = join(filled.folder, name);
  writeFileSync(path, gzipSync(Buffer.from(change(gunzipSync(readFileSync(file)).toString('latin1')), 'latin1')));
  return path;
}

test('a filled database comes back row by row, with its rules and sequences', { timeout: 2 * LONG }, async () => {
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const place = await anInstallation({ empty: true });
  try {
    const { code, out, err } = await restoreInto(place, '--dump-file', file);
    assert.equal(code, 0, err);
    assert.match(out, /^The database is as it was at \d{4}-.*Z: \d+ tables, \d+ rows\.\n$/);
    assert.deepEqual(await contentOf(place), before);
    assert.ok(Number(before.incidents?.split(' ')[0]) > 1 && Number(before.cases?.split(' ')[0]) > 1, 'the example left little');
    const rules = `select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as rule from pg_constraint
      where connamespace = 'public'::regnamespace order by 1`;
    assert.deepEqual(await place.query(rules), await filled.query(rules));
    assert.equal((await place.tocsin(['doctor'])).code, 0);
    const again = await restoreInto(place, '--dump-file', file);
    assert.deepEqual(
      [again.code, /^The database is not empty .*--replace to lose what is in it\.\n$/.test(again.err)],
      [1, true],
      again.err,
    );
  } finally {
    place.remove();
  }
});

test('what is in a database is replaced only by its name, and not while somebody works on it', { timeout: 2 * LONG }, async () => {
  const place = await anInstallation();
  try {
    const parameters = ['--dump-file', file, '--replace'];
    const unasked = await restoreInto(place, ...parameters);
    assert.deepEqual([unasked.code, unasked.err.includes(`say yes with --yes ${place.name}.`)], [1, true], unasked.err);
    const wrong = await restoreInto(place, ...parameters, '--yes', 'another');
    assert.deepEqual([wrong.code, wrong.err], [1, `another is not ${place.name}; nothing was changed.\n`]);
    const client = new pg.Client({ connectionString: place.databaseUrl, application_name: 'tocsin' });
    await client.connect();
    const busy = await restoreInto(place, ...parameters, '--yes', place.name);
    await client.end();
    assert.deepEqual(
      [busy.code, /^Tocsin is at work on this database \(connections: 1\); stop every process first\./.test(busy.err)],
      [1, true],
      busy.err,
    );
    const { code, err } = await restoreInto(place, ...parameters, '--yes', place.name);
    assert.equal(code, 0, err);
    assert.deepEqual(await contentOf(place), before);
  } finally {
    place.remove();
  }
});

test('files that are not whole, not ours or too new are refused before anything is changed', { timeout: 3 * LONG }, async () => {
  const place = await anInstallation({ empty: true });
  const cut = join(filled.folder, 'cut.dump');
  copyFileSync(file, cut);
  truncateSync(cut, Math.floor(statSync(file).size / 2));
  const strange = join(filled.folder, 'strange.dump');
  writeFileSync(strange, '--\n-- PostgreSQL database dump\n--\n');
  const notWhole = /is not whole: it was cut off, or changed since it was written\. Nothing was changed\.\n$/;
  const cases: [path: string, said: RegExp][] = [
    [cut, notWhole],
    [changed('no-end.dump', (text) => text.replace(/\{"end":true.*\n$/, '')), notWhole],
    [changed('behind.dump', (text) => `${text}more`), notWhole],
    [changed('letter.dump', (text) => text.replace('Example Bank', 'Exemple Bank')), notWhole],
    [strange, /is no dump of Tocsin\. What pg_dump has written is restored with psql or pg_restore\.\n$/],
    [
      changed('format.dump', (text) => text.replace('"tocsin_dump":1', '"tocsin_dump":7')),
      /in format 7; this version reads format 1\. Restore it/,
    ],
    [
      changed('newer.dump', (text) => text.replace('"migrations":[', '"migrations":["29991231T0000-fly",')),
      /whose schema this version does not know/,
    ],
    [join(filled.folder, 'absent.dump'), /absent\.dump cannot be read \(ENOENT\); correct the path or its permissions\.\n$/],
  ];
  try {
    for (const [path, said] of cases) {
      const { code, err } = await restoreInto(place, '--dump-file', path);
      assert.deepEqual([code, said.test(err)], [1, true], `${path}: ${err}`);
    }
    assert.equal(await tablesIn(place), 0);
  } finally {
    place.remove();
  }
});

test('a dump of an older version is restored as it was then, and migrated', { timeout: 2 * LONG }, async () => {
  const [old, place] = [await anInstallation({ empty: true }), await anInstallation({ empty: true })];
  const [last, ...earlier] = migrations().reverse();
  const path = join(filled.folder, 'old.dump');
  try {
    await old.query('create table migrations (name text primary key, applied_at timestamptz not null default now())');
    for (const { name, sql: statements } of earlier.reverse()) {
      await old.query(statements);
      await old.query('insert into migrations (name) values ($1)', [name]);
    }
    await old.query(`insert into users (email, created_at, updated_at) values ('ada@example.com', now(), now())`);
    const dumped = await old.tocsin(['database', 'dump', '--dump-file', path]);
    assert.equal(dumped.code, 0, dumped.err);
    const { code, out, err } = await restoreInto(place, '--dump-file', path);
    assert.deepEqual([code, out.includes(`Migrating: ${last?.name}\n`)], [0, true], err);
    assert.deepEqual(await place.query('select email from users'), [{ email: 'ada@example.com' }]);
    const pending = await place.tocsin(['database', 'upgrade', '--dry-run', '--json']);
    assert.equal(pending.out, '[]\n');
  } finally {
    old.remove();
    place.remove();
  }
});

test('a dump as text holds the same and is restored as well, with its numbers as JSON', { timeout: 2 * LONG }, async () => {
  const place = await anInstallation({ empty: true });
  const path = join(filled.folder, 'text.dump');
  try {
    const dumped = await filled.tocsin(['database', 'dump', '--text', '--dump-file', path, '--json']);
    assert.equal(dumped.code, 0, dumped.err);
    const { rows, bytes } = JSON.parse(dumped.out) as { rows: number; bytes: number };
    assert.equal(bytes, statSync(path).size);
    assert.match(readFileSync(path, 'latin1'), /^\{"tocsin_dump":1,/);
    const restored = await restoreInto(place, '--dump-file', path, '--json');
    assert.deepEqual([restored.code, (JSON.parse(restored.out) as { rows: number }).rows], [0, rows], restored.err);
    assert.deepEqual(await contentOf(place), before);
  } finally {
    place.remove();
  }
});

test.skipIf(process.getuid?.() !== 0)('a full disk leaves no file and the last good one as it was', { timeout: LONG }, async () => {
  const disk = join(filled.folder, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32k', 'tmpfs', disk]);
  try {
    const path = join(disk, 'all.dump');
    writeFileSync(path, 'the last good one');
    const { code, err } = await filled.tocsin(['database', 'dump', '--dump-file', path]);
    assert.deepEqual([code, /^The disk that holds .*all\.dump is full; nothing was kept\./.test(err)], [1, true], err);
    assert.deepEqual(readdirSync(disk), ['all.dump']);
    assert.equal(readFileSync(path, 'utf8'), 'the last good one');
  } finally {
    execFileSync('umount', [disk]);
  }
});

test('the embedded database is dumped, restored and emptied like any other', { timeout: 3 * LONG }, async () => {
  const place = await anInstallation({ empty: true });
  const embedded = { environment: { DATABASE_URL: '' } };
  try {
    const restored = await place.tocsin(['database', 'restore', '--dump-file', file], embedded);
    assert.equal(restored.code, 0, restored.err);
    const path = join(place.folder, 'again.dump');
    const dumped = await place.tocsin(['database', 'dump', '--dump-file', path], embedded);
    assert.equal(dumped.code, 0, dumped.err);
    assert.ok((await rowsIn(path)) === (await rowsIn(file)), 'the embedded database holds something else');
    const unasked = await place.tocsin(['database', 'drop'], embedded);
    assert.deepEqual([unasked.code, /say yes with --yes embedded\.\n$/.test(unasked.err)], [1, true], unasked.err);
    const dropped = await place.tocsin(['database', 'drop', '--yes', 'embedded'], embedded);
    assert.deepEqual([dropped.code, dropped.out], [0, 'The database embedded is gone.\n'], dropped.err);
    const nothing = await place.tocsin(['database', 'dump', '--dump-file', join(place.folder, 'none.dump')], embedded);
    assert.deepEqual([nothing.code, nothing.err], [1, 'This database holds nothing of Tocsin: there is nothing to dump.\n']);
    assert.ok(!existsSync(join(place.folder, 'none.dump')));
  } finally {
    place.remove();
  }
});

test.skipIf(spawnSync('script', ['--version']).status !== 0)('a terminal sees how far the dump is', { timeout: LONG }, async () => {
  const path = join(filled.folder, 'seen.dump');
  const environment = { ...process.env, DATABASE_URL: filled.databaseUrl, TOCSIN_DATA_DIR: filled.folder, STATIC_DIR: '' };
  const command = `${process.execPath} ${PROGRAM} database dump --dump-file ${path}`;
  const seen = (words: string) => execFileSync('script', ['-qec', words, '/dev/null'], { env: environment, cwd: filled.folder }).toString();
  assert.match(seen(command), /Dumping [█░]{30} +\d+ %/);
  assert.doesNotMatch(seen(`${command} --json`), /Dumping/);
});

test('a database is dropped by its name, and not while somebody is in it', { timeout: LONG }, async () => {
  const place = await anInstallation({ empty: true });
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  const busy = await place.tocsin(['database', 'drop', '--yes', place.name]);
  await client.end();
  assert.deepEqual([busy.code, /^The database cli_\w+ is in use .*Nothing was changed\.\n$/.test(busy.err)], [1, true], busy.err);
  const { code, out, err } = await place.tocsin(['database', 'drop', '--yes', place.name]);
  assert.deepEqual([code, out], [0, `The database ${place.name} is gone.\n`], err);
  await assert.rejects(place.query('select 1'), /does not exist/);
  place.remove();
});
