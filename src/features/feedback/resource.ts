import { readOnly } from '../../core/field.ts';
import { allowed, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import type { Fields } from '../../core/shape.ts';
import { ofSubject } from '../participants/index.ts';
import { FeedbackRead } from './shapes.ts';
import { feedbackEdit } from './write-feedback.ts';

const fields: Fields = Object.fromEntries(Object.entries(FeedbackRead.fields).map(([key, field]) => [key, readOnly(field)]));

/** What people thought of the work on incidents and cases. */
export const feedback = resource({
  table: 'feedback',
  path: '/feedback',
  tag: 'feedback',
  noun: 'feedback',
  model: 'Feedback',
  param: 'feedback_id',
  fields,
  item: FeedbackRead,
  rules: { list: member, get: member, delete: feedbackEdit },
  visible: (ctx, alias) => allowed(ctx, ofSubject('view'), alias),
  substring: ['feedback'],
});
