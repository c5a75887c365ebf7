import Type, { type TSchema } from 'typebox';
import { bool, computed, type Field, id, integer, json, linked, nullable, one, text, time } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';
import { EventRead } from '../timeline/index.ts';
import { signals } from './signals.ts';

/*
 * A definition as each of its alerts shows it: its own words whole, what belongs to it by name. The rest is read under the definition's
 * address; repeated for every alert of a list it would be most of the list, and most of the work.
 */

/** The document promises no key that some client would miss. */
const Short = (what: string) =>
  Type.Unsafe<object>({ type: 'object', additionalProperties: true, description: `${what}: its id, its name and what is short.` });
const shortOne = <S extends TSchema>(what: string, field: Field<S>) => ({ ...field, read: nullable(Short(what)) });
const shortList = <S extends TSchema>(what: string, field: Field<S>) => ({ ...field, read: Type.Array(Short(what)) });

const named = { id: id(), name: text(), description: text() } as const;
const links = (table: string, target: string) => ({ links: table, from: 'signal_id', target });

const InstanceProject = shape('InstanceProject', 'projects', { id: id(), name: text(), display_name: text(), color: text() });
const InstanceTag = shape('InstanceTag', 'tags', {
  ...named,
  tag_type: one(shape('InstanceTagType', 'tag_types', { id: id(), name: text(), color: text(), icon: text() }), 'tag_type_id'),
});
const InstanceFilter = shape('InstanceFilter', 'signal_filters', {
  ...named,
  mode: text(),
  action: text(),
  expression: json(),
  window: integer(),
  expiration: time(),
});
const InstanceEngagement = shape('InstanceEngagement', 'signal_engagements', { ...named, message: text(), require_mfa: bool() });
const entityType = { ...named, jpath: text(), regular_expression: text(), scope: text(), enabled: bool() } as const;
const InstanceEntityType = shape('InstanceEntityType', 'entity_types', entityType);

const { project: _project, tags: _tags, ...fields } = signals.fields;

export const SignalOfInstance = shape('SignalOfInstance', 'signals', {
  ...fields,
  case_type: shortOne('A case type', one(shape('InstanceCaseType', 'case_types', { ...named, visibility: text() }), 'case_type_id')),
  case_priority: shortOne(
    'A case priority',
    one(shape('InstanceCasePriority', 'case_priorities', { ...named, color: text(), page_assignee: bool() }), 'case_priority_id'),
  ),
  source: shortOne('A source', one(shape('InstanceSource', 'sources', named), 'source_id')),
  project: { ...one(InstanceProject, 'project_id'), read: Short('A project') },
  tags: shortList('A tag', linked(InstanceTag, links('signal_tags', 'tag_id'))),
  entity_types: shortList('An entity type', linked(InstanceEntityType, links('signal_entity_types', 'entity_type_id'))),
  engagements: shortList('An engagement', linked(InstanceEngagement, links('signals_engagements', 'signal_engagement_id'))),
  filters: shortList('A filter', linked(InstanceFilter, links('signals_filters', 'signal_filter_id'))),
  workflows: shortList(
    'A workflow',
    linked(shape('InstanceWorkflow', 'workflows', { ...named, enabled: bool() }), links('signal_workflows', 'workflow_id')),
  ),
  events: computed(Type.Array(EventRead.schema), () => `'[]'::json`),
});

/** An entity below an alert. */
export const EntityOfInstance = shape('EntityOfInstance', 'entities', {
  ...named,
  value: text(),
  source: text(),
  entity_type: shortOne('An entity type', one(InstanceEntityType, 'entity_type_id')),
  project: { ...one(InstanceProject, 'project_id'), read: Short('A project') },
});
