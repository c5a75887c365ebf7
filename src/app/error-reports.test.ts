import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished, test } from 'vitest';
import { readConfig } from './config/config.ts';
import { openLog } from './log.ts';

/* A server of this machine stands where Sentry does, and keeps what it is sent. */

type Event = {
  environment: string;
  release: string;
  level?: string;
  message?: string;
  tags: Record<string, string>;
  extra: Record<string, unknown>;
  exception?: { values: { type: string; value: string; stacktrace?: { frames: { filename: string }[] } }[] };
};

async function aSentry(answer: RequestListener = (_request, response) => response.end('{}')) {
  const envelopes: string[] = [];
  const server: Server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    envelopes.push(text);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const end = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(end);
  return { dsn: `http://0123456789abcdef@127.0.0.1:${(server.address() as AddressInfo).port}/42`, envelopes, end };
}

async function aLog(environment: Record<string, string>) {
  const { config, problems } = await readConfig({ environment: environment, envFile: {} });
  assert.deepEqual(problems, []);
  const lines: string[] = [];
  return { ...(await openLog(config, { write: (line) => void lines.push(line) })), lines };
}

/** An envelope is a head, and for each item a head and a body, one line each. @source https://develop.sentry.dev/sdk/data-model/envelopes/ */
const eventsOf = (envelopes: string[]) =>
  envelopes
    .map((text) => text.split('\n'))
    .flatMap((lines) => (/"type":"event"/.test(lines[1] ?? '') ? [JSON.parse(lines[2] as string) as Event] : []));

const SECRETS = {
  DISPATCH_JWT_SECRET: 'a-signature-nobody-may-know-of-32',
  DISPATCH_ENCRYPTION_KEY: 'sealed-with-this',
  DATABASE_HOSTNAME: 'db',
  DATABASE_CREDENTIALS: 'tocsin:the-database-word',
  TOCSIN_SMTP_URL: 'smtp://mailer:the-mail-word@mail.internal:587',
};

test('an error is an event with its stack, its causes, the request and the tags of the environment', async () => {
  const { dsn, envelopes } = await aSentry();
  process.env.TOCSIN_TEST_REGION = 'north';
  onTestFinished(() => {
    delete process.env.TOCSIN_TEST_REGION;
  });
  const { log, close, lines } = await aLog({ SENTRY_DSN: dsn, ENV: 'staging', ENV_TAGS: 'region:TOCSIN_TEST_REGION' });
  const error = new TypeError('The page has no end', { cause: new RangeError('It is too long') });
  log.error({ err: error, request: 'r-1', method: 'GET', path: '/api/v1/default/incidents/7' }, 'a request failed');
  log.warn({ err: error }, 'this happens');
  await close();
  const [event, ...more] = eventsOf(envelopes);
  assert.equal(more.length, 0);
  assert.ok(event);
  assert.deepEqual(
    lines.map((line) => JSON.parse(line) as { region: string; msg: string }).map(({ region, msg }) => [region, msg]),
    [
      ['north', 'a request failed'],
      ['north', 'this happens'],
    ],
  );
  assert.equal(event.environment, 'staging');
  assert.match(event.release, /^tocsin@\d/);
  assert.deepEqual(event.tags, { region: 'north', request: 'r-1', method: 'GET', path: '/api/v1/default/incidents/7' });
  assert.equal(event.extra.message, 'a request failed');
  const thrown = event.exception?.values.map(({ type, value }) => `${type}: ${value}`);
  assert.deepEqual(thrown, ['RangeError: It is too long', 'TypeError: The page has no end']);
  assert.ok(event.exception?.values[1]?.stacktrace?.frames.some(({ filename }) => filename.includes('error-reports.test')));
});

test('no secret, address, token and query leaves, wherever it stands', async () => {
  const { dsn, envelopes } = await aSentry();
  const { log, close } = await aLog({ SENTRY_DSN: dsn, ...SECRETS });
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImFkYSJ9.c2lnbmF0dXJl';
  const planted = [
    ...Object.values(SECRETS).filter((one) => one !== 'db'),
    'the-database-word',
    'the-mail-word',
    token,
    'ada@example.com',
    'sesame',
    'opaque-token-1',
  ];
  for (const text of planted) {
    const cause = new Error(`Key (email)=(${text}) exists`);
    log.error(
      { err: new Error(`${text} was not accepted`, { cause }), body: { password: text }, headers: { cookie: text } },
      `about ${text}`,
    );
  }
  log.error({ err: new Error('GET https://api.internal/x?key=sesame answered 500'), path: '/callback?code=sesame' }, 'odd');
  log.error({ err: new Error('Authorization: Bearer opaque-token-1 from ada@example.com at https://ada:sesame@x.org/') }, 'odd');
  log.fatal('postgres://tocsin:sesame@db/x is away');
  await close();
  const events = eventsOf(envelopes);
  assert.equal(events.length, planted.length + 3);
  const odd = events.slice(-3).map(({ exception, message }) => exception?.values[0]?.value ?? message);
  assert.deepEqual(odd, [
    'GET https://api.internal/x?[query] answered 500',
    'Authorization: Bearer [token] from [e-mail] at https://[credentials]@x.org/',
    'postgres://[credentials]@db/x is away',
  ]);
  const all = JSON.stringify(events.filter((_, index) => !['sesame', 'opaque-token-1'].includes(planted[index] ?? '')));
  for (const secret of planted) assert.ok(!all.includes(secret), secret);
});

test.each([
  ['is down', undefined],
  ['answers 500', (_request, response) => response.writeHead(500).end()],
  ['hangs', () => undefined],
  ['asks to wait', (_request, response) => response.writeHead(429, { 'retry-after': '60' }).end()],
] as [string, RequestListener | undefined][])('a Sentry that %s holds up nobody', async (_name, answer) => {
  const { dsn, end } = await aSentry(answer);
  if (!answer) end();
  const { log, close } = await aLog({ SENTRY_DSN: dsn });
  for (let count = 0; count < 200; count += 1) log.error({ err: new Error('again') }, 'again');
  await close();
});

test('without a DSN nothing is loaded and nothing is sent', async () => {
  const { log, close } = await aLog({ SENTRY_DSN: '' });
  log.error({ err: new Error('for the log alone') }, 'odd');
  await close();
});
