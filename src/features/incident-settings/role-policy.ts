import Type, { type Static } from 'typebox';
import { bool, id, integer, linked, nullable, one, oneOf, time } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';
import { ServiceRead } from '../oncall/index.ts';
import { IndividualRead } from '../people/index.ts';
import { TagRead } from '../tags/index.ts';
import { IncidentPriorityRead } from './incident-priorities.ts';
import { IncidentTypeRead } from './incident-types.ts';

export const PARTICIPANT_ROLES = [
  'Assignee',
  'Incident Commander',
  'Liaison',
  'Scribe',
  'Participant',
  'Observer',
  'Reporter',
] as const satisfies string[];

export type PolicyRole = (typeof PARTICIPANT_ROLES)[number];

const from = 'incident_role_id';

/** Who fills a role of an incident by itself: a policy of the project, as it is read. */
export const IncidentRoleRead = shape('IncidentRoleRead', 'incident_roles', {
  id: id(),
  role: oneOf([...PARTICIPANT_ROLES]),
  enabled: bool(),
  order: integer(),
  engage_next_oncall: bool(),
  tags: linked(TagRead, { links: 'incident_role_tags', from, target: 'tag_id' }),
  incident_types: linked(IncidentTypeRead, { links: 'incident_role_incident_types', from, target: 'incident_type_id' }),
  incident_priorities: linked(IncidentPriorityRead, {
    links: 'incident_role_incident_priorities',
    from,
    target: 'incident_priority_id',
  }),
  service: one(ServiceRead, 'service_id'),
  individual: one(IndividualRead, 'individual_contact_id'),
  created_at: time(),
  updated_at: time(),
});

const Reference = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true });
const References = Type.Optional(nullable(Type.Array(Reference)));

const Policy = Type.Object({
  id: Type.Optional(nullable(Type.Integer())),
  enabled: Type.Optional(nullable(Type.Boolean())),
  order: Type.Optional(nullable(Type.Integer({ exclusiveMinimum: 0, maximum: 2147483647 }))),
  engage_next_oncall: Type.Optional(nullable(Type.Boolean())),
  tags: References,
  incident_types: References,
  incident_priorities: References,
  service: Type.Optional(nullable(Reference)),
  individual: Type.Optional(nullable(Reference)),
  project: Type.Optional(nullable(Reference)),
});
export type Policy = Static<typeof Policy>;

export const ReplacePolicies = Type.Object({ policies: Type.Array(Policy, { maxItems: 200 }) });
export const IncidentRoles = Type.Object({ policies: Type.Array(IncidentRoleRead.schema) });
