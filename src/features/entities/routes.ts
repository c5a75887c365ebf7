import { updateOne } from '../../core/write.ts';
import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { entities } from './entities.ts';
import { entityTypes } from './entity-types.ts';

/** The contract has it beside the plain change, with the same meaning. */
const process = route({
  method: 'put',
  path: '/{organization}/entity_type/{entity_type_id}/process',
  tag: entityTypes.tag,
  summary: 'Changes an entity type; keys that are not sent stay as they are',
  access: entityTypes.rules.update as object,
  body: entityTypes.updateSchema,
  partial: true,
  answer: entityTypes.read.schema,
  handle: async (ctx, { params, body }) =>
    new JsonText(await updateOne(ctx, entityTypes, (params as { entity_type_id: number }).entity_type_id, body as Record<string, unknown>)),
});

export const routes: Route[] = [...resourceRoutes(entities), ...resourceRoutes(entityTypes), process];
