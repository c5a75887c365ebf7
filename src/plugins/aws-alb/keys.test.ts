import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createKeys } from './keys.ts';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/incidents/50dc6c495c0c9188';
const KID = 'b54a3d2e-8f0a-4c4b-9d3c-1c2d3e4f5a6b';
const NOW = new Date('2026-01-05T09:00:00Z');
const pemOf = ({ publicKey }: { publicKey: { export(options: object): unknown } }) =>
  publicKey.export({ type: 'spki', format: 'pem' }) as string;
const PEM = pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }));

afterEach(() => vi.restoreAllMocks());

/** A server of this machine stands where the region's key service does; what is asked of it is counted. */
async function aKeyService(answer: RequestListener, arn = ARN) {
  const asked: string[] = [];
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const fetch: typeof globalThis.fetch = (url, init) => {
    asked.push(String(url));
    return globalThis.fetch(`http://127.0.0.1:${port}${new URL(String(url)).pathname}`, init);
  };
  return { asked, keys: createKeys({ arn, keepMs: 300_000 }, { now: () => NOW, fetch, uiUrl: 'https://tocsin.test' }) };
}

const answering =
  (status: number, body: string, headers = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);

test.each([
  ['eu-west-1', ARN, `https://public-keys.auth.elb.eu-west-1.amazonaws.com/${KID}`],
  [
    'GovCloud',
    ARN.replace('arn:aws:', 'arn:aws-us-gov:').replace('eu-west-1', 'us-gov-west-1'),
    `https://s3-us-gov-west-1.amazonaws.com/aws-elb-public-keys-prod-us-gov-west-1/${KID}`,
  ],
])('the key of a load balancer in %s is read where its region publishes it', async (_name, arn, url) => {
  const { keys, asked } = await aKeyService(answering(200, PEM), arn);
  expect((await keys.get(KID)).export({ type: 'spki', format: 'pem' })).toBe(PEM);
  expect(asked).toEqual([url]);
});

test('requests that come at once wait for one answer; after one that failed the next asks again', async () => {
  let status = 500;
  const { keys, asked } = await aKeyService((_request, response) => response.writeHead(status).end(PEM));
  const failed = await Promise.allSettled([keys.get(KID), keys.get(KID)]);
  expect([failed.map((one) => one.status), asked.length]).toEqual([['rejected', 'rejected'], 1]);
  status = 200;
  await Promise.all([keys.get(KID), keys.get(KID), keys.get(KID)]);
  expect(asked.length).toBe(2);
});

test.each([
  ['answers 500', answering(500, PEM), 'provider_unavailable', /eu-west-1\S+ answered 500/],
  ['knows no such key', answering(404, 'no'), 'unknown_key', /There is no key b54a3d2e/],
  ['forbids to look', answering(403, 'no'), 'unknown_key', /There is no key b54a3d2e/],
  ['answers with a page', answering(200, '<html>'), 'provider_unavailable', /did not answer with a key/],
  ['leads elsewhere', answering(302, '', { location: '/elsewhere' }), 'provider_unavailable', /cannot be read from https/],
  ['hangs up', ({ socket }) => socket.destroy(), 'provider_unavailable', /cannot be read from https/],
  ['has an RSA key', answering(200, pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }))), 'wrong_algorithm', /not for ES256/],
  ['has a P-384 key', answering(200, pemOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }))), 'wrong_algorithm', /not for ES256/],
] as [string, RequestListener, string, RegExp][])(
  'a key service that %s is told of, and asked again next time',
  async (_name, answer, code, message) => {
    const { keys, asked } = await aKeyService((request, response) =>
      request.url === '/elsewhere' ? response.end(PEM) : answer(request, response),
    );
    const expected = { code, message: expect.stringMatching(message) };
    await expect(keys.get(KID)).rejects.toMatchObject(expected);
    await expect(keys.get(KID)).rejects.toMatchObject(expected);
    expect(asked).toHaveLength(2);
  },
);

test.each([
  ['says nothing', () => undefined],
  ['stops in the middle', (_request, response) => response.writeHead(200, { 'content-length': '999' }).write(PEM.slice(0, 20))],
] as [string, RequestListener][])('a key service that %s is given three seconds', async (_name, answer) => {
  const inTime = AbortSignal.timeout;
  const limit = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => inTime.call(AbortSignal, 200));
  const { keys } = await aKeyService(answer);
  await expect(keys.get(KID)).rejects.toMatchObject({
    code: 'provider_unavailable',
    message: expect.stringContaining('cannot be read from https://public-keys'),
  });
  expect(limit).toHaveBeenCalledWith(3000);
});

test('the memory for keys is bounded', async () => {
  const { keys, asked } = await aKeyService(answering(200, PEM));
  const idOf = (number: number) => `${String(number).padStart(8, '0')}${KID.slice(8)}`;
  for (let number = 0; number < 100; number++) await keys.get(idOf(number));
  await keys.get(idOf(0));
  expect(asked).toHaveLength(100);
  await keys.get(idOf(100));
  await keys.get(idOf(0));
  expect(asked).toHaveLength(102);
});
