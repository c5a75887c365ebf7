import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Mapping, standingFrom } from './standing.ts';

const gives = (groupId: string, more: Partial<Mapping> = {}): Mapping => ({
  groupId,
  role: 'Member',
  isReadOnly: false,
  projects: [],
  ...more,
});
const MAPPINGS = [
  gives('viewers', { isReadOnly: true, projects: [{ id: 1, role: 'Admin' }] }),
  gives('members', { projects: [{ id: 1, role: 'Member' }] }),
  gives('admins', { role: 'Admin', projects: [{ id: 2, role: 'Member' }] }),
];

test.each([
  [[], { role: 'Member', isReadOnly: false, projects: [] }],
  [['unknown'], { role: 'Member', isReadOnly: false, projects: [] }],
  [['viewers'], { role: 'Member', isReadOnly: true, projects: [{ id: 1, role: 'Admin' }] }],
  [['viewers', 'members'], { role: 'Member', isReadOnly: false, projects: [{ id: 1, role: 'Admin' }] }],
  [
    ['members', 'admins', 'viewers'],
    {
      role: 'Admin',
      isReadOnly: false,
      projects: [
        { id: 1, role: 'Admin' },
        { id: 2, role: 'Member' },
      ],
    },
  ],
])('invitations.md 17: %j give the most that any of them gives', (groups, expected) => {
  expect(standingFrom(groups, MAPPINGS)).toEqual(expected);
});

test('neither the order of the groups nor a group that gives nothing makes a difference', () => {
  const group = fc.constantFrom('viewers', 'members', 'admins', 'unknown');
  fc.assert(
    fc.property(fc.shuffledSubarray(MAPPINGS, { minLength: 3 }), fc.array(group), (mappings, groups) => {
      const sorted = (standing: ReturnType<typeof standingFrom>) => ({
        ...standing,
        projects: standing.projects.sort((a, b) => a.id - b.id),
      });
      expect(sorted(standingFrom([...groups, 'nothing'].reverse(), mappings))).toEqual(sorted(standingFrom(groups, MAPPINGS)));
    }),
  );
});
