import Type from 'typebox';
import { id, json, one, oneOf, time } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';
import { ParticipantReadMinimal } from '../participants/index.ts';

/** What somebody reported; `details` holds the fields of its type. */
export const ReportRead = shape('ReportRead', 'reports', {
  id: id(),
  type: oneOf(['Tactical Report', 'Executive Report']),
  details: json(Type.Object({}, { additionalProperties: true })),
  created_at: time(),
  participant: one(ParticipantReadMinimal, 'participant_id'),
});
