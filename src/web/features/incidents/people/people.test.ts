import { expect, test } from 'vitest';
import type { Participant } from '../../../api/types.ts';
import { holderOf, participantByEmail, peopleOf, rolesNow } from './people.ts';

const person = (name: string, ...roles: [role: string, renounced?: string][]) =>
  ({
    id: name.length,
    individual: { name, email: `${name.toLowerCase()}@example.com` },
    participant_roles: roles.map(([role, renounced_at], id) => ({ id, role, renounced_at: renounced_at ?? null })),
  }) as unknown as Participant;

const participants = [
  person('Zoe', ['Observer']),
  person('Ada', ['Reporter'], ['Incident Commander']),
  person('Bob', ['Incident Commander', '2026-11-24'], ['Participant']),
  person('Gone', ['Observer', '2026-11-24']),
];

test('people with a role come by its weight, those who left apart', () => {
  const { active, gone } = peopleOf({ participants });
  expect(active.map((one) => one.individual?.name)).toEqual(['Ada', 'Bob', 'Zoe']);
  expect(gone.map((one) => one.individual?.name)).toEqual(['Gone']);
});

test('a renounced role does not count', () => {
  expect(holderOf({ participants }, 'Incident Commander')?.individual?.name).toBe('Ada');
  expect(rolesNow(participants[1] as Participant)).toEqual(['Incident Commander', 'Reporter']);
});

test('somebody is found by address, whatever its case, unless they left', () => {
  expect(participantByEmail({ participants }, 'ADA@example.com')?.individual?.name).toBe('Ada');
  expect(participantByEmail({ participants }, 'gone@example.com')).toBeUndefined();
});
