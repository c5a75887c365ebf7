import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { StartupError } from '../startup-error.ts';
import { loadConfig, readConfig } from './config.ts';
import { parseEnvFile } from './env-file.ts';
import { SETTINGS } from './settings.ts';
import { shownSettings } from './show.ts';

const configOf = (environment: Record<string, string>, envFile = '') => readConfig({ environment, envFile: parseEnvFile(envFile) });

test.each([
  ['F=a=b=c', { F: 'a=b=c' }],
  ['  KEY = value  ', { KEY: 'value' }],
  [`A="x"\nB='x'\nC="x\nD=x'`, { A: 'x', B: 'x', C: 'x', D: 'x' }],
  ['# A=1\nB=2 # not a comment', { B: '2 # not a comment' }],
  ['no equals sign', {}],
  ['A=1\nA=2', { A: '2' }],
  ['export A=1', { A: '1' }],
  ['A=\r\nB=2\r\n', { A: '', B: '2' }],
])('a line of an .env file: %s', (text, expected) => {
  assert.deepEqual(parseEnvFile(text), expected);
});

test('without any setting the embedded database and safe defaults are used', async () => {
  const { config, problems } = await configOf({});
  assert.deepEqual(problems, []);
  assert.equal(config.databaseUrl, undefined);
  assert.equal(config.uiUrl, 'http://localhost:8000');
  assert.equal(config.logLevel, 'warn');
  assert.equal(config.values.TOCSIN_REGISTRATION, 'invite');
});

test('an old .env file keeps working', async () => {
  const { config, problems } = await configOf(
    {},
    `DISPATCH_UI_URL="https://dispatch.example.com/"
LOG_LEVEL=WARNING
DATABASE_HOSTNAME=db.example.com
DATABASE_CREDENTIALS=dispatch:pass:with/colon
DATABASE_NAME=dispatch
DATABASE_PORT=5433
DISPATCH_ENCRYPTION_KEY=0123456789abcdef
DISPATCH_JWT_SECRET=0123456789abcdef0123456789abcdef
ALEMBIC_INI_PATH=/somewhere
VITE_DISPATCH_AUTHENTICATION_PROVIDER_SLUG=dispatch-auth-provider-basic
SENTRY_DSN=`,
  );
  assert.deepEqual(problems, []);
  assert.equal(config.uiUrl, 'https://dispatch.example.com');
  assert.equal(config.databaseUrl, 'postgres://dispatch:pass%3Awith%2Fcolon@db.example.com:5433/dispatch');
  assert.ok(!config.databaseName.includes('pass'));
});

test.each([
  ['postgres://app:secret@[::1]:5433/tocsin?sslmode=require', 'tocsin on [::1]:5433'],
  ['postgres://app@/tocsin?host=/run/postgresql', 'tocsin on /run/postgresql'],
])('a database address is taken as it is and shown without its password: %s', async (address, shown) => {
  const { config, problems } = await configOf({ DATABASE_URL: address });
  assert.deepEqual(problems, []);
  assert.deepEqual([config.databaseUrl, config.databaseName], [address, shown]);
});

test('the environment wins over the file, and quotation marks around a value are removed with a word', async () => {
  const { config } = await configOf({ PORT: "'9000'" }, 'PORT=9001');
  assert.equal(config.values.PORT, 9000);
  assert.match(config.warnings.join('\n'), /PORT stands in quotation marks/);
  assert.equal(config.origins.PORT, 'environment');
});

