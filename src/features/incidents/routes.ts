import Type from 'typebox';
import { Email } from '../../core/field.ts';
import { listJson } from '../../core/list.ts';
import { admin, member } from '../../core/permissions.ts';
import { includeTree } from '../../core/shape.ts';
import { ListParameters, listQuery, PartsParameters, pageOfParts } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { retryStep } from '../assembly/index.ts';
import { changeRole, incidentEdit, incidentEvent, incidentJoin, incidentView, PARTICIPANT_ROLES } from '../participants/index.ts';
import { completeResources } from './complete-resources.ts';
import { createIncident } from './create-incident.ts';
import { deleteIncident } from './delete-incident.ts';
import { ChangeIncident, CreateIncident, UpdateIncident } from './incident.ts';
import { readForecast } from './read-forecast.ts';
import { getIncidentJson } from './reads.ts';
import { incidents } from './resource.ts';
import { IncidentPage, IncidentRead, IncidentReadMinimal } from './shapes.ts';
import { incident } from './store.ts';
import { subscribeToIncident } from './subscribe-to-incident.ts';
import { updateIncident } from './update-incident.ts';

const tag = 'incidents';
const subject = { table: 'incidents', param: 'incident_id' };
const one = '/{organization}/incidents/{incident_id}' as const;
const ById = Type.Object({ incident_id: Type.Integer({ exclusiveMinimum: 0, exclusiveMaximum: 2147483647 }) });

const list = route({
  method: 'get',
  path: '/{organization}/incidents',
  tag,
  summary: 'Lists the incidents the caller may see',
  access: member,
  query: Type.Object({
    ...ListParameters.properties,
    ...PartsParameters.properties,
  }),
  answer: pageOfParts(IncidentReadMinimal, IncidentRead),
  lists: incidents,
  handle: async (ctx, { query }) => {
    const include = query.expand ? [] : query['include[]'];
    const shape = query.expand || include.length ? IncidentRead : IncidentReadMinimal;
    return new JsonText(await listJson(ctx, incidents, { ...listQuery(query), shape, include: includeTree(include) }));
  },
});

const forecast = route({
  method: 'get',
  path: '/{organization}/incidents/metric/forecast',
  tag,
  summary: 'Foretells how many incidents the next months will bring',
  access: member,
  query: ListParameters,
  answer: Type.Object({
    categories: Type.Array(Type.String()),
    series: Type.Array(Type.Object({ name: Type.String(), data: Type.Array(Type.Integer()) })),
  }),
  handle: (ctx, { query }) => readForecast(ctx, query.filter),
});

const create = route({
  method: 'post',
  path: '/{organization}/incidents',
  tag,
  summary: 'Opens an incident',
  access: member,
  headers: Type.Object({
    'Idempotency-Key': Type.Optional(
      Type.String({ description: 'Whatever the client likes; a request that repeats it is the same incident' }),
    ),
  }),
  body: CreateIncident,
  answer: IncidentPage,
  handle: async (ctx, { body, raw }) => {
    const submission = raw.headers['idempotency-key'];
    const id = await createIncident(ctx, body, typeof submission === 'string' && submission ? { submission } : {});
    // Whoever opens a restricted incident for somebody else may not be one of those who see it.
    return new JsonText(await getIncidentJson(ctx, id, { afterWrite: true }));
  },
});

const get = route({
  method: 'get',
  path: one,
  tag,
  summary: 'Reads one incident with everything on its page',
  access: incidentView,
  subject,
  params: ById,
  answer: IncidentPage,
  handle: async (ctx, { params }) => new JsonText(await getIncidentJson(ctx, params.incident_id)),
});

const put = route({
  method: 'put',
  path: one,
  tag,
  summary: 'Changes an incident; tags, terms, cases, duplicates and costs become exactly the lists sent',
  access: incidentEdit,
  subject,
  params: ById,
  body: UpdateIncident,
  partial: true,
  answer: IncidentPage,
  handle: async (ctx, { params, body }) => {
    await updateIncident(ctx, params.incident_id, body, { listsReplaced: true });
    return new JsonText(await getIncidentJson(ctx, params.incident_id, { afterWrite: true }));
  },
});

