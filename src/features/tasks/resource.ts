import { readOnly } from '../../core/field.ts';
import { across, up } from '../../core/paths.ts';
import { allowed, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import type { Fields } from '../../core/shape.ts';
import { incidentView, ofIncident } from '../participants/index.ts';
import { TaskRead } from './shapes.ts';

const person = (column: string) => [up('tasks', column), up('participants', 'individual_contact_id')] as const;
const fields: Fields = Object.fromEntries(Object.entries(TaskRead.fields).map(([key, field]) => [key, readOnly(field)]));

/** Tasks as they are listed and found; they are written by operations. Who may not see an incident does not see its tasks. */
export const tasks = resource({
  table: 'tasks',
  path: '/tasks',
  tag: 'tasks',
  noun: 'task',
  model: 'Task',
  fields,
  item: TaskRead,
  rules: { list: member },
  visible: (ctx, alias) => allowed(ctx, ofIncident(incidentView), alias),
  joins: {
    Owner: person('owner_id'),
    Creator: person('creator_id'),
    Assignee: [across('task_assignees', 'task_id', 'participant_id'), up('participants', 'individual_contact_id')],
  },
  substring: ['description'],
});
