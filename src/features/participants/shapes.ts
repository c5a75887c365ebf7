import { id, integer, many, one, requiredText, text, time } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';
import { IndividualRead, IndividualReadMinimal } from '../people/index.ts';

export const ParticipantRoleRead = shape('ParticipantRoleRead', 'participant_roles', {
  id: id(),
  role: requiredText(),
  assumed_at: time(),
  renounced_at: time(),
  activity: integer(),
});

const common = { id: id(), location: text(), team: text(), department: text(), added_reason: text() } as const;

export const ParticipantRead = shape('ParticipantRead', 'participants', {
  ...common,
  participant_roles: many(ParticipantRoleRead, 'participant_id'),
  individual: one(IndividualRead, 'individual_contact_id'),
});

export const ParticipantReadMinimal = shape('ParticipantReadMinimal', 'participants', {
  ...common,
  participant_roles: many(ParticipantRoleRead, 'participant_id'),
  individual: one(IndividualReadMinimal, 'individual_contact_id'),
});
