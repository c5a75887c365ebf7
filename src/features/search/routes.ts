import Type from 'typebox';
import { member } from '../../core/permissions.ts';
import { ListParameters } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { SEARCH_TYPES, SearchResponse, search } from './search.ts';

const searchEverywhere = route({
  method: 'get',
  path: '/{organization}/search',
  tag: 'search',
  summary: 'Searches several kinds of records at once; of the list parameters only `q` counts',
  access: member,
  query: Type.Object({ ...ListParameters.properties, 'type[]': Type.Array(Type.Enum([...SEARCH_TYPES]), { maxItems: 100 }) }),
  answer: SearchResponse,
  handle: async (ctx, { query }) => new JsonText(await search(ctx, { q: query.q, types: query['type[]'] })),
});

export const routes: Route[] = [searchEverywhere];
