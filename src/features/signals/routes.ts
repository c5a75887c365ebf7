import Type from 'typebox';
import { notFound } from '../../core/errors.ts';
import { Id } from '../../core/field.ts';
import { findJson } from '../../core/list.ts';
import { admin, member } from '../../core/permissions.ts';
import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { createSignal, deleteSignal, type Lists, readSignal, signalIdOf, updateSignal } from './define-signal.ts';
import { routes as engagementRequests } from './engagement-routes.ts';
import { routes as entityRoutes } from './entity-routes.ts';
import { readStats, SignalStats, StatsQuery } from './read-stats.ts';
import { ReceiveInstance, receiveInstance } from './receive-instance.ts';
import { signalEngagements } from './signal-engagements.ts';
import { signalFilters } from './signal-filters.ts';
import { SignalInstanceRead, signalInstances } from './signal-instances.ts';
import { SignalRead, signals } from './signals.ts';

const tag = 'signals';
const params = Type.Object({ signal_id: Type.String({ minLength: 1, maxLength: 500, description: 'Its id, or its external id' }) });
const one = '/{organization}/signals/{signal_id}';

const receive = route({
  method: 'post',
  path: '/{organization}/signals/instances',
  tag,
  summary: 'Takes a signal instance in; what is made of it is made after the answer',
  access: member,
  body: ReceiveInstance,
  answer: SignalInstanceRead.schema,
  rate: 'signals',
  errors: [400, 404, 409],
  handle: async (ctx, { body }) => new JsonText(await receiveInstance(ctx, body)),
});

const getInstance = route({
  method: 'get',
  path: '/{organization}/signals/instances/{signal_instance_id}',
  tag,
  summary: 'Reads one signal instance',
  access: member,
  params: Type.Object({ signal_instance_id: Type.String({ format: 'uuid' }) }),
  answer: SignalInstanceRead.schema,
  handle: async (ctx, request) => {
    const text = await findJson(ctx, signalInstances, SignalInstanceRead, request.params.signal_instance_id);
    if (text === undefined) throw notFound(signalInstances.noun);
    return new JsonText(text);
  },
});

const stats = route({
  method: 'get',
  path: '/{organization}/signals/stats',
  tag,
  summary: 'Counts how often an entity was spoken of, and the snoozes that speak of it',
  access: member,
  query: StatsQuery,
  answer: SignalStats,
  handle: (ctx, { query }) => readStats(ctx, query),
});

const statsOfOne = route({
  method: 'get',
  path: `${one}/stats`,
  tag,
  summary: 'Counts how often a signal spoke of an entity, and the snoozes that speak of it',
  access: member,
  params,
  query: StatsQuery,
  answer: SignalStats,
  handle: async (ctx, request) => readStats(ctx, request.query, await signalIdOf(ctx, request.params.signal_id)),
});

const create = route({
  method: 'post',
  path: '/{organization}/signals',
  tag,
  summary: 'Defines a signal',
  access: admin,
  body: signals.createSchema,
  answer: SignalRead.schema,
  handle: async (ctx, { body }) => new JsonText(await createSignal(ctx, body as Record<string, unknown>)),
});

const get = route({
  method: 'get',
  path: one,
  tag,
  summary: 'Reads one signal, by its id or its external id',
  access: member,
  params,
  answer: SignalRead.schema,
  handle: async (ctx, request) => new JsonText(await readSignal(ctx, await signalIdOf(ctx, request.params.signal_id))),
});

const update = (path: string, summary: string, lists: Lists) =>
  route({
    method: 'put',
    path,
    tag,
    summary,
    access: admin,
    params,
    body: signals.updateSchema,
    partial: true,
    answer: SignalRead.schema,
    handle: async (ctx, request) => {
      const id = await signalIdOf(ctx, request.params.signal_id);
      return new JsonText(await updateSignal(ctx, id, request.body as Record<string, unknown>, lists));
    },
  });

const remove = route({
  method: 'delete',
  path: one,
  tag,
  summary: 'Deletes a signal that has no instances',
  access: admin,
  params,
  handle: async (ctx, request) => deleteSignal(ctx, await signalIdOf(ctx, request.params.signal_id)),
});

/** The contract names the engagement twice; the path alone counts. */
const withOldQuery = (one: Route): Route =>
  one.method === 'get' && one.path.endsWith('}')
    ? { ...one, query: Type.Object({ signal_engagement_id: Type.Optional({ ...Id, description: 'Ignored: the path says which.' }) }) }
    : one;

/** Words that stand where a signal's id would come first. */
export const routes: Route[] = [
  receive,
  ...resourceRoutes(signalInstances).filter(({ path }) => path.endsWith('/instances')),
  getInstance,
  ...resourceRoutes(signalFilters),
  ...resourceRoutes(signalEngagements).map(withOldQuery),
  stats,
  ...resourceRoutes(signals),
  create,
  update('/{organization}/signals/update/{signal_id}', 'Changes a signal; lists that are sent replace what there is', 'complete'),
  statsOfOne,
  get,
  update(one, 'Changes a signal; filters that are sent are added, empty lists change nothing', 'adding'),
  remove,
  ...entityRoutes,
  ...engagementRequests,
];
