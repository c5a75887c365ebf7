import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { readOnly } from '../../core/field.ts';
import { allowed, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import type { Fields } from '../../core/shape.ts';
import { incidentView, ofIncident } from '../participants/index.ts';
import { FeedbackRead } from './shapes.ts';
import { feedbackEdit } from './write-feedback.ts';

const fields: Fields = Object.fromEntries(Object.entries(FeedbackRead.fields).map(([key, field]) => [key, readOnly(field)]));

/** Feedback on a hidden incident is hidden, and on a restricted case as well. */
const isVisible = (ctx: Context, alias: string) => sql<boolean>`(${allowed(ctx, ofIncident(incidentView), alias)}
  and (${sql.ref(`${alias}.case_id`)} is null or ${allowed(ctx, { role: 'Admin', where: caseIsOpen }, alias)}))`;

const caseIsOpen = (_ctx: Context, alias: string) =>
  sql<boolean>`exists (select 1 from cases vc where vc.id = ${sql.ref(`${alias}.case_id`)} and vc.visibility = 'Open')`;

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
  visible: isVisible,
  substring: ['feedback'],
});
