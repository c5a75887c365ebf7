import Type from 'typebox';
import { computed, first, id, linked, many, nullable, one, oneOf, requiredText, text, theOne, time } from '../../core/field.ts';
import { named, shape } from '../../core/shape.ts';
import { FlowStepRead, GroupRead, StorageRead, statusChangeShape, VISIBILITIES } from '../assembly/index.ts';
import { ConversationRead } from '../conversations/index.ts';
import { IncidentCostRead, TOTAL_COST } from '../costs/index.ts';
import { DocumentRead } from '../documents/index.ts';
import {
  IncidentPriorityRead,
  IncidentPriorityReadMinimal,
  IncidentSeverityRead,
  IncidentSeverityReadMinimal,
  IncidentTypeRead,
  IncidentTypeReadMinimal,
} from '../incident-settings/index.ts';
import { IncidentProject } from '../organizations/index.ts';
import { openOnes, ParticipantRead, ParticipantReadMinimal } from '../participants/index.ts';
import { ReportRead } from '../reports/index.ts';
import { TagRead, TermRead } from '../tags/index.ts';
import { IncidentTask, TaskReadMinimal, TicketRead } from '../tasks/index.ts';
import { EventRead } from '../timeline/index.ts';
import { WorkflowInstanceRead } from '../workflows/index.ts';
import { ACTIONS, STATUSES } from './incident.ts';

export const ConferenceRead = shape('ConferenceRead', 'conferences', {
  resource_type: text(),
  resource_id: text(),
  weblink: text(),
  conference_id: text(),
  conference_challenge: text(),
  description: computed(
    nullable(Type.String()),
    (alias) => `'Call for those who work on this. Passcode: ' || ${alias}.conference_challenge`,
  ),
});

export const IncidentReadBasic = shape('IncidentReadBasic', 'incidents', { id: id(), name: text() });
const CaseReadBasic = shape('IncidentCaseReadBasic', 'cases', { id: id(), name: text() });

const tags = linked(TagRead, { links: 'incident_tags', from: 'incident_id', target: 'tag_id' });
const newest = (type: string) => ({ orderBy: 'created_at desc', where: (alias: string) => `${alias}.type = '${type}'` });
const lastTacticalReport = first(ReportRead, 'incident_id', newest('Tactical Report'));
const lastExecutiveReport = first(ReportRead, 'incident_id', newest('Executive Report'));

const common = {
  id: id(),
  name: text(),
  title: requiredText(),
  description: requiredText(),
  resolution: text(),
  status: oneOf([...STATUSES]),
  visibility: oneOf([...VISIBILITIES]),
  summary: text(),
  project: theOne(IncidentProject, 'project_id'),
  commanders_location: text(),
  reporters_location: text(),
  participants_location: text(),
  participants_team: text(),
  created_at: time(),
  updated_at: time(),
  reported_at: time(),
  stable_at: time(),
  closed_at: time(),
  duplicates: openOnes(IncidentReadBasic, { links: 'incident_duplicates', from: 'incident_id', target: 'duplicate_id' }),
  cases: openOnes(CaseReadBasic, { links: 'case_incidents', from: 'incident_id', target: 'case_id' }),
  incident_costs: many(IncidentCostRead, 'incident_id'),
  total_cost: computed(Type.Number(), TOTAL_COST),
  storage: first(StorageRead, 'incident_id'),
  tags,
  incident_document: one(DocumentRead, 'incident_document_id'),
  incident_review_document: one(DocumentRead, 'incident_review_document_id'),
} as const;

/** An incident in a list. */
export const IncidentReadMinimal = shape('IncidentReadMinimal', 'incidents', {
  ...common,
  incident_type: theOne(IncidentTypeReadMinimal, 'incident_type_id'),
  incident_priority: theOne(IncidentPriorityReadMinimal, 'incident_priority_id'),
  incident_severity: theOne(IncidentSeverityReadMinimal, 'incident_severity_id'),
  commander: one(ParticipantReadMinimal, 'commander_id'),
  reporter: one(ParticipantReadMinimal, 'reporter_id'),
  tasks: many(TaskReadMinimal, 'incident_id'),
});

/** An incident with everything that belongs to it. */
export const IncidentRead = shape('IncidentRead', 'incidents', {
  ...common,
  delay_executive_report_reminder: time(),
  delay_tactical_report_reminder: time(),
  incident_type: theOne(IncidentTypeRead, 'incident_type_id'),
  incident_priority: theOne(IncidentPriorityRead, 'incident_priority_id'),
  incident_severity: theOne(IncidentSeverityRead, 'incident_severity_id'),
  commander: one(ParticipantRead, 'commander_id'),
  reporter: one(ParticipantRead, 'reporter_id'),
  liaison: one(ParticipantRead, 'liaison_id'),
  scribe: one(ParticipantRead, 'scribe_id'),
  participants: many(ParticipantRead, 'incident_id'),
  conference: first(ConferenceRead, 'incident_id'),
  conversation: first(ConversationRead, 'incident_id'),
  ticket: first(TicketRead, 'incident_id'),
  tactical_group: one(GroupRead, 'tactical_group_id'),
  notifications_group: one(GroupRead, 'notifications_group_id'),
  documents: many(DocumentRead, 'incident_id'),
  events: many(EventRead, 'incident_id', { orderBy: 'started_at' }),
  tasks: many(IncidentTask, 'incident_id'),
  terms: linked(TermRead, { links: 'incident_terms', from: 'incident_id', target: 'term_id' }),
  reports: many(ReportRead, 'incident_id', { orderBy: 'created_at' }),
  last_tactical_report: lastTacticalReport,
  last_executive_report: lastExecutiveReport,
  status_changes: many(statusChangeShape('incident', STATUSES), 'incident_id', { orderBy: 'changed_at' }),
  flow: many(FlowStepRead, 'incident_id', { where: (alias) => `${alias}.flow is not null` }),
  workflow_instances: many(WorkflowInstanceRead, 'incident_id'),
});

/** The same with what the caller may do. */
export const IncidentPage = named(
  'IncidentPage',
  Type.Object({ ...IncidentRead.schema.properties, allowed_actions: Type.Array(Type.Enum([...ACTIONS])) }),
);
