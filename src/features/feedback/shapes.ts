import Type from 'typebox';
import { type Field, id, nullable, one, oneOf, text, time } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';
import { ProjectRead } from '../organizations/index.ts';
import { ParticipantRead } from '../participants/index.ts';

export const RATINGS = [
  'Very satisfied',
  'Somewhat satisfied',
  'Neither satisfied nor dissatisfied',
  'Somewhat dissatisfied',
  'Very dissatisfied',
] as const;

const FeedbackIncident = shape('FeedbackIncident', 'incidents', { id: id(), name: text(), title: text() });

const caseOfFeedback: Field = {
  read: nullable(Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })),
  sql: ({ alias }) =>
    `(select json_build_object('id', c.id, 'name', c.name, 'title', c.title, 'status', c.status) from cases c where c.id = ${alias}.case_id)`,
};

/** What somebody thought of the work on an incident or case; `participant` is null when it was given anonymously. */
export const FeedbackRead = shape('FeedbackRead', 'feedback', {
  id: id(),
  created_at: time(),
  rating: oneOf([...RATINGS]),
  feedback: text(),
  incident: one(FeedbackIncident, 'incident_id'),
  case: caseOfFeedback,
  participant: one(ParticipantRead, 'participant_id'),
  project: one(ProjectRead, 'project_id'),
});
