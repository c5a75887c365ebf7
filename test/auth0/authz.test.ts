import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { ROLES, type Role } from '../../src/core/roles.ts';
import { accessOf, SCOPES, scopesOf } from '../../src/core/scopes.ts';
import { type AnyEvent, CLIENT_ID, loginEvent, type Metadata, passwordGrantEvent, refreshEvent, silentEvent } from './events.ts';
import { runAction } from './run-action.ts';

const ALL = Object.keys(SCOPES);
const OIDC = ['openid', 'profile', 'email', 'offline_access'];
const BARE = ['read', 'write', 'admin'];
const AT = 'https://tocsin.test';

const run = (event: AnyEvent, secrets: Record<string, string> = {}) =>
  runAction('authz', event, { secrets: { CLIENT_IDS: CLIENT_ID, CLAIM_NAMESPACE: AT, ...secrets } });

const asking = (event: AnyEvent, scopes: string[]): AnyEvent => ({
  ...event,
  transaction: { ...event.transaction, requested_scopes: scopes },
});

const ofRole = (role: Role, isReadOnly = false): Metadata => ({
  signed_up: true,
  organization: 'acme',
  roles: accessOf({ role, isReadOnly }),
  memberships: [{ organization: 'acme', roles: accessOf({ role, isReadOnly }), organization_role: role }],
});

const REACHES = [...ROLES.map((role) => ({ role, isReadOnly: false })), { role: 'Member' as Role, isReadOnly: true }];

/** What is left of everything there is to ask for. */
async function left(event: AnyEvent) {
  const asked = [...OIDC, ...ALL, ...BARE, 'read:anything', 'instance:keys'];
  const { removed, calls } = await run(asking(event, asked));
  assert.deepEqual(
    calls.filter(([method]) => !['removeScope', 'idClaim', 'accessClaim'].includes(method)),
    [],
    'nothing but claims and scopes taken away',
  );
  return asked.filter((scope) => !removed.includes(scope));
}

describe('CHECK 24.16, INV-15: scopes are narrowed to the membership', () => {
  for (const { role, isReadOnly } of REACHES) {
    test(`INV-13: ${isReadOnly ? 'read-only ' : ''}${role}: what the server's own table says, and a bare verb only with all of its scopes`, async () => {
      const mine = [...scopesOf({ role, isReadOnly })];
      const bare = BARE.filter((verb) =>
        ALL.filter((scope) => scope.startsWith(`${verb}:`)).every((scope) => mine.includes(scope as never)),
      );
      for (const event of [loginEvent, silentEvent]) {
        const kept = await left(event({}, { app_metadata: ofRole(role, isReadOnly) }));
        assert.deepEqual(kept.toSorted(), [...OIDC, ...mine, ...bare].toSorted());
      }
    });
  }

  test('a refresh-token exchange asks for nothing and is narrowed all the same', async () => {
    const { removed, accessClaims } = await run(refreshEvent({ app_metadata: ofRole('Member', true) }));
    const mine = scopesOf({ role: 'Member', isReadOnly: true });
    assert.deepEqual(removed.toSorted(), [...ALL.filter((scope) => !mine.has(scope as never)), 'admin', 'write'].toSorted());
    assert.equal(accessClaims[`${AT}/organization`], 'acme');
  });

  test('no membership: all are taken away, and there are no claims', async () => {
    for (const app_metadata of [
      undefined,
      {},
      { ...ofRole('Owner'), signed_up: false },
      { ...ofRole('Owner'), memberships: [] },
      { ...ofRole('Owner'), organization: 'elsewhere' },
      { signed_up: true, organization: 'acme' },
      { signed_up: true, organization: 'acme', roles: [] },
      { signed_up: true, organization: 'acme', roles: ['root'] },
      { signed_up: true, organization: '', roles: ['admin'] },
      { signed_up: true, organization: 'acme', roles: 'admin' },
    ] as (Metadata | undefined)[]) {
      assert.deepEqual(await left(loginEvent({}, { app_metadata })), OIDC, JSON.stringify(app_metadata));
      const { idClaims, accessClaims } = await run(passwordGrantEvent({ app_metadata }));
      assert.deepEqual([idClaims, accessClaims], [{}, {}]);
    }
  });

  test('INV-15: the ranks of a member count with the roles, not instead of them', async () => {
    const metadata = { ...ofRole('Owner'), memberships: [{ organization: 'acme', roles: ['read'], organization_role: 'Owner' }] };
    const kept = await left(loginEvent({}, { app_metadata: metadata }));
    assert.deepEqual(kept.toSorted(), [...OIDC, ...scopesOf({ role: 'Member', isReadOnly: true }), 'read'].toSorted());
  });
});

