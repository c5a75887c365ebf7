import Type from 'typebox';
import { type Route, route } from '../../edges/http/route.ts';
import { withArticle } from '../../lib/text.ts';
import { ofBothSubjects, SUBJECT_RULES, type SubjectPath } from '../participants/index.ts';
import { addEvent, EventCreateMinimal } from './add-event.ts';
import { deleteEvent } from './delete-event.ts';
import { downloadTimeline } from './download-timeline.ts';
import { exportTimeline } from './export-timeline.ts';
import { EventUpdate, updateEvent } from './update-event.ts';

const keptBy = ({ kind, row }: SubjectPath) => ({ tag: `${kind}s`, subject: row, access: SUBJECT_RULES[kind].event });

const add = (at: SubjectPath) =>
  route({
    ...keptBy(at),
    method: 'post',
    path: `${at.path}/event`,
    summary: `Adds an entry to the timeline of ${withArticle(at.kind)}`,
    body: EventCreateMinimal,
    handle: (ctx, { params, body }) => addEvent(ctx, at.of(params), body),
  });

const update = (at: SubjectPath) =>
  route({
    ...keptBy(at),
    method: 'patch',
    path: `${at.path}/event`,
    summary: `Corrects or pins an entry of the timeline of ${withArticle(at.kind)}`,
    body: EventUpdate,
    partial: true,
    handle: (ctx, { params, body }) => updateEvent(ctx, at.of(params), body),
  });

const remove = (at: SubjectPath) =>
  route({
    ...keptBy(at),
    method: 'delete',
    path: `${at.path}/event/{event_uuid}`,
    summary: `Deletes an entry of ${withArticle(at.kind)} that people wrote`,
    params: Type.Object({ event_uuid: Type.String({ format: 'uuid' }) }),
    handle: (ctx, { params }) => deleteEvent(ctx, at.of(params), params.event_uuid),
  });

const exportInto = (at: SubjectPath) =>
  route({
    ...keptBy(at),
    method: 'post',
    path: `${at.path}/exportTimeline`,
    summary: `Writes the timeline into documents of ${withArticle(at.kind)}`,
    body: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
    handle: (ctx, { params, body }) => exportTimeline(ctx, at.of(params), body),
  });

const download = (at: SubjectPath) =>
  route({
    ...keptBy(at),
    method: 'get',
    path: `${at.path}/timeline`,
    summary: `Downloads the timeline of ${withArticle(at.kind)} as a file`,
    access: SUBJECT_RULES[at.kind].view,
    produces: ['text/csv', 'text/markdown', 'application/json'],
    query: Type.Object({
      format: Type.Enum(['csv', 'md', 'json'], { default: 'csv' }),
      timezone: Type.String({ default: 'UTC', maxLength: 100 }),
    }),
    handle: async (ctx, { params, query }, reply) => {
      const file = await downloadTimeline(ctx, at.of(params), query);
      return reply.type(file.contentType).header('content-disposition', `attachment; filename="${file.fileName}"`).send(file.body);
    },
  });

export const routes: Route[] = ofBothSubjects((at) => [add(at), update(at), remove(at), exportInto(at), download(at)]);
