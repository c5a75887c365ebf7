import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, test, vi } from 'vitest';
import { readConfig } from './config.ts';
import { createMetatron } from './metatron.ts';

const sealed = (text: string) => Buffer.from(text).toString('base64');
const read = (environment: Record<string, string>) => readConfig({ environment, envFile: {} });

/** Speaks the wire format of KMS: what was "encrypted" is its own plain text, unless it says `denied`. */
const kms = createServer(async (request, reply) => {
  const { CiphertextBlob } = (await json(request)) as { CiphertextBlob: string };
  const denied = Buffer.from(CiphertextBlob, 'base64').toString() === 'denied';
  reply.writeHead(denied ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
  reply.end(JSON.stringify(denied ? { __type: 'AccessDeniedException', message: 'hunter2' } : { Plaintext: CiphertextBlob }));
});
let endpoint: string;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  await once(kms.listen(0, '127.0.0.1'), 'listening');
  endpoint = `http://127.0.0.1:${(kms.address() as AddressInfo).port}`;
});

afterAll(() => {
  vi.unstubAllEnvs();
  kms.closeAllConnections();
  kms.close();
});

test('KMS decodes what the reference encrypts, marks decide for one value', async () => {
  const { config, problems } = await read({
    SECRET_PROVIDER: 'kms-secret',
    TOCSIN_KMS_ENDPOINT: endpoint,
    AWS_DEFAULT_REGION: 'eu-west-1',
    DATABASE_CREDENTIALS: sealed('ada:pässword'),
    DISPATCH_ENCRYPTION_KEY: 'plain:kms:a plain key',
    DISPATCH_JWT_SECRET: `kms:${sealed('a login secret of more than thirty-two bytes')}`,
    TOCSIN_SMTP_URL: 'smtp://mail.example.com',
  });
  assert.deepEqual(problems, []);
  assert.equal(config.values.DATABASE_CREDENTIALS, 'ada:pässword');
  assert.equal(config.values.DISPATCH_ENCRYPTION_KEY, 'kms:a plain key');
  assert.equal(config.values.DISPATCH_JWT_SECRET, 'a login secret of more than thirty-two bytes');
  assert.equal(config.values.TOCSIN_SMTP_URL, 'smtp://mail.example.com');
});

test('a program decrypts its standard input', async () => {
  const { config, problems } = await read({ TOCSIN_METATRON_COMMAND: 'cat', DISPATCH_ENCRYPTION_KEY: `metatron:${sealed('a key\n')}` });
  assert.deepEqual([config.values.DISPATCH_ENCRYPTION_KEY, problems], ['a key', []]);
});

test('every failure is told together with its remedy, once and without the value', async () => {
  const { problems } = await read({
    DATABASE_HOSTNAME: 'db',
    TOCSIN_KMS_ENDPOINT: endpoint,
    AWS_REGION: 'eu-west-1',
    TOCSIN_METATRON_COMMAND: 'no-such-program decrypt',
    DATABASE_CREDENTIALS: `kms:${sealed('denied')}`,
    DISPATCH_ENCRYPTION_KEY: `metatron:${sealed('hunter2')}`,
    DISPATCH_JWT_SECRET: 'kms:hunter2!',
    TOCSIN_SMTP_URL: 'kms:/w==',
  });
  const told = Object.fromEntries(problems.map(({ name, message }) => [name, message]));
  assert.equal(problems.length, 4);
  assert.match(told.DATABASE_CREDENTIALS ?? '', /AccessDeniedException; allow this account kms:Decrypt.*DATABASE_CREDENTIALS_FILE\.$/);
  assert.match(told.DISPATCH_ENCRYPTION_KEY ?? '', /no program `no-such-program`.*TOCSIN_METATRON_COMMAND.*DISPATCH_ENCRYPTION_KEY_FILE/);
  assert.match(told.DISPATCH_JWT_SECRET ?? '', /not base64/);
  assert.match(told.TOCSIN_SMTP_URL ?? '', /not UTF-8/);
  assert.ok(!/hunter2/.test(JSON.stringify(problems)));
});

test('a program that fails or does not end is given up', async () => {
  await assert.rejects(createMetatron('false')(Buffer.from('x')), /`false` ended with code 1/);
  await assert.rejects(createMetatron('tail -f /dev/null', 50)(Buffer.from('x')), /did not end within 0.05 seconds/);
});