describe('CHECK 24.16: namespaced claims, on both tokens', () => {
  const both = async (event: AnyEvent) => {
    const { idClaims, accessClaims } = await run(event);
    assert.deepEqual(idClaims, accessClaims);
    return accessClaims;
  };

  test('organization and roles, strongest first; the list of organizations only when there are several', async () => {
    assert.deepEqual(await both(loginEvent({}, { app_metadata: ofRole('Manager') })), {
      [`${AT}/organization`]: 'acme',
      [`${AT}/roles`]: ['admin', 'write', 'read'],
    });
    const two = {
      ...ofRole('Member', true),
      memberships: [
        { organization: 'globex', roles: ['admin'], organization_role: 'Owner' },
        { organization: 'acme', roles: ['read'], organization_role: 'Member' },
      ],
    };
    const event = loginEvent({}, { app_metadata: two });
    assert.deepEqual(await both(event), {
      [`${AT}/organization`]: 'acme',
      [`${AT}/roles`]: ['read'],
      [`${AT}/organizations`]: ['globex', 'acme'],
    });
    // What is had in one organization opens nothing in the other.
    assert.ok(!(await left(event)).includes('write:incidents'));
  });

  test('a profile of the retired rules, without a list, and with ranks among its roles', async () => {
    for (const [roles, role] of [
      [['read'], 'Member'],
      [['write'], 'Member'],
      [['admin'], 'Admin'],
      [['manager'], 'Manager'],
      [['owner', 'write'], 'Owner'],
    ] as [string[], Role][]) {
      const isReadOnly = roles[0] === 'read';
      const event = loginEvent({}, { app_metadata: { signed_up: true, organization: 'acme', roles } });
      assert.deepEqual((await both(event))[`${AT}/roles`], accessOf({ role, isReadOnly }));
      const kept = (await left(event)).filter((scope) => scope.includes(':'));
      assert.deepEqual(kept.toSorted(), [...scopesOf({ role, isReadOnly })].toSorted());
    }
  });

  test('a trailing slash of the namespace makes no second one', async () => {
    const { idClaims } = await run(loginEvent({}, { app_metadata: ofRole('Admin') }), { CLAIM_NAMESPACE: `${AT}/` });
    assert.deepEqual(Object.keys(idClaims), [`${AT}/organization`, `${AT}/roles`]);
  });

  test('what Action 1 has just claimed counts in the same login, before the profile is written', async () => {
    const memberships = [
      { organization: 'globex', roles: ['read'], organization_role: 'Member' },
      { organization: 'acme', roles: ['write', 'read'], organization_role: 'Member' },
    ];
    const event = loginEvent({}, { app_metadata: {} });
    event.transaction.metadata = { tocsin_memberships: JSON.stringify(memberships) };
    assert.equal((await both(event))[`${AT}/organization`], 'acme');
    assert.ok((await left(event)).includes('write:incidents'));
    event.transaction.metadata = { tocsin_memberships: 'nonsense' };
    assert.deepEqual(await left(event), OIDC);
  });
});

test('CHECK 24.16: a login to another application of the tenant keeps its scopes', async () => {
  const event = loginEvent({}, { app_metadata: ofRole('Member') });
  const { calls } = await run({ ...event, client: { ...event.client, client_id: 'SomebodyElse' } });
  assert.deepEqual(calls, []);
});

test('CHECK 24.16: nothing is printed', async () => {
  const { printed } = await run(loginEvent({}, { app_metadata: ofRole('Owner') }));
  assert.equal(printed, '');
});
