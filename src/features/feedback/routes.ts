import Type from 'typebox';
import { Id } from '../../core/field.ts';
import { member } from '../../core/permissions.ts';
import { getJson, resourceRoutes } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { feedback } from './resource.ts';
import { routes as shiftFeedback } from './service-routes.ts';
import { FeedbackRead } from './shapes.ts';
import { createFeedback, FeedbackCreate, FeedbackUpdate, feedbackEdit, updateFeedback } from './write-feedback.ts';

const create = route({
  method: 'post',
  path: '/{organization}/feedback',
  tag: 'feedback',
  summary: 'Says how the work on an incident or case went',
  access: member,
  errors: [403],
  body: FeedbackCreate,
  answer: FeedbackRead.schema,
  handle: async (ctx, { body }) => new JsonText(await getJson(ctx, feedback, await createFeedback(ctx, body))),
});

const update = route({
  method: 'put',
  path: '/{organization}/feedback/{feedback_id}',
  tag: 'feedback',
  summary: 'Changes the rating and the words',
  access: feedbackEdit,
  subject: { table: 'feedback', param: 'feedback_id' },
  params: Type.Object({ feedback_id: Id }),
  body: FeedbackUpdate,
  partial: true,
  answer: FeedbackRead.schema,
  handle: async (ctx, { params, body }) => {
    await updateFeedback(ctx, params.feedback_id, body);
    return new JsonText(await getJson(ctx, feedback, params.feedback_id));
  },
});

export const routes: Route[] = [...resourceRoutes(feedback), create, update, ...shiftFeedback];
