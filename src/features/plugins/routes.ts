import { admin } from '../../core/permissions.ts';
import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import { type Route, route } from '../../edges/http/route.ts';
import {
  CreateInstance,
  createInstance,
  deleteInstance,
  getInstance,
  InstanceAnswer,
  UpdateInstance,
  updateInstance,
} from './instances.ts';
import { pluginEvents, pluginInstances, plugins } from './resources.ts';

const INSTANCES = '/{organization}/plugins/instances';
const INSTANCE = `${INSTANCES}/{plugin_instance_id}`;
const tag = 'plugins';

const create = route({
  method: 'post',
  path: INSTANCES,
  tag,
  summary: 'Adds a plug-in to a project',
  access: admin,
  body: CreateInstance,
  answer: InstanceAnswer,
  handle: (ctx, { body }) => createInstance(ctx, body),
});

const get = route({
  method: 'get',
  path: INSTANCE,
  tag,
  summary: 'Reads one plug-in instance with its configuration; secrets are masked',
  access: admin,
  answer: InstanceAnswer,
  handle: (ctx, { params }) => getInstance(ctx, params.plugin_instance_id as number),
});

const update = route({
  method: 'put',
  path: INSTANCE,
  tag,
  summary: 'Configures, enables or disables a plug-in; a masked secret stays as it is',
  access: admin,
  body: UpdateInstance,
  partial: true,
  answer: InstanceAnswer,
  handle: (ctx, { params, body }) => updateInstance(ctx, params.plugin_instance_id as number, body),
});

const remove = route({
  method: 'delete',
  path: INSTANCE,
  tag,
  summary: 'Takes a plug-in out of a project',
  access: admin,
  handle: (ctx, { params }) => deleteInstance(ctx, params.plugin_instance_id as number),
});

export const routes: Route[] = [
  ...resourceRoutes(plugins),
  ...resourceRoutes(pluginEvents),
  ...resourceRoutes(pluginInstances),
  create,
  get,
  update,
  remove,
];
