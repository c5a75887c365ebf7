import Type, { type TSchema } from 'typebox';
import { bool, computed, type Field, first, id, linked, nullable, one, oneOf, text, theOne, time } from '../../core/field.ts';
import { type Shape, shape } from '../../core/shape.ts';
import { ProjectRead } from '../organizations/index.ts';
import { ParticipantRead } from '../participants/index.ts';

/** The record of a piece of work in the organization's ticket system. */
export const TicketRead = shape('TicketRead', 'tickets', {
  resource_type: text(),
  resource_id: text(),
  weblink: text(),
  description: computed(nullable(Type.String()), () => `'The ticket that tracks this, with links to everything that belongs to it.'`),
});

const assignees = linked(ParticipantRead, { links: 'task_assignees', from: 'task_id', target: 'participant_id' });

const common = {
  id: id(),
  description: text(),
  status: oneOf(['Open', 'Resolved']),
  priority: text(),
  source: text(),
  created_at: time(),
  resolve_by: time(),
  resolved_at: time(),
  reminders: bool(),
  weblink: text(),
  owner: one(ParticipantRead, 'owner_id'),
  assignees,
  ticket: first(TicketRead, 'task_id'),
} as const;

/** A task as its incident shows it. */
export const IncidentTask = shape('IncidentTaskRead', 'tasks', { ...common, creator: one(ParticipantRead, 'creator_id') });

/** A task where only its state counts. */
export const TaskReadMinimal = shape('TaskReadMinimal', 'tasks', { id: id(), description: text(), status: oneOf(['Open', 'Resolved']) });

const TaskIncident = shape('TaskIncident', 'incidents', { id: id(), name: text(), title: text(), status: text() });

/** The project of a task is its incident's. */
function projectOfIncident<S extends Shape>(project: S): Field<TSchema> {
  return {
    read: nullable(project.schema),
    sql: ({ alias, depth }, _key, include) => {
      const inner = `t${depth + 1}`;
      return `(select ${project.object({ alias: inner, depth: depth + 1 }, include)} from projects ${inner}
        where ${inner}.id = (select i.project_id from incidents i where i.id = ${alias}.incident_id))`;
    },
  };
}

/** A task by itself. */
export const TaskRead = shape('TaskRead', 'tasks', {
  ...common,
  creator: one(ParticipantRead, 'creator_id'),
  incident: theOne(TaskIncident, 'incident_id'),
  project: projectOfIncident(ProjectRead),
  resource_type: text(),
  resource_id: text(),
  updated_at: time(),
});
