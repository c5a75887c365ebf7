import Type from 'typebox';
import { notFound } from '../../core/errors.ts';
import { Id } from '../../core/field.ts';
import { deleteOne } from '../../core/write.ts';
import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { serviceFeedback, shiftFeedbackDelete } from './service-feedback.ts';

const remove = route({
  method: 'delete',
  path: '/{organization}/service_feedback/{service_feedback_id}/{individual_contact_id}',
  tag: 'service_feedback',
  summary: 'Deletes feedback on a shift; the path names whose it is, 0 for anonymous feedback',
  access: shiftFeedbackDelete,
  subject: { table: 'service_feedback', param: 'service_feedback_id', roleFirst: true },
  params: Type.Object({ service_feedback_id: Id, individual_contact_id: Type.Integer({ minimum: 0, maximum: 2147483646 }) }),
  handle: async (ctx, { params }) => {
    const { service_feedback_id: id, individual_contact_id: personId } = params;
    const known = await ctx.db
      .selectFrom('service_feedback')
      .select('individual_contact_id')
      .where('id', '=', id)
      .where('organization_id', '=', ctx.tenant.id)
      .executeTakeFirst();
    if (!known || (known.individual_contact_id ?? 0) !== personId) throw notFound(serviceFeedback.noun);
    await deleteOne(ctx, serviceFeedback, id);
  },
});

/** Whose name it is given in is looked at when it is written. */
const withRefusal = (one: Route): Route => (one.method === 'post' ? { ...one, errors: [403, ...(one.errors ?? [])] } : one);

export const routes: Route[] = [...resourceRoutes(serviceFeedback).map(withRefusal), remove];
