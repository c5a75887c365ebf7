import Type from 'typebox';
import type { Context } from '../../core/context.ts';
import { Id, nullable } from '../../core/field.ts';
import { listJson } from '../../core/list.ts';
import { member } from '../../core/permissions.ts';
import { includeTree } from '../../core/shape.ts';
import { getJson, ListParameters, listQuery, PartsParameters, pageOfParts } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { createTask } from './create-task.ts';
import { createTaskTicket } from './create-task-ticket.ts';
import { deleteTask } from './delete-task.ts';
import { tasks } from './resource.ts';
import { TaskRead } from './shapes.ts';
import { TaskCreate, TaskUpdate } from './task.ts';
import { taskEdit, updateTask } from './update-task.ts';

const ById = Type.Object({ task_id: Id });
const one = { subject: { table: 'tasks', param: 'task_id' }, params: ById, access: taskEdit, tag: 'tasks' } as const;
const taskJson = async (ctx: Context, id: number) => new JsonText(await getJson(ctx, tasks, id));

const list = route({
  method: 'get',
  path: '/{organization}/tasks',
  tag: 'tasks',
  summary: 'Lists the tasks of the incidents the caller may see',
  access: member,
  query: Type.Object({
    ...ListParameters.properties,
    'include[]': PartsParameters.properties['include[]'],
  }),
  answer: pageOfParts(TaskRead, TaskRead),
  lists: tasks,
  handle: async (ctx, { query }) =>
    new JsonText(await listJson(ctx, tasks, { ...listQuery(query), include: includeTree(query['include[]']) })),
});

const create = route({
  method: 'post',
  path: '/{organization}/tasks',
  tag: 'tasks',
  summary: 'Adds a task to an incident',
  access: member,
  errors: [403],
  body: TaskCreate,
  answer: TaskRead.schema,
  handle: async (ctx, { body }) => taskJson(ctx, await createTask(ctx, body)),
});

const update = route({
  ...one,
  method: 'put',
  path: '/{organization}/tasks/{task_id}',
  summary: 'Changes a task; keys that are not sent stay as they are',
  body: TaskUpdate,
  partial: true,
  answer: TaskRead.schema,
  handle: async (ctx, { params, body }) => {
    await updateTask(ctx, params.task_id, body);
    return taskJson(ctx, params.task_id);
  },
});

const remove = route({
  ...one,
  method: 'delete',
  path: '/{organization}/tasks/{task_id}',
  summary: 'Deletes a task',
  handle: (ctx, { params }) => deleteTask(ctx, params.task_id),
});

const ticket = route({
  ...one,
  method: 'post',
  path: '/{organization}/tasks/ticket/{task_id}',
  summary: 'Makes a ticket for a task through the ticket plug-in of its project',
  errors: [409, 503],
  answer: nullable(Type.Object({ resource_id: Type.String(), weblink: nullable(Type.String()), resource_type: Type.String() })),
  handle: (ctx, { params }) => createTaskTicket(ctx, params.task_id),
});

export const routes: Route[] = [list, create, update, remove, ticket];
