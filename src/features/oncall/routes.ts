import { sql } from 'kysely';
import Type from 'typebox';
import { listJson } from '../../core/list.ts';
import { admin, member } from '../../core/permissions.ts';
import { ListParameters, listQuery, pageOf, resourceRoutes } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { acknowledgePage, pages } from './pages.ts';
import { getRotation, putRotation, RotationRead, RotationUpdate } from './rotation.ts';
import { ServiceRead, services } from './services.ts';

const ROTATION = '/{organization}/services/{service_id}/rotation';
const MOST_IDS = 200;

const byExternalIds = route({
  method: 'get',
  path: '/{organization}/services/externalids',
  tag: 'services',
  summary: 'Reads the services with these external ids, of all projects',
  access: member,
  query: Type.Object({ 'ids[]': Type.Array(Type.String(), { maxItems: MOST_IDS }) }),
  answer: Type.Array(ServiceRead.schema),
  handle: async (ctx, { query }) => {
    const { rows } = await sql<{ items: string }>`
      select coalesce(json_agg(${sql.raw(ServiceRead.object({ alias: 't0', depth: 0 }, 'all'))} order by t0.id), '[]')::text as items
      from services t0 where t0.organization_id = ${ctx.tenant.id} and t0.external_id = any(${query['ids[]']})`.execute(ctx.db);
    return new JsonText(rows[0]?.items ?? '[]');
  },
});

const readRotation = route({
  method: 'get',
  path: ROTATION,
  tag: 'services',
  summary: 'Reads who takes turns, and who is on call now and next',
  access: member,
  answer: RotationRead,
  handle: (ctx, { params }) => getRotation(ctx, params.service_id as number),
});

const writeRotation = route({
  method: 'put',
  path: ROTATION,
  tag: 'services',
  summary: 'Replaces the rotation of a service',
  access: admin,
  body: RotationUpdate,
  answer: RotationRead,
  handle: (ctx, { params, body }) => putRotation(ctx, params.service_id as number, body),
});

const listPages = route({
  method: 'get',
  path: '/{organization}/pages',
  tag: 'pages',
  summary: 'Lists pages of the caller that wait for an answer',
  access: member,
  query: Type.Object({
    ...ListParameters.properties,
    all: Type.Optional(Type.Boolean({ description: 'Those that were acknowledged as well' })),
  }),
  answer: pageOf(pages.read, 'Page'),
  lists: pages,
  handle: async (ctx, { query }) => {
    const where = query.all ? sql<boolean>`true` : sql<boolean>`t0.acknowledged_at is null`;
    return new JsonText(await listJson(ctx, pages, { ...listQuery(query), where }));
  },
});

const acknowledge = route({
  method: 'post',
  path: '/{organization}/pages/{page_id}/acknowledge',
  tag: 'pages',
  summary: 'Says that the caller is on it',
  access: member,
  answer: pages.read.schema,
  handle: async (ctx, { params }) => new JsonText(await acknowledgePage(ctx, params.page_id as number)),
});

export const routes: Route[] = [byExternalIds, ...resourceRoutes(services), readRotation, writeRotation, listPages, acknowledge];
