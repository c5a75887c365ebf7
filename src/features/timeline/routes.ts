import Type from 'typebox';
import { Id } from '../../core/field.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { incidentEvent, incidentView } from '../participants/index.ts';
import { addEvent, EventCreateMinimal } from './add-event.ts';
import { deleteEvent } from './delete-event.ts';
import { downloadTimeline } from './download-timeline.ts';
import { exportTimeline } from './export-timeline.ts';
import { EventUpdate, updateEvent } from './update-event.ts';

const InIncident = Type.Object({ incident_id: Id });
const common = { tag: 'incidents', subject: { table: 'incidents', param: 'incident_id' } } as const;

const add = route({
  ...common,
  method: 'post',
  path: '/{organization}/incidents/{incident_id}/event',
  summary: 'Adds an entry to the timeline',
  access: incidentEvent,
  params: InIncident,
  body: EventCreateMinimal,
  handle: (ctx, { params, body }) => addEvent(ctx, params.incident_id, body),
});

const update = route({
  ...common,
  method: 'patch',
  path: '/{organization}/incidents/{incident_id}/event',
  summary: 'Corrects or pins an entry of the timeline',
  access: incidentEvent,
  params: InIncident,
  body: EventUpdate,
  partial: true,
  handle: (ctx, { params, body }) => updateEvent(ctx, params.incident_id, body),
});

const remove = route({
  ...common,
  method: 'delete',
  path: '/{organization}/incidents/{incident_id}/event/{event_uuid}',
  summary: 'Deletes an entry that people wrote',
  access: incidentEvent,
  params: Type.Object({ incident_id: Id, event_uuid: Type.String({ format: 'uuid' }) }),
  handle: (ctx, { params }) => deleteEvent(ctx, params.incident_id, params.event_uuid),
});

const exportInto = route({
  ...common,
  method: 'post',
  path: '/{organization}/incidents/{incident_id}/exportTimeline',
  summary: 'Writes the timeline into the documents of the incident',
  access: incidentEvent,
  params: InIncident,
  body: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
  handle: (ctx, { params, body }) => exportTimeline(ctx, params.incident_id, body),
});

const download = route({
  ...common,
  method: 'get',
  path: '/{organization}/incidents/{incident_id}/timeline',
  summary: 'Downloads the timeline as a file',
  access: incidentView,
  params: InIncident,
  query: Type.Object({
    format: Type.Enum(['csv', 'md', 'json'], { default: 'csv' }),
    timezone: Type.String({ default: 'UTC', maxLength: 100 }),
  }),
  handle: async (ctx, { params, query }, reply) => {
    const file = await downloadTimeline(ctx, params.incident_id, query);
    return reply.type(file.contentType).header('content-disposition', `attachment; filename="${file.fileName}"`).send(file.body);
  },
});

export const routes: Route[] = [add, update, remove, exportInto, download];
