import assert from 'node:assert/strict';
import { afterAll, beforeAll, test } from 'vitest';
import { anInstallation, type Installation, LONG } from '../installation.ts';
import { serving } from './serving.ts';

/* A directory is connected on the command line, provisions through the running server, and its groups are given something. */

let place: Installation;
const IN = ['-o', 'default'];

beforeAll(async () => {
  place = await anInstallation();
}, LONG);
afterAll(() => place.remove());

const say = async (...words: string[]) => {
  const { code, err, out } = await place.tocsin(words);
  assert.equal(code, 0, `${words.join(' ')}: ${err}`);
  return out;
};

test('a token is made, used, listed and revoked; groups give roles; members are handed over', { timeout: 6 * LONG }, async () => {
  const { token, url, id } = JSON.parse(await say('scim', 'token', 'create', ...IN, '--name', 'Okta', '--json'));
  assert.match(url, /\/api\/v1\/default\/scim\/v2$/);
  await say('user', 'register', 'bo@example.com', ...IN, '--role', 'Member', '--password', 'a long enough horse');
  await serving(place, [], async ({ address }) => {
    const ask = async (method: string, path: string, body?: object) => {
      const answer = await fetch(`${address}${new URL(url).pathname}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      type Resource = { id: string; userName: string };
      return { status: answer.status, json: (await answer.json()) as Resource & { Resources: Resource[] } };
    };
    const ada = await ask('POST', '/Users', { userName: 'ada@example.com' });
    assert.equal(ada.status, 201, JSON.stringify(ada.json));
    const group = await ask('POST', '/Groups', { displayName: 'Incident admins', members: [{ value: ada.json.id }] });
    assert.equal(group.status, 201, JSON.stringify(group.json));
    await say('scim', 'adopt', 'bo@example.com', ...IN);
    const list = await ask('GET', '/Users');
    assert.deepEqual(
      list.json.Resources.map((one) => one.userName),
      ['ada@example.com', 'bo@example.com'],
    );
  });
  assert.deepEqual(
    JSON.parse(await say('scim', 'groups', ...IN, '--json')).map(({ name, members }: { name: string; members: number }) => [name, members]),
    [['Incident admins', 1]],
  );
  assert.match(await say('scim', 'map', 'set', 'incident ADMINS', ...IN, '--role', 'Admin', '--project', 'default:admin'), /1 members/);
  const [mapping] = JSON.parse(await say('scim', 'map', 'list', ...IN, '--json'));
  assert.equal(mapping.name, 'Incident admins');
  assert.equal(mapping.role, 'admin');
  const members = JSON.parse(await say('member', 'list', ...IN, '--json'));
  assert.deepEqual(
    members.map((one: { email: string; role: string; source: string }) => [one.email, one.role, one.source]),
    [
      ['ada@example.com', 'Admin', 'scim'],
      ['bo@example.com', 'Member', 'bootstrap'],
    ],
  );
  const refused = await place.tocsin(['member', 'set-role', 'ada@example.com', ...IN, '--role', 'Owner']);
  assert.match(refused.err, /A directory manages this role/);
  assert.match(await say('scim', 'map', 'remove', 'Incident admins', ...IN), /1 members/);
  assert.match(await say('scim', 'token', 'list', ...IN), /Okta/);
  await say('scim', 'token', 'revoke', String(id), ...IN);
  assert.deepEqual(JSON.parse(await say('scim', 'token', 'list', ...IN, '--json')), []);
  for (const [words, message] of [
    [['scim', 'map', 'set', 'Nobody', ...IN, '--role', 'admin'], /scim groups/],
    [['scim', 'map', 'set', 'Incident admins', ...IN, '--role', 'owner'], /Choose one of viewer, member, admin/],
    [['scim', 'map', 'set', 'Incident admins', ...IN, '--role', 'admin', '--project', 'nowhere:admin'], /no project nowhere/],
    [['scim', 'adopt', 'nobody@example.com', ...IN], /has no account/],
    [['scim', 'token', 'revoke', '99', ...IN], /no such token/],
  ] as const) {
    const { code, err } = await place.tocsin([...words]);
    assert.notEqual(code, 0);
    assert.match(err, message);
  }
});