test.each([
  [{ PORT: 'eighty' }, 'PORT', /whole number/],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL', /one of CRITICAL/],
  [{ DISPATCH_UI_URL: 'dispatch.example.com' }, 'DISPATCH_UI_URL', /starts with http/],
  [{ DISPATCH_OWNER_EMAIL: 'nobody' }, 'DISPATCH_OWNER_EMAIL', /e-mail/],
  [{ DATABASE_HOSTNAME: 'db' }, 'DATABASE_CREDENTIALS', /user:password/],
  [{ SECRET_PROVIDER: 'vault' }, 'SECRET_PROVIDER', /kms-secret or metatron-secret; leave it out/],
  [{ RATELIMIT_ENABLED: 'maybe' }, 'RATELIMIT_ENABLED', /true or false/],
  [{ DISPATCH_JWT_ALG: 'RS256' }, 'DISPATCH_JWT_ALG', /one of HS256, HS384, HS512/],
  [{ STATIC_DIR: '/nowhere' }, 'STATIC_DIR', /holds no index.html/],
  [{ DATABASE_ENGINE_POOL_TIMEOUT: '-1' }, 'DATABASE_ENGINE_POOL_TIMEOUT', /from 0 to 3600/],
  [{ ENV_TAGS: 'broken' }, 'ENV_TAGS', /tag:VARIABLE/],
  [{ ENV: 'prod', DISPATCH_JWT_SECRET: 'short' }, 'DISPATCH_JWT_SECRET', /32 bytes/],
  [{ ENV: 'prod', TOCSIN_REGISTRATION: 'open' }, 'TOCSIN_REGISTRATION', /trials/],
])('a wrong value is refused with what is expected: %o', async (environment, name, message) => {
  const { problems } = await configOf(environment as Record<string, string>);
  const problem = problems.find((one) => one.name === name);
  assert.ok(problem, `a problem with ${name}`);
  assert.match(problem.message, message);
});

test('all problems are told together, without secrets, and end with code 78', async () => {
  try {
    await loadConfig({
      environment: { PORT: 'x', TOCSIN_SMTP_URL: 'user:hunter2@mail', ENV: 'prod', DISPATCH_JWT_SECRET: 'hunter3' },
      envFile: {},
    });
    assert.fail('it must be refused');
  } catch (error) {
    assert.ok(error instanceof StartupError);
    assert.equal(error.exitCode, 78);
    assert.match(error.message, /3 problems[\s\S]*PORT[\s\S]*TOCSIN_SMTP_URL[\s\S]*DISPATCH_JWT_SECRET/);
    assert.ok(!/hunter/.test(error.message));
  }
});

test('a name with a typo is warned about with the nearest one', async () => {
  const { config } = await configOf({ DISPATCH_JWT_SECRETE: 'x' });
  assert.match(config.warnings.join('\n'), /DISPATCH_JWT_SECRETE is not known; the nearest name is DISPATCH_JWT_SECRET\./);
});

test('a secret may be a mounted file, and is never shown', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-config-'));
  try {
    writeFileSync(join(folder, 'key'), 'a mounted secret of more than thirty-two bytes\n');
    const { config } = await configOf({ DISPATCH_JWT_SECRET_FILE: join(folder, 'key') });
    assert.equal(config.values.DISPATCH_JWT_SECRET, 'a mounted secret of more than thirty-two bytes');
    const shown = shownSettings(config).find(({ name }) => name === 'DISPATCH_JWT_SECRET');
    assert.deepEqual([shown?.value, shown?.origin], ['********', 'file']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('pain: what does the server actually use: every setting with its origin, and no secret', async () => {
  const secrets = {
    DATABASE_CREDENTIALS: 'tocsin:hunter1',
    DISPATCH_ENCRYPTION_KEY: 'hunter2',
    TOCSIN_SMTP_URL: 'smtp://ada:hunter3@mail',
  };
  const { config, problems } = await configOf({ ...secrets, DATABASE_HOSTNAME: 'db' }, 'PORT=9000');
  assert.deepEqual(problems, []);
  const shown = shownSettings(config);
  assert.deepEqual(
    shown.map(({ name }) => name),
    Object.keys(SETTINGS),
  );
  const of = (name: string) => shown.find((one) => one.name === name);
  assert.deepEqual([of('PORT')?.value, of('PORT')?.origin], ['9000', '.env']);
  assert.deepEqual([of('DATABASE_HOSTNAME')?.origin, of('DATABASE_NAME')?.origin], ['environment', 'default']);
  assert.ok(!JSON.stringify(shown).includes('hunter'));
});

test('the README names no setting that is not there', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const explained = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name as string);
  assert.ok(explained.includes('DISPATCH_UI_URL'));
  assert.deepEqual(
    explained.filter((name) => !(name in SETTINGS)),
    [],
  );
});
