import Type from 'typebox';
import {
  bool,
  computed,
  type Field,
  first,
  id,
  json,
  linked,
  many,
  nullable,
  one,
  oneOf,
  requiredText,
  text,
  theOne,
  time,
} from '../../core/field.ts';
import { named, type Shape, shape } from '../../core/shape.ts';
import { FlowStepRead, GroupRead, StorageRead, statusChangeShape, VISIBILITIES } from '../assembly/index.ts';
import { CasePriorityRead, CaseSeverityRead, CaseTypeRead } from '../case-settings/index.ts';
import { ConversationRead } from '../conversations/index.ts';
import { CASE_COST, CaseCostRead, CaseCostReadMinimal } from '../costs/index.ts';
import { DocumentRead } from '../documents/index.ts';
import { EntityRead } from '../entities/index.ts';
import { CaseProject } from '../organizations/index.ts';
import { openOnes, ParticipantRead, ParticipantReadMinimal } from '../participants/index.ts';
import { IndividualRead } from '../people/index.ts';
import { TagRead } from '../tags/index.ts';
import { TicketRead } from '../tasks/index.ts';
import { EventRead } from '../timeline/index.ts';
import { signalWorkflowInstances, WorkflowInstanceRead } from '../workflows/index.ts';
import { ACTIONS, RESOLUTION_REASONS, STATUSES } from './case.ts';

const IncidentReadBasic = shape('CaseIncidentReadBasic', 'incidents', { id: id(), name: text() });
export const CaseReadBasic = shape('CaseReadBasic', 'cases', { id: id(), name: text() });

const linkedTo = (links: string, target: string) => ({ links, from: 'case_id', target });

const common = {
  id: id(),
  name: requiredText(),
  title: requiredText(),
  // Nobody has to describe a case; what is missing reads as null and may be sent back.
  description: { ...text(), sql: ({ alias }: { alias: string }) => `nullif(${alias}.description, '')` },
  resolution: text(),
  resolution_reason: { ...text(), read: nullable(Type.Enum([...RESOLUTION_REASONS])) },
  resolved_by: one(IndividualRead, 'resolved_by_id'),
  status: oneOf([...STATUSES]),
  visibility: oneOf([...VISIBILITIES]),
  dedicated_channel: bool(),
  project: theOne(CaseProject, 'project_id'),
  case_type: theOne(CaseTypeRead, 'case_type_id'),
  case_severity: theOne(CaseSeverityRead, 'case_severity_id'),
  case_priority: theOne(CasePriorityRead, 'case_priority_id'),
  reported_at: time(),
  stable_at: time(),
  closed_at: time(),
} as const;

const tags = linked(TagRead, linkedTo('case_tags', 'tag_id'));
const ticket = first(TicketRead, 'case_id');
const incidents = openOnes(IncidentReadBasic, linkedTo('case_incidents', 'incident_id'));

/** A case in a list. */
export const CaseReadMinimal = shape('CaseReadMinimal', 'cases', {
  ...common,
  assignee: one(ParticipantReadMinimal, 'assignee_id'),
  case_costs: many(CaseCostReadMinimal, 'case_id'),
  incidents,
});

/** A case in a list that shows its people, too. */
export const CaseReadMinimalWithExtras = shape('CaseReadMinimalWithExtras', 'cases', {
  ...common,
  triage_at: time(),
  escalated_at: time(),
  reporter: one(ParticipantReadMinimal, 'reporter_id'),
  assignee: one(ParticipantReadMinimal, 'assignee_id'),
  case_costs: many(CaseCostReadMinimal, 'case_id'),
  participants: many(ParticipantReadMinimal, 'case_id'),
  tags,
  ticket,
});

const CaseNotesRead = shape('CaseNotesRead', 'case_notes', {
  id: id(),
  content: text(),
  created_at: time(),
  updated_at: time(),
  last_updated_by: one(IndividualRead, 'last_updated_by_id'),
});

const CaseSignalRead = shape('CaseSignalRead', 'signals', {
  id: id(),
  name: requiredText(),
  owner: requiredText(),
  description: text(),
  variant: text(),
  external_id: text(),
  external_url: text(),
  tags: linked(TagRead, { links: 'signal_tags', from: 'signal_id', target: 'tag_id' }),
  workflow_instances: signalWorkflowInstances,
});

/** An alert has the tags of its definition. */
function tagsOfSignal<S extends Shape>(tag: S): Field<ReturnType<typeof Type.Array<S['schema']>>> {
  return {
    read: Type.Array(tag.schema),
    sql: ({ alias, depth }, _key, include) => {
      const [inner, link] = [`t${depth + 1}`, `l${depth + 1}`];
      return `(select coalesce(json_agg(${tag.object({ alias: inner, depth: depth + 1 }, include)} order by ${inner}.id), '[]'::json)
        from signal_tags ${link} join tags ${inner} on ${inner}.id = ${link}.tag_id where ${link}.signal_id = ${alias}.signal_id)`;
    },
  };
}

const CaseSignalInstanceRead = shape('CaseSignalInstanceRead', 'signal_instances', {
  id: computed(Type.String({ format: 'uuid' }), (alias) => `${alias}.id`),
  created_at: time(),
  raw: { ...json(), read: Type.Unknown() },
  signal: theOne(CaseSignalRead, 'signal_id'),
  entities: linked(EntityRead, { links: 'signal_instance_entities', from: 'signal_instance_id', target: 'entity_id' }),
  tags: tagsOfSignal(TagRead),
});

/** A case with everything that belongs to it. */
export const CaseRead = shape('CaseRead', 'cases', {
  ...common,
  triage_at: time(),
  escalated_at: time(),
  created_at: time(),
  updated_at: time(),
  event: bool(),
  genai_analysis: json(Type.Object({}, { additionalProperties: true })),
  participants_team: text(),
  participants_location: text(),
  reporter: one(ParticipantRead, 'reporter_id'),
  assignee: one(ParticipantRead, 'assignee_id'),
  participants: many(ParticipantRead, 'case_id'),
  tags,
  incidents,
  duplicates: openOnes(CaseReadBasic, linkedTo('case_duplicates', 'duplicate_id')),
  related: openOnes(CaseReadMinimal, linkedTo('case_related', 'related_id')),
  case_costs: many(CaseCostRead, 'case_id'),
  total_cost_classic: computed(Type.Number(), (alias) => CASE_COST(alias, 'Classic')),
  total_cost_new: computed(Type.Number(), (alias) => CASE_COST(alias, 'New')),
  case_notes: first(CaseNotesRead, 'case_id'),
  conversation: first(ConversationRead, 'case_id'),
  ticket,
  storage: first(StorageRead, 'case_id'),
  groups: many(GroupRead, 'case_id'),
  documents: many(DocumentRead, 'case_id'),
  case_document: one(DocumentRead, 'case_document_id'),
  events: many(EventRead, 'case_id', { orderBy: 'started_at' }),
  // A flood of alerts ends in one case: the list of alerts has them all.
  signal_instances: many(CaseSignalInstanceRead, 'case_id', { orderBy: 'created_at', most: 100 }),
  workflow_instances: many(WorkflowInstanceRead, 'case_id'),
  status_changes: many(statusChangeShape('case', STATUSES), 'case_id', { orderBy: 'changed_at' }),
  flow: many(FlowStepRead, 'case_id', { where: (alias) => `${alias}.flow is not null` }),
});

/** The same with what the caller may do. */
export const CasePage = named(
  'CasePage',
  Type.Object({ ...CaseRead.schema.properties, allowed_actions: Type.Array(Type.Enum([...ACTIONS])) }),
);
