import { describe, expect, test } from 'vitest';
import { ROLES } from './roles.ts';
import { accessOf, narrowed, reachesAlike, scopesOf } from './scopes.ts';

/** From the specification's table, by the place of each mark: viewer, responder, Admin, Manager, Owner. */
const TABLE: Record<string, string> = {
  'organization members projects incidents cases signals tasks documents contacts settings reports': 'read 11111',
  'incidents cases signals tasks documents contacts feedback': 'write 01111',
  'incidents cases signals settings members audit': 'admin 00111',
  'projects keys': 'admin 00011',
  'identity organization': 'admin 00001',
};
const EXPECTED = Object.entries(TABLE).flatMap(([resources, row]) =>
  resources.split(' ').map((resource) => {
    const [verb, marks] = row.split(' ') as [string, string];
    return { scope: `${verb}:${resource}`, marks };
  }),
);
const REACHES = [{ role: 'Member', isReadOnly: true } as const, ...ROLES.map((role) => ({ role, isReadOnly: false }))];

describe('INV-15: the scopes of a membership', () => {
  test.each(EXPECTED)('$scope', ({ scope, marks }) => {
    expect(REACHES.map((reach) => Number([...scopesOf(reach)].includes(scope as never))).join('')).toBe(marks);
  });

  test('there are no others', () => {
    expect([...scopesOf({ role: 'Owner', isReadOnly: false })].sort()).toEqual(EXPECTED.map(({ scope }) => scope).sort());
  });
});

test.each([
  ['Member', true, ['read']],
  ['Member', false, ['write', 'read']],
  ['Admin', false, ['admin', 'write', 'read']],
  ['Owner', false, ['admin', 'write', 'read']],
] as const)('INV-7: the access of %s (only reads: %s) comes strongest first', (role, isReadOnly, access) => {
  expect(accessOf({ role, isReadOnly })).toEqual(access);
});

describe('INV-13 to INV-15: what a credential leaves of a membership', () => {
  const owner = { role: 'Owner', isReadOnly: false } as const;
  const left = (words: string[] | undefined, reach: Parameters<typeof narrowed>[0] = owner) => {
    const { role, scopes } = narrowed(reach, words);
    return { role, scopes: [...scopes] };
  };
  const verbs = (scopes: string[]) => [...new Set(scopes.map((scope) => scope.split(':')[0]))].sort();

  test.each([undefined, [], ['openid', 'profile', 'email', 'offline_access']])('%j: all of it', (words) => {
    expect(left(words)).toEqual({ role: 'Owner', scopes: [...scopesOf(owner)] });
  });

  test.each([
    [['read'], 'Member', ['read']],
    [['openid', 'write'], 'Member', ['read', 'write']],
    [['admin'], 'Owner', ['admin', 'read', 'write']],
  ] as const)('%j, bare: every scope of the verb and those below', (words, role, expected) => {
    const result = left([...words]);
    expect([result.role, verbs(result.scopes)]).toEqual([role, expected]);
    const count = [...scopesOf(owner)].filter((scope) => (expected as readonly string[]).includes(scope.split(':')[0] as string)).length;
    expect(result.scopes).toHaveLength(count);
  });

  test('single scopes are just these, and never more than the membership has', () => {
    expect(left(['read:incidents', 'admin:members', 'made:up'])).toEqual({ role: 'Member', scopes: ['read:incidents', 'admin:members'] });
    expect(left(['read:incidents', 'admin:organization'], { role: 'Member', isReadOnly: true })).toEqual({
      role: 'Member',
      scopes: ['read:incidents'],
    });
  });

  test('words of somebody else alone reach nowhere', () => {
    expect(left(['repo', 'user:follow'])).toEqual({ role: 'Member', scopes: [] });
  });

  test('the role stays as far as all that it administers is left', () => {
    const admin = [...scopesOf({ role: 'Admin', isReadOnly: false })];
    expect(left(admin).role).toBe('Admin');
    expect(left(admin.filter((scope) => scope !== 'admin:incidents')).role).toBe('Member');
  });

  test('two credentials are alike by what they reach', () => {
    const set = (...words: string[]) => narrowed(owner, words).scopes;
    expect(reachesAlike(set('read'), set('read', 'openid'))).toBe(true);
    expect(reachesAlike(set('read'), set('write'))).toBe(false);
    expect(reachesAlike(set('read:tasks'), set('read:cases'))).toBe(false);
  });
});
