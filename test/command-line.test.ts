import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { anInstallation, type Installation, LONG, PROGRAM } from './installation.ts';
import { startMailServer } from './mail-server.ts';

/* Runs the program as an operator does. One database for all of these: each command is a process of its own. */

let tocsin: Installation['tocsin'];
let folder: string;
let databaseUrl: string;
let remove: () => void;

beforeAll(async () => {
  ({ tocsin, folder, databaseUrl, remove } = await anInstallation());
}, LONG);

afterAll(() => remove());

test('help and version need no configuration', { timeout: LONG }, async () => {
  const broken = { PORT: 'x', DATABASE_URL: 'nonsense' };
  const help = await tocsin(['--help'], { environment: broken });
  assert.equal(help.code, 0);
  assert.match(help.out, /server[\s\S]*database[\s\S]*doctor/);
  assert.match((await tocsin(['--version'], { environment: broken })).out, /^\d+\.\d+\.\d+\n$/);
});

test('usage shows the name the program was called by', { timeout: LONG }, async () => {
  const path = join(folder, 'dispatch');
  symlinkSync(PROGRAM, path);
  assert.match((await tocsin(['--help'], { path })).out, /^Usage: dispatch /);
});

test('commands that have no meaning here say so and end with 2', { timeout: LONG }, async () => {
  for (const words of ['server shell --plain', 'server slack default Test', 'signals consume']) {
    const { code, err } = await tocsin(words.split(' '));
    assert.deepEqual([code, /^There is no `(server|signals) \w+`: .+\n$/.test(err)], [2, true], err);
  }
});

test('wrong usage ends with 2, wrong configuration with 78 and every problem', { timeout: LONG }, async () => {
  assert.equal((await tocsin(['user', 'register', 'ada@example.com', '-o', 'default', '-r', 'Boss'])).code, 2);
  assert.equal((await tocsin(['database', 'downgrade', '-1'])).code, 2);
  const { code, err } = await tocsin(['server', 'config'], { environment: { PORT: 'x', LOG_LEVEL: 'loud' } });
  assert.equal(code, 78);
  assert.match(err, /PORT[\s\S]*LOG_LEVEL/);
});

test('the configuration is shown with its origin and without its secrets', { timeout: LONG }, async () => {
  const { out } = await tocsin(['config', 'show', '--json'], { environment: { DISPATCH_JWT_SECRET: 'hunter2'.repeat(8) } });
  const shown = JSON.parse(out) as { name: string; value: string; origin: string }[];
  const secret = shown.find(({ name }) => name === 'DISPATCH_JWT_SECRET');
  assert.deepEqual([secret?.value, secret?.origin], ['********', 'environment']);
  assert.ok(!out.includes('hunter2'));
  assert.ok(!out.includes(databaseUrl));
});

