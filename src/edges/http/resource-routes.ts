import Type, { type TObject } from 'typebox';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { findJson, type ListQuery, listJson, MOST_ROWS } from '../../core/list.ts';
import { type Resource, shapeFor } from '../../core/resource.ts';
import { named, type Shape } from '../../core/shape.ts';
import { MOST_SORTS } from '../../core/sort.ts';
import { createOne, deleteOne, updateOne } from '../../core/write.ts';
import { withArticle } from '../../lib/text.ts';
import { JsonText, type Route, route } from './route.ts';

/** Parameters every list takes. */
export const ListParameters = Type.Object({
  page: Type.Integer({ default: 1, exclusiveMinimum: 0, exclusiveMaximum: 2147483647, description: 'Which page; the first is 1' }),
  itemsPerPage: Type.Integer({
    default: 5,
    exclusiveMinimum: -2,
    exclusiveMaximum: 2147483647,
    description: `How many on a page, at most ${MOST_ROWS}; 0: only how many there are; -1: all, as far as they fit one page`,
  }),
  q: Type.Optional(Type.String({ maxLength: 1000, description: 'Words to search for; "in quotes" together, `or`, `-without`' })),
  filter: Type.Optional(
    Type.String({
      maxLength: 20_000,
      description:
        'JSON: a condition `{model?, field, op?, value}`, a list of conditions that must all hold, or `{and|or|not: […]}` of these. ' +
        'Operators: ==, !=, >, <, >=, <=, like, ilike, not_ilike, in, not_in, any, not_any, is_null, is_not_null',
      examples: ['[{"field":"name","op":"ilike","value":"%disk%"}]'],
    }),
  ),
  'sortBy[]': Type.Array(Type.String(), {
    default: [],
    description:
      'Fields to sort by, the most important first; `relation.field` for one of a related record. Counts only with `descending[]`; ' +
      `at most ${MOST_SORTS}`,
  }),
  'descending[]': Type.Array(Type.Boolean(), { default: [], description: 'One for each of `sortBy[]`: true for the largest first' }),
  security_event_only: Type.Optional(Type.Boolean({ description: 'Only cases that no signal has led to; other lists ignore it' })),
});

/** Parameters of lists whose items are short unless more is asked for. */
export const PartsParameters = Type.Object({
  expand: Type.Optional(Type.Boolean({ description: 'Everything of each item, as when it is read alone' })),
  'include[]': Type.Array(Type.String({ maxLength: 200 }), {
    default: [],
    maxItems: 200,
    description:
      'Only these parts of the whole item, as paths: `name`, `project.name`, `participants[].individual.email`; a path to an object means all of it',
  }),
});

type Listed = { page: number; itemsPerPage: number; q?: string; filter?: string; 'sortBy[]': string[]; 'descending[]': boolean[] };

/** @returns the list query a request asks for */
export const listQuery = (query: Listed): ListQuery => ({
  page: query.page,
  itemsPerPage: query.itemsPerPage,
  q: query.q,
  filter: query.filter,
  sortBy: query['sortBy[]'],
  descending: query['descending[]'],
});

const PAGES = new Map<string, TObject>();

/** The envelope of a list of these items. */
export function pageOf(item: Shape, name = item.name.replace(/Read(Minimal)?$/, '')): TObject {
  const known = PAGES.get(item.name);
  if (known) return known;
  const page = named(
    `${name}Pagination`,
    Type.Object({ itemsPerPage: Type.Integer(), page: Type.Integer(), total: Type.Integer(), items: Type.Array(item.schema) }),
  );
  PAGES.set(item.name, page);
  return page;
}

const Parts = Type.Unsafe<object>({
  type: 'object',
  additionalProperties: true,
  description: 'What `include[]` asks for of the whole item',
});

/** The envelope of a list that takes `PartsParameters`: its items are short, whole, or parts of the whole. */
export function pageOfParts(short: Shape, whole: Shape): TObject {
  const kinds = short === whole ? [whole.schema, Parts] : [short.schema, whole.schema, Parts];
  const page = pageOf(short).properties;
  return named(`${whole.name.replace(/Read$/, '')}Pagination`, Type.Object({ ...page, items: Type.Array(Type.Union(kinds)) }));
}

/** The routes a resource's rules ask for. */
export function resourceRoutes(resource: Resource): Route[] {
  const { rules } = resource;
  return [
    rules.list && listRoute(resource),
    rules.get && getRoute(resource),
    rules.create && createRoute(resource),
    rules.update && updateRoute(resource),
    rules.delete && deleteRoute(resource),
  ].filter((one) => one !== undefined);
}

const collection = (resource: Resource) => `/{organization}${resource.path}`;
const single = (resource: Resource) => `${collection(resource)}/{${resource.param}}`;
const subject = (resource: Resource) => ({ table: resource.table, param: resource.param, roleFirst: true });
const idOf = (resource: Resource, params: Record<string, unknown>) => params[resource.param] as number;

const listRoute = (resource: Resource): Route =>
  route({
    method: 'get',
    path: collection(resource),
    tag: resource.tag,
    summary: `Lists ${resource.noun} records`,
    access: resource.rules.list as object,
    query: ListParameters,
    lists: resource,
    answer: pageOf(resource.item),
    handle: async (ctx, { query }) => new JsonText(await listJson(ctx, resource, listQuery(query as unknown as Listed))),
  });

const getRoute = (resource: Resource): Route =>
  route({
    method: 'get',
    path: single(resource),
    tag: resource.tag,
    summary: `Reads one ${resource.noun}`,
    access: resource.rules.get as object,
    ...(resource.rules.get?.where && { subject: subject(resource) }),
    answer: resource.read.schema,
    handle: async (ctx, { params }) => new JsonText(await getJson(ctx, resource, idOf(resource, params))),
  });

const createRoute = (resource: Resource): Route =>
  route({
    method: 'post',
    path: collection(resource),
    tag: resource.tag,
    summary: `Creates ${withArticle(resource.noun)}`,
    access: resource.rules.create as object,
    ...(resource.errors?.create && { errors: resource.errors.create }),
    body: resource.createSchema,
    answer: resource.read.schema,
    handle: async (ctx, { body }) => new JsonText(await createOne(ctx, resource, body as Record<string, unknown>)),
  });

const updateRoute = (resource: Resource): Route =>
  route({
    method: 'put',
    path: single(resource),
    tag: resource.tag,
    summary: `Changes ${withArticle(resource.noun)}; keys that are not sent stay as they are`,
    access: resource.rules.update as object,
    ...(resource.errors?.update && { errors: resource.errors.update }),
    ...(resource.rules.update?.where && { subject: subject(resource) }),
    body: resource.updateSchema,
    partial: true,
    answer: resource.read.schema,
    handle: async (ctx, { params, body }) =>
      new JsonText(await updateOne(ctx, resource, idOf(resource, params), body as Record<string, unknown>)),
  });

const deleteRoute = (resource: Resource): Route =>
  route({
    method: 'delete',
    path: single(resource),
    tag: resource.tag,
    summary: `Deletes ${withArticle(resource.noun)}`,
    access: resource.rules.delete as object,
    ...(resource.errors?.delete && { errors: resource.errors.delete }),
    ...(resource.rules.delete?.where && { subject: subject(resource) }),
    handle: async (ctx, { params }) => deleteOne(ctx, resource, idOf(resource, params)),
  });

/** @throws not_found */
export async function getJson(ctx: Context, resource: Resource, id: number): Promise<string> {
  const item = await findJson(ctx, resource, shapeFor(ctx, resource), id);
  if (item === undefined) throw notFound(resource.noun);
  return item;
}
