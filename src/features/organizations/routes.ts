import Type from 'typebox';
import { listJson } from '../../core/list.ts';
import { requireScope } from '../../core/permissions.ts';
import { updateOne } from '../../core/write.ts';
import { getJson, ListParameters, listQuery, pageOf, resourceRoutes } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { foundOrganization } from './found-organization.ts';
import { organizations, projects } from './resources.ts';
import { tenantOf } from './tenant.ts';

const ById = Type.Object({ organization_id: Type.Integer({ exclusiveMinimum: 0, exclusiveMaximum: 2147483647 }) });

const list = route({
  method: 'get',
  path: '/organizations',
  tag: 'organizations',
  summary: 'Lists the organizations the caller belongs to',
  access: 'identity',
  query: ListParameters,
  answer: pageOf(organizations.read),
  lists: organizations,
  handle: async (ctx, { query }) => new JsonText(await listJson(ctx, organizations, listQuery(query))),
});

const create = route({
  method: 'post',
  path: '/organizations',
  tag: 'organizations',
  summary: 'Creates an organization; the caller becomes its Owner',
  access: 'identity',
  errors: [403, 409],
  body: organizations.createSchema,
  answer: organizations.read.schema,
  handle: async (ctx, { body }) =>
    new JsonText(await getJson(ctx, organizations, await foundOrganization(ctx, body as Record<string, unknown> & { name: string }))),
});

const get = route({
  method: 'get',
  path: '/organizations/{organization_id}',
  tag: 'organizations',
  summary: 'Reads one organization',
  access: 'identity',
  params: ById,
  answer: organizations.read.schema,
  handle: async (ctx, { params }) => new JsonText(await getJson(ctx, organizations, params.organization_id)),
});

const update = route({
  method: 'put',
  path: '/organizations/{organization_id}',
  tag: 'organizations',
  summary: 'Changes an organization',
  access: 'identity',
  errors: [403, 409],
  params: ById,
  body: organizations.updateSchema,
  partial: true,
  answer: organizations.read.schema,
  handle: async (ctx, { params, body }) => {
    const inside = await tenantOf(ctx, params.organization_id);
    requireScope(inside, 'admin:organization');
    return new JsonText(await updateOne(inside, organizations, params.organization_id, body as Record<string, unknown>));
  },
});

export const routes: Route[] = [list, create, get, update, ...resourceRoutes(projects)];
