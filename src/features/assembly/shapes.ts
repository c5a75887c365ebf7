import Type from 'typebox';
import { computed, id, integer, nullable, one, oneOf, requiredText, text, time, timeSql } from '../../core/field.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { shape } from '../../core/shape.ts';

/* What incidents and cases show of what was made for them. */

const sentence = (words: string) => computed(nullable(Type.String()), () => `'${words}'`);

export const StorageRead = shape('StorageRead', 'storages', {
  resource_type: text(),
  resource_id: text(),
  weblink: text(),
  description: sentence('Where the files are kept.'),
});

export const GroupRead = shape('GroupRead', 'groups', {
  id: id(),
  name: requiredText(),
  email: requiredText(),
  resource_type: text(),
  resource_id: text(),
  weblink: text(),
  description: sentence('People who are written to together.'),
});

/** A step of a flow as its row in the queue says it is. */
export const FlowStepRead = shape('FlowStepRead', 'jobs', {
  flow: text(),
  step: requiredText(),
  title: text(),
  status: requiredText(),
  attempts: integer(),
  last_error: text(),
  next_attempt_at: computed(
    nullable(Type.String({ format: 'date-time' })),
    (alias) => `case when ${alias}.status = 'ready' and ${alias}.last_error is not null then ${timeSql(`${alias}.run_at`)} end`,
  ),
  finished_at: time(),
  retriable: computed(
    Type.Boolean(),
    (alias) => `(${alias}.status in ('failed', 'skipped') or (${alias}.status = 'ready' and ${alias}.last_error is not null))`,
  ),
});

const StatusChangeUser = shape('StatusChangeUser', 'users', { id: id(), email: text() });

/** @returns the shape of a status that a subject of this kind had: `IncidentStatusChangeRead` */
export const statusChangeShape = (kind: SubjectRef['kind'], statuses: readonly string[]) =>
  shape(`${kind === 'incident' ? 'Incident' : 'Case'}StatusChangeRead`, `${kind}_status_changes`, {
    id: id(),
    status: oneOf([...statuses]),
    changed_at: time(),
    user: one(StatusChangeUser, 'dispatch_user_id'),
  });
