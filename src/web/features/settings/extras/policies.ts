import type { Item } from '../declaration.ts';

export const ROLES = ['Incident Commander', 'Liaison', 'Scribe'] as const;
export type PolicyRole = (typeof ROLES)[number];

export type Policy = {
  id?: number;
  enabled: boolean | null;
  engage_next_oncall: boolean | null;
  incident_priorities: Item[];
  incident_types: Item[];
  tags: Item[];
  service: Item | null;
  individual: Item | null;
};

export const freshPolicy = (): Policy => ({
  enabled: true,
  engage_next_oncall: false,
  incident_priorities: [],
  incident_types: [],
  tags: [],
  service: null,
  individual: null,
});

const named = (items: readonly Item[]) => items.map(({ id, name }) => ({ id, name }));

/** What the server is sent: policies in their order, with the little that is needed of what they refer to. */
export const policiesBody = (policies: readonly Policy[], project: string) => ({
  policies: policies.map((policy, index) => ({
    ...(policy.id && { id: policy.id }),
    order: index + 1,
    project: { name: project },
    enabled: policy.enabled !== false,
    engage_next_oncall: policy.engage_next_oncall === true,
    incident_priorities: named(policy.incident_priorities),
    incident_types: named(policy.incident_types),
    tags: policy.tags.map(({ id, name, tag_type }) => ({ id, name, tag_type })),
    service: policy.service,
    individual: policy.individual,
  })),
});

/** What a policy applies to, in words. */
export function circumstances(policy: Policy): string {
  const parts = [policy.incident_types, policy.incident_priorities, policy.tags]
    .filter((items) => items.length)
    .map((items) => items.map((one) => String(one.name)).join(' or '));
  return parts.length ? parts.join(', ') : 'every incident';
}
