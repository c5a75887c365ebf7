import { answer, client } from './client.ts';
import type { Page } from './types.ts';

/** Conditions of the contract's filter language. */
export type Condition = { model?: string; field: string; op?: string; value?: unknown };
export type Filter = Condition | { and: Filter[] } | { or: Filter[] } | { not: [Filter] };

export const equals = (model: string, field: string, value: unknown): Condition => ({ model, field, op: '==', value });

/** Any of the values; nothing chosen means no condition. */
export function anyOf(model: string, field: string, values: readonly unknown[]): Filter[] {
  return values.length ? [{ or: values.map((value) => equals(model, field, value)) }] : [];
}

export type ListQuery = {
  page?: number;
  /** -1: all of them */
  itemsPerPage?: number;
  q?: string;
  filter?: Filter[];
  /** `name` ascending, `-reported_at` descending */
  sort?: readonly string[];
  /** projection: `incident_priority.name`, `participants[].individual.email` */
  include?: readonly string[];
};

/** The contract's query parameters for a list. */
export function listParameters({ page = 1, itemsPerPage = 25, q, filter = [], sort = [], include = [] }: ListQuery) {
  return {
    page,
    itemsPerPage,
    ...(q?.trim() && { q: q.trim() }),
    ...(filter.length && { filter: JSON.stringify({ and: filter }) }),
    ...(sort.length && {
      'sortBy[]': sort.map((name) => name.replace(/^-/, '')),
      'descending[]': sort.map((name) => name.startsWith('-')),
    }),
    ...(include.length && { 'include[]': [...include] }),
  };
}

/**
 * One page of any list of the contract.
 * @param path below the organization: `incident_types`, `plugins/instances`
 */
export function list<T>(organization: string, path: string, query: ListQuery = {}): Promise<Page<T>> {
  return answer(
    client.GET(`/{organization}/${path}` as '/{organization}/tags', {
      params: { path: { organization }, query: listParameters(query) },
    }),
  ) as unknown as Promise<Page<T>>;
}

/** Plain create, read, update and delete of a settings resource, whose path is data. */
export const read = <T>(organization: string, path: string, id: number | string) =>
  answer(
    client.GET(`/{organization}/${path}/{tag_id}` as '/{organization}/tags/{tag_id}', {
      params: { path: { organization, tag_id: id as number } },
    }),
  ) as unknown as Promise<T>;

export const create = <T>(organization: string, path: string, body: unknown) =>
  answer(
    client.POST(`/{organization}/${path}` as '/{organization}/tags', { params: { path: { organization } }, body: body as never }),
  ) as unknown as Promise<T>;

export const update = <T>(organization: string, path: string, id: number | string, body: unknown) =>
  answer(
    client.PUT(`/{organization}/${path}/{tag_id}` as '/{organization}/tags/{tag_id}', {
      params: { path: { organization, tag_id: id as number } },
      body: body as never,
    }),
  ) as unknown as Promise<T>;

export const remove = (organization: string, path: string, id: number | string) =>
  answer(
    client.DELETE(`/{organization}/${path}/{tag_id}` as '/{organization}/tags/{tag_id}', {
      params: { path: { organization, tag_id: id as number } },
    }),
  );
