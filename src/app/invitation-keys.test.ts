import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { createLocalJWKSet, importPKCS8, jwtVerify, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { aSystem } from '../../test/harness.ts';
import { ensureKeys } from '../features/invitation-keys/index.ts';
import { makePair } from '../features/invitation-keys/key.ts';
import { configuredKeys, servePublicKeys } from './invitation-keys.ts';

const configured = (values: object) => configuredKeys({ values } as Parameters<typeof configuredKeys>[0]);

test('INV-32: the published set verifies what the key signs, from any page, and names nothing private', async () => {
  const system = await aSystem({ alone: true });
  const pair = await makePair();
  await ensureKeys(system, [pair]);
  const server = fastify();
  servePublicKeys(server, system);
  const answer = await server.inject({ url: '/.well-known/jwks.json' });
  expect(answer.headers).toMatchObject({ 'cache-control': 'public, max-age=600', 'access-control-allow-origin': '*' });
  const set = answer.json();
  expect(set.keys).toEqual([{ kty: 'RSA', use: 'sig', alg: 'RS256', kid: pair.kid, n: expect.any(String), e: 'AQAB' }]);
  const signed = await new SignJWT({})
    .setProtectedHeader({ alg: 'RS256', kid: pair.kid })
    .sign(await importPKCS8(pair.privateKey, 'RS256'));
  await expect(jwtVerify(signed, createLocalJWKSet(set))).resolves.toBeDefined();
});

test('INV-30: keys come from the environment and from a folder, in the order of their names', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-keys-'));
  const [first, second, third] = [await makePair(), await makePair(), await makePair()];
  writeFileSync(join(folder, 'b.pem'), third.privateKey);
  writeFileSync(join(folder, 'a.pem'), second.privateKey);
  writeFileSync(join(folder, 'notes.txt'), 'nothing');
  const pairs = await configured({
    DISPATCH_INVITE_PRIVATE_KEY: first.privateKey.replaceAll('\n', '\\n'),
    DISPATCH_INVITE_KEYS_DIR: folder,
  });
  expect(pairs.map((one) => one.kid)).toEqual([first.kid, second.kid, third.kid]);
});

test('a folder without a key, or that is not there, stops the start and says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-keys-'));
  await expect(configured({ DISPATCH_INVITE_KEYS_DIR: folder })).rejects.toThrow(`there is no .pem file in ${folder}`);
  await expect(configured({ DISPATCH_INVITE_KEYS_DIR: join(folder, 'gone') })).rejects.toThrow('gone');
  writeFileSync(join(folder, 'bad.pem'), 'hello');
  await expect(configured({ DISPATCH_INVITE_KEYS_DIR: folder })).rejects.toThrow(
    /bad.pem \(DISPATCH_INVITE_KEYS_DIR\) holds no private key/,
  );
});
