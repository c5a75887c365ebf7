import { keys } from '../../api/keys.ts';
import { equals, type Filter, list } from '../../api/list.ts';
import type { Project } from '../../api/types.ts';
import { projectLabel } from '../../parts/account.ts';
import type { Item } from './item.ts';

type Reference = {
  path: string;
  kind: string;
  sort: string[];
  nameOf: (item: Item) => string;
  hintOf?: (item: Item) => string | undefined;
  /** choices do not belong to a project */
  global?: boolean;
};

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
const name = (item: Item) => text(item.name) ?? `#${item.id}`;
const description = (item: Item) => text(item.description);

/** What fields may refer to: where its records are and how a person tells them apart. */
export const REFERENCES = {
  service: { path: 'services', kind: 'service', sort: ['name'], nameOf: name, hintOf: description },
  individual: {
    path: 'individuals',
    kind: 'individual',
    sort: ['name'],
    nameOf: (item) => text(item.name) ?? text(item.email) ?? '',
    hintOf: (item) => text(item.email),
  },
  document: { path: 'documents', kind: 'document', sort: ['name'], nameOf: name, hintOf: description },
  cost_model: { path: 'cost_models', kind: 'cost_model', sort: ['name'], nameOf: name, hintOf: description },
  tag: { path: 'tags', kind: 'tag', sort: ['name'], nameOf: (item) => tagName(item) },
  tag_type: { path: 'tag_types', kind: 'tag_type', sort: ['name'], nameOf: name, hintOf: description },
  search_filter: { path: 'search/filters', kind: 'search_filter', sort: ['name'], nameOf: name, hintOf: description },
  incident_type: { path: 'incident_types', kind: 'incident_type', sort: ['name'], nameOf: name, hintOf: description },
  incident_priority: { path: 'incident_priorities', kind: 'incident_priority', sort: ['view_order'], nameOf: name, hintOf: description },
  incident_severity: { path: 'incident_severities', kind: 'incident_severity', sort: ['view_order'], nameOf: name, hintOf: description },
  term: { path: 'terms', kind: 'term', sort: ['text'], nameOf: (item) => text(item.text) ?? '' },
  definition: { path: 'definitions', kind: 'definition', sort: ['text'], nameOf: (item) => text(item.text) ?? '' },
  project: { path: 'projects', kind: 'project', sort: ['name'], nameOf: (item) => projectLabel(item as unknown as Project), global: true },
  plugin_event: {
    path: 'plugins/plugin_events',
    kind: 'plugin',
    sort: ['name'],
    nameOf: name,
    hintOf: (item) => text((item.plugin as Item | undefined)?.title),
    global: true,
  },
} satisfies Record<string, Reference>;

export type ReferenceName = keyof typeof REFERENCES;

const tagName = (item: Item) => {
  const type = text((item.tag_type as Item | null | undefined)?.name);
  return type ? `${type}/${name(item)}` : name(item);
};

/** How a chooser finds, names and tells apart the records of one kind. @param project name of the project they must belong to */
export function referenceChooser(organization: string, of: ReferenceName, project: string | undefined, filter: Filter[] = []) {
  const reference: Reference = REFERENCES[of];
  const conditions = [...filter, ...(project && !reference.global ? [equals('Project', 'name', project)] : [])];
  return {
    cacheKey: keys.list(organization, reference.kind, ['reference', conditions]),
    load: async (q: string) =>
      (await list<Item>(organization, reference.path, { q, itemsPerPage: 30, sort: q ? [] : reference.sort, filter: conditions })).items,
    // What is not stored yet has no id; its name is unique enough for a form.
    idOf: (item: Item) => (item.id ? String(item.id) : `new ${reference.nameOf(item)}`),
    nameOf: reference.nameOf,
    ...(reference.hintOf && { hintOf: reference.hintOf }),
  };
}
