import Type from 'typebox';
import type { Context } from '../../core/context.ts';
import { searchJson } from '../../core/list.ts';
import type { Resource } from '../../core/resource.ts';
import { named } from '../../core/shape.ts';
import { cases } from '../cases/index.ts';
import { documents } from '../documents/index.ts';
import { incidents } from '../incidents/index.ts';
import { services } from '../oncall/index.ts';
import { individuals, teams } from '../people/index.ts';
import { queries, sources } from '../sources/index.ts';
import { definitions, tags, terms } from '../tags/index.ts';
import { tasks } from '../tasks/index.ts';

/** What can be searched for. Some words are known to clients and have no group of their own in the answer. */
export const SEARCH_TYPES = [
  'Definition',
  'Document',
  'Incident',
  'IncidentPriority',
  'IncidentType',
  'IndividualContact',
  'Plugin',
  'Query',
  'SearchFilter',
  'Case',
  'Service',
  'Source',
  'Tag',
  'Task',
  'TeamContact',
  'Term',
] as const;
export type SearchType = (typeof SEARCH_TYPES)[number];

const MOST_PER_GROUP = 25;

/** The groups of the answer, in its order. */
const GROUPS: Record<string, { type: SearchType; resource: Resource }> = {
  documents: { type: 'Document', resource: documents },
  incidents: { type: 'Incident', resource: incidents },
  tasks: { type: 'Task', resource: tasks },
  tags: { type: 'Tag', resource: tags },
  terms: { type: 'Term', resource: terms },
  definitions: { type: 'Definition', resource: definitions },
  sources: { type: 'Source', resource: sources },
  queries: { type: 'Query', resource: queries },
  teams: { type: 'TeamContact', resource: teams },
  individuals: { type: 'IndividualContact', resource: individuals },
  services: { type: 'Service', resource: services },
  cases: { type: 'Case', resource: cases },
};

export const SearchResponse = named(
  'SearchResponse',
  Type.Object({
    query: Type.Union([Type.String(), Type.Null()]),
    results: Type.Object(Object.fromEntries(Object.entries(GROUPS).map(([key, { resource }]) => [key, Type.Array(resource.read.schema)]))),
  }),
);

/**
 * Looks a text up in everything of the given kinds that the caller may see: in each kind with its own language, best match first, at
 * most 25 of each.
 *
 * @returns the JSON text of the contract's answer, every group in it
 */
export async function search(ctx: Context, { q = '', types }: { q?: string | undefined; types: readonly SearchType[] }): Promise<string> {
  const groups = await Promise.all(
    Object.entries(GROUPS).map(async ([key, { type, resource }]) => {
      const found = types.includes(type) ? await searchJson(ctx, resource, q, MOST_PER_GROUP) : '[]';
      return `${JSON.stringify(key)}:${found}`;
    }),
  );
  return `{"query":${JSON.stringify(q)},"results":{${groups.join(',')}}}`;
}
