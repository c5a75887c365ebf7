import assert from 'node:assert/strict';
import { afterAll, beforeAll, test } from 'vitest';
import { anInstallation, type Installation, LONG } from '../installation.ts';

/* Members and the audit log on the command line, from the empty installation on. */

let place: Installation;
const IN = ['-o', 'default'];

beforeAll(async () => {
  place = await anInstallation();
}, LONG);
afterAll(() => place.remove());

const register = (email: string, role: string) =>
  place.tocsin(['user', 'register', email, ...IN, '--role', role, '--password', 'a long enough horse']);

test('people come, change, are locked out and leave, and the log says who typed it', { timeout: 4 * LONG }, async () => {
  for (const [email, role] of [
    ['owner@example.com', 'Owner'],
    ['ada@example.com', 'Member'],
  ] as const)
    assert.equal((await register(email, role)).code, 0);
  const steps = [
    ['member', 'set-role', 'ada@example.com', ...IN, '--role', 'viewer'],
    ['member', 'suspend', 'ada@example.com', ...IN, '--reason', 'lost phone'],
    ['member', 'reactivate', 'ada@example.com', ...IN],
    ['member', 'remove', 'ada@example.com', ...IN],
    ['user', 'instance', 'owner@example.com', '--grant', 'instance:organizations'],
  ];
  for (const step of steps) {
    const { code, err } = await place.tocsin(step);
    assert.equal(code, 0, `${step.join(' ')}: ${err}`);
  }
  const refused = await place.tocsin(['member', 'remove', 'owner@example.com', ...IN]);
  assert.match(refused.err, /last Owner/);
  assert.notEqual(refused.code, 0);
  const members = JSON.parse((await place.tocsin(['member', 'list', ...IN, '--all', '--json'])).out);
  assert.deepEqual(
    members.map((one: { email: string; role: string; status: string }) => [one.email, one.role, one.status]),
    [
      ['ada@example.com', 'Viewer', 'removed'],
      ['owner@example.com', 'Owner', 'active'],
    ],
  );
  const log = (await place.tocsin(['audit', 'export', ...IN])).out.trim().split('\n');
  assert.deepEqual(
    log.map((line) => JSON.parse(line)).map(({ action, actor_kind, reason }) => [action, actor_kind, reason]),
    [
      ['member.added', 'operator', null],
      ['member.added', 'operator', null],
      ['member.role_changed', 'operator', null],
      ['member.suspended', 'operator', 'lost phone'],
      ['member.reactivated', 'operator', null],
      ['member.removed', 'operator', null],
    ],
  );
  const installation = JSON.parse((await place.tocsin(['audit', 'export', '--action', 'account'])).out);
  assert.deepEqual(installation.changes, { from: [], to: ['instance:organizations'] });
  const verified = await place.tocsin(['audit', 'verify', '--json']);
  assert.equal(verified.code, 0, verified.err);
  assert.deepEqual(JSON.parse(verified.out).at(-1), { organization: 'default', entries: 6, broken_at: null, why: null });
});

test('INV-25: the operator invites the first Owner, and the link is printed once', { timeout: LONG }, async () => {
  const invite = (role: string) => place.tocsin(['user', 'invite', ...IN, '--email', 'first@example.com', '--role', role, '--json']);
  const { code, out, err } = await invite('owner');
  assert.equal(code, 0, err);
  const { link } = JSON.parse(out) as { link: string };
  const claims = JSON.parse(Buffer.from(link.split('.')[1] ?? '', 'base64url').toString());
  assert.deepEqual([claims.email, claims.organization, claims.roles[0]], ['first@example.com', 'default', 'owner']);
  const wrong = await invite('king');
  assert.notEqual(wrong.code, 0);
  assert.match(wrong.err, /"king" is no role: choose from read, write, admin, manager, owner/);
});
