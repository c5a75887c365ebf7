import Type from 'typebox';
import { bool, json, readOnly, requiredText, text, time, uuid } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';

/** An entry of a timeline, as its subject shows it. */
export const EventRead = shape('EventRead', 'events', {
  uuid: readOnly(uuid()),
  started_at: time(),
  ended_at: time(),
  source: requiredText(),
  description: requiredText(),
  details: json(Type.Object({}, { additionalProperties: true })),
  type: text(),
  owner: text(),
  pinned: bool(),
});