const patch = route({
  method: 'patch',
  path: one,
  tag,
  summary: 'Changes only what is sent of an incident',
  access: incidentEdit,
  subject,
  params: ById,
  body: ChangeIncident,
  partial: true,
  answer: IncidentPage,
  handle: async (ctx, { params, body }) => {
    await updateIncident(ctx, params.incident_id, body);
    return new JsonText(await getIncidentJson(ctx, params.incident_id, { afterWrite: true }));
  },
});

const remove = route({
  method: 'delete',
  path: one,
  tag,
  summary: 'Deletes an incident and, after the answer, what was made for it outside',
  access: admin,
  subject,
  params: ById,
  handle: (ctx, { params }) => deleteIncident(ctx, params.incident_id),
});

const resources = route({
  method: 'post',
  path: `${one}/resources`,
  tag,
  summary: 'Makes what is still missing of the incident: ticket, room, documents and the rest',
  access: incidentView,
  subject,
  params: ById,
  answer: IncidentPage,
  handle: async (ctx, { params }) => {
    await completeResources(ctx, params.incident_id);
    return new JsonText(await getIncidentJson(ctx, params.incident_id));
  },
});

const subscribe = route({
  method: 'post',
  path: `${one}/subscribe`,
  tag,
  summary: 'The caller is written to with those who take part',
  access: incidentJoin,
  subject,
  params: ById,
  handle: (ctx, { params }) => subscribeToIncident(ctx, params.incident_id),
});

const roles = route({
  method: 'put',
  path: `${one}/roles`,
  tag,
  summary: 'Hands a role over',
  access: incidentEdit,
  subject,
  params: ById,
  body: Type.Object({ role: Type.Enum([...PARTICIPANT_ROLES].filter((role) => role !== 'Assignee')), email: Email }),
  answer: IncidentPage,
  handle: async (ctx, { params, body }) => {
    await changeRole(ctx, incident(params.incident_id), body);
    return new JsonText(await getIncidentJson(ctx, params.incident_id, { afterWrite: true }));
  },
});

const retry = route({
  method: 'post',
  path: `${one}/flow/{step}/retry`,
  tag,
  summary: 'Runs a step that failed, waits or was left out now',
  access: incidentEdit,
  errors: [409],
  subject,
  params: Type.Object({ ...ById.properties, step: Type.String({ minLength: 1, maxLength: 100 }) }),
  handle: (ctx, { params }) => retryStep(ctx, incident(params.incident_id), params.step),
});

const NO_AI = 'No artificial-intelligence plug-in is enabled in this project; an administrator enables one in the settings.';

const regenerate = route({
  method: 'get',
  path: `${one}/regenerate`,
  tag,
  summary: 'Writes the summary anew from the review document, with an AI plug-in',
  access: incidentEvent,
  subject,
  params: ById,
  answer: Type.String(),
  handle: () => Promise.resolve(NO_AI),
});

const generateReport = route({
  method: 'get',
  path: `${one}/report/tactical/generate`,
  tag,
  summary: 'Drafts a tactical report from the room, with an AI plug-in',
  access: incidentEdit,
  subject,
  params: ById,
  answer: Type.Object({
    tactical_report: Type.Union([
      Type.Object({
        conditions: Type.String(),
        actions: Type.Union([Type.String(), Type.Array(Type.String())]),
        needs: Type.Union([Type.String(), Type.Array(Type.String())]),
      }),
      Type.Null(),
    ]),
    error_message: Type.Union([Type.String(), Type.Null()]),
  }),
  handle: () => Promise.resolve({ tactical_report: null, error_message: NO_AI }),
});

export const routes: Route[] = [
  list,
  forecast,
  create,
  get,
  put,
  patch,
  remove,
  resources,
  subscribe,
  roles,
  retry,
  regenerate,
  generateReport,
];
