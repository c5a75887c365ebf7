import { describe, expect, test } from 'vitest';
import { ROLES } from './roles.ts';
import { accessOf, scopesOf } from './scopes.ts';

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