test('an account is made, changed and refused by its rules; the last Owner stays', { timeout: LONG }, async () => {
  const place = ['-o', 'default', '-r'];
  const weak = await tocsin(['user', 'register', 'ada@example.com', ...place, 'owner', '--password-stdin'], { input: 'short\n' });
  assert.equal(weak.code, 1);
  assert.match(weak.err, /at least 12 characters/);
  const made = await tocsin(['user', 'register', 'ada@example.com', ...place, 'owner', '--password-stdin'], { input: 'Correct0horse\n' });
  assert.deepEqual([made.code, made.out], [0, 'ada@example.com is Owner of default.\n'], made.err);
  const again = await tocsin(['user', 'register', 'ADA@example.com', ...place, 'owner', '--password-stdin'], { input: 'Correct0horse\n' });
  assert.equal(again.code, 1);
  const demoted = await tocsin(['user', 'update', 'ada@example.com', ...place, 'Member']);
  assert.deepEqual([demoted.code, demoted.err], [1, 'This is the last Owner; make somebody else Owner first.\n']);
  const nowhere = await tocsin(['user', 'update', 'ada@example.com', '-o', 'elsewhere', '-r', 'Member']);
  assert.match(nowhere.err, /no organization elsewhere; there is default/);
  const unknown = await tocsin(['user', 'reset', 'bob@example.com', '--password-stdin'], { input: 'Correct0horse\n' });
  assert.equal(unknown.code, 1);
  const link = await tocsin(['user', 'reset-link', 'Ada@example.com']);
  assert.match(link.out, /chooses the password of Ada@example\.com:\n\n {2}http\S+\/reset-password#[\w-]{43}\n/, link.err);
  const unlinked = await tocsin(['user', 'reset-link', 'bob@example.com']);
  assert.deepEqual([unlinked.code, unlinked.out], [1, '']);
  const questionless = await tocsin(['user', 'reset', 'ada@example.com']);
  assert.match(questionless.err, /--password-stdin/);
});

test('an organization is created with its slug; the doctor finds everything in order', { timeout: LONG }, async () => {
  const made = await tocsin(['organization', 'create', 'Acme & Sons']);
  assert.deepEqual([made.code, made.out], [0, 'The organization Acme & Sons is there; its slug is acme_sons.\n'], made.err);
  const doctor = await tocsin(['doctor', '--json']);
  assert.equal(doctor.code, 0, doctor.out);
  const checks = JSON.parse(doctor.out) as { check: string; result: string }[];
  for (const what of ['configuration', 'database', 'plug-ins', 'sign-in'])
    assert.ok(
      checks.some(({ check, result }) => check === what && result === 'good'),
      what,
    );
});

test('accounts are listed, locked and unlocked; the last Owner is not locked out', { timeout: LONG }, async () => {
  const made = await tocsin(['user', 'register', 'carl@example.com', '-o', 'default', '-r', 'MEMBER', '--password-stdin'], {
    input: 'Correct0horse\n',
  });
  assert.equal(made.code, 0, made.err);
  assert.deepEqual((await tocsin(['user', 'disable', 'carl@example.com'])).out, 'carl@example.com is locked out.\n');
  const listed = await tocsin(['user', 'list', '-o', 'default', '--json']);
  const users = JSON.parse(listed.out) as { email: string; roles: string; signs_in: string; state: string }[];
  const carl = users.find(({ email }) => email === 'carl@example.com');
  assert.deepEqual(carl, { email: 'carl@example.com', roles: 'default Member', signs_in: 'password', state: 'disabled' });
  assert.equal((await tocsin(['user', 'enable', 'carl@example.com'])).code, 0);
  const refused = await tocsin(['user', 'disable', 'ada@example.com']);
  assert.deepEqual([refused.code, refused.err], [1, 'This is the last Owner of default; make somebody else Owner first.\n']);
  assert.equal((await tocsin(['user', 'list', '-o', 'elsewhere'])).code, 1);
});

test('a second factor is removed with a word of confirmation, if there is one', { timeout: LONG }, async () => {
  await tocsin(['user', 'register', 'lost@example.com', '-o', 'default', '-r', 'Member', '--password-stdin'], { input: 'Correct-horse-7' });
  const unsure = await tocsin(['user', 'remove-second-factor', 'lost@example.com']);
  assert.deepEqual([unsure.code === 0, unsure.err.includes('say --yes when you are sure')], [false, true], unsure.err);
  const none = await tocsin(['user', 'remove-second-factor', 'lost@example.com', '--yes']);
  assert.deepEqual([none.code === 0, none.err.includes('lost@example.com has no second factor.')], [false, true], none.err);
});

test('the configuration is checked without starting anything', { timeout: LONG }, async () => {
  const good = await tocsin(['config', 'check'], { environment: { DISPATCH_JWT_SECRETE: 'x' } });
  assert.equal(good.code, 0);
  assert.match(good.out, /nearest name is DISPATCH_JWT_SECRET\.\nThe configuration is good/);
  assert.equal((await tocsin(['config', 'check'], { environment: { PORT: 'x' } })).code, 78);
  const told = await tocsin(['config', 'check', '--json'], { environment: { PORT: 'x', DISPATCH_JWT_SECRETE: 'x' } });
  assert.equal(told.code, 78);
  const [wrong, note] = JSON.parse(told.out) as { result: string; detail: string }[];
  assert.deepEqual([wrong?.result, wrong?.detail.startsWith('PORT: '), note?.result], ['wrong', true, 'note']);
});

test('what was migrated, founded or is still to be done is told as JSON too', { timeout: LONG }, async () => {
  const json = async (...words: string[]) => JSON.parse((await tocsin([...words, '--json'])).out) as unknown;
  assert.deepEqual(await json('database', 'init'), { migrated: [], next: null });
  assert.deepEqual(await json('database', 'upgrade'), { migrated: [] });
  assert.deepEqual(await json('database', 'upgrade', '--dry-run'), []);
  const { slug } = (await json('organization', 'create', 'Sea and Sun')) as { slug: string };
  assert.equal(slug, 'sea_and_sun');
});

test('the routes are listed with who may call them', { timeout: LONG }, async () => {
  const rows = JSON.parse((await tocsin(['server', 'routes', '--json'])).out) as { method: string; path: string; access: string }[];
  const accessOf = (method: string, path: string) => rows.find((row) => row.method === method && row.path === path)?.access;
  assert.equal(accessOf('GET', '/api/v1/healthcheck'), 'public');
  assert.equal(accessOf('GET', '/api/v1/{organization}/auth/me'), 'identity');
  assert.equal(accessOf('POST', '/api/v1/{organization}/users'), 'Owner');
});

test('the doctor names an OpenID provider that does not answer, and the setting of one that is not complete', {
  timeout: LONG,
}, async () => {
  const environment = {
    DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-pkce',
    DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL: 'http://127.0.0.1:1/realms/a/',
  };
  const incomplete = await tocsin(['auth', 'doctor'], { environment });
  assert.deepEqual([incomplete.code, /DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID/.test(incomplete.out)], [1, true]);
  const away = await tocsin(['auth', 'doctor', '--json'], {
    environment: { ...environment, DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID: 'tocsin' },
  });
  assert.equal(away.code, 1);
  const wrong = (JSON.parse(away.out) as { check: string; result: string; detail: string }[]).find(({ result }) => result === 'wrong');
  assert.deepEqual(
    [wrong?.check, wrong?.detail],
    [
      'issuer reachable',
      'http://127.0.0.1:1/realms/a/.well-known/openid-configuration does not answer. At Keycloak: Realm settings → General: Endpoints; the issuer is https://<host>/realms/<realm>, before version 17 https://<host>/auth/realms/<realm>.',
    ],
  );
});

test('the doctor names a mail server that does not answer, and fails', { timeout: LONG }, async () => {
  const { code, out } = await tocsin(['doctor'], { environment: { TOCSIN_SMTP_URL: 'smtp://127.0.0.1:1' } });
  assert.equal(code, 1);
  assert.match(out, /mail\s+wrong\s+127\.0\.0\.1:1: .*TOCSIN_SMTP_URL/);
});

test('the doctor says when links would not go out although other mail does, and where Segment is', { timeout: LONG }, async () => {
  const server = await startMailServer();
  try {
    const environment = {
      DISPATCH_SMTP_URL: server.url,
      DISPATCH_INVITE_DELIVERY: 'smtp,segment',
      DISPATCH_SEGMENT_WRITE_KEY: 'a-write-key',
      DISPATCH_INVITE_ALLOW_INDIRECT_WITH_BASIC: 'true',
    };
    const refused = await tocsin(['doctor'], { environment });
    assert.match(refused.out, /mail\s+good[\s\S]*invitations\s+wrong\s+.*links need TLS/);
    const allowed = await tocsin(['doctor'], { environment: { ...environment, DISPATCH_SMTP_URL: `${server.url}?requireTLS=false` } });
    assert.match(allowed.out, /invitations\s+good\s+smtp by way of 127\.0\.0\.1:\d+, segment at https:\/\/api\.segment\.io\/v1\/batch/);
  } finally {
    await server.stop();
  }
});
