import assert from 'node:assert/strict';
import { afterAll, beforeAll, test } from 'vitest';
import { anInstallation, type Installation, LONG } from '../installation.ts';

/* Service accounts and their keys on the command line, where there is no browser. */

let place: Installation;
const IN = ['-o', 'default'];

beforeAll(async () => {
  place = await anInstallation();
}, LONG);
afterAll(() => place.remove());

const done = async (...words: string[]) => {
  const { code, out, err } = await place.tocsin([...words, ...IN]);
  assert.equal(code, 0, `${words.join(' ')}: ${err}`);
  return out;
};

test('an account is made, given a key that is printed once, renewed, revoked and deleted', { timeout: 4 * LONG }, async () => {
  await done('service-account', 'create', 'Deploy bot', '--role', 'Member');
  const made = JSON.parse(
    await done('api-key', 'create', 'Deploy bot', '--scope', 'read:incidents', 'write:incidents', '--days', '7', '--json'),
  );
  assert.match(made.key, /^dsp_/);
  const prefix = made.key.slice(0, 16);
  const listed = async () => JSON.parse(await done('api-key', 'list', '--json')) as { prefix: string; state: string; scopes: string }[];
  assert.deepEqual(
    (await listed()).map(({ prefix, state, scopes }) => [prefix, state, scopes]),
    [[prefix, 'active', 'read:incidents write:incidents']],
  );
  const next = JSON.parse(await done('api-key', 'rotate', prefix, '--json'));
  await done('api-key', 'revoke', prefix);
  assert.deepEqual((await listed()).map(({ state }) => state).sort(), ['active', 'revoked']);
  assert.notEqual(next.key.slice(0, 16), prefix);
  assert.deepEqual(JSON.parse(await done('service-account', 'list', '--json')), [{ name: 'Deploy bot', role: 'Member', keys: 1 }]);
  for (const [words, message] of [
    [['service-account', 'create', 'King', '--role', 'Owner'], /owned by people/],
    [['api-key', 'create', 'Nobody', '--scope', 'read:incidents'], /no service account Nobody/],
    [['api-key', 'create', 'Deploy bot', '--scope', 'admin:members'], /beyond the role/],
  ] as const) {
    const { code, err } = await place.tocsin([...words, ...IN]);
    assert.notEqual(code, 0);
    assert.match(err, message);
  }
  await done('service-account', 'delete', 'Deploy bot');
  assert.equal((await listed()).filter(({ state }) => state === 'active').length, 0);
});
