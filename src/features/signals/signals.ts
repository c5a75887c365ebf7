import { bool, echoed, id, linked, many, onCreate, one, required, requiredText, text, theOne, time } from '../../core/field.ts';
import { member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { CasePriorityRead, CaseTypeRead } from '../case-settings/index.ts';
import { EntityTypeRead } from '../entities/index.ts';
import { ProjectRead } from '../organizations/index.ts';
import { SourceNested } from '../sources/index.ts';
import { requireExclusiveOf, tagged } from '../tags/index.ts';
import { EventRead } from '../timeline/index.ts';
import { WorkflowRead } from '../workflows/index.ts';
import { SignalEngagementRead } from './signal-engagements.ts';
import { SignalFilterRead } from './signal-filters.ts';

const TAGS = { links: 'signal_tags', from: 'signal_id' } as const;
const byName = { by: ['name', 'id'] } as const;

const SignalService = shape('SignalService', 'services', {
  id: id(),
  name: requiredText(),
  description: text(),
  external_id: requiredText(),
  is_active: bool(),
  type: text(),
});

const fields = {
  id: id(),
  // It becomes the title of a case.
  name: requiredText({ maxLength: 500 }),
  owner: requiredText({ maxLength: 500 }),
  description: text(),
  external_id: text({ maxLength: 500 }),
  external_url: text({ maxLength: 2000 }),
  variant: text({ maxLength: 500 }),
  enabled: bool(),
  create_case: bool(),
  default: bool(),
  conversation_target: text({ maxLength: 500 }),
  lifecycle: text({ maxLength: 500 }),
  runbook: text(),
  genai_enabled: bool(),
  genai_model: text(),
  genai_system_message: text(),
  genai_prompt: text(),
  created_at: echoed(time()),
  case_type: one(CaseTypeRead, 'case_type_id', { ...byName, inProject: true }),
  case_priority: one(CasePriorityRead, 'case_priority_id', { ...byName, inProject: true }),
  oncall_service: one(SignalService, 'oncall_service_id', { by: ['id'], inProject: true }),
  source: one(SourceNested, 'source_id', { inProject: true }),
  project: required(onCreate(theOne(ProjectRead, 'project_id'))),
  tags: tagged(TAGS),
  entity_types: linked(EntityTypeRead, {
    links: 'signal_entity_types',
    from: 'signal_id',
    target: 'entity_type_id',
    whenOmitted: 'keep',
  }),
  engagements: linked(SignalEngagementRead, {
    ...byName,
    links: 'signals_engagements',
    from: 'signal_id',
    target: 'signal_engagement_id',
    whenOmitted: 'keep',
  }),
  filters: linked(SignalFilterRead, {
    ...byName,
    links: 'signals_filters',
    from: 'signal_id',
    target: 'signal_filter_id',
    whenOmitted: 'keep',
  }),
  workflows: linked(WorkflowRead, {
    ...byName,
    links: 'signal_workflows',
    from: 'signal_id',
    target: 'workflow_id',
    whenOmitted: 'keep',
  }),
  events: many(EventRead, 'signal_id', { orderBy: 'started_at' }),
} as const;

/** What a detection reports, and what is to be made of it. */
export const signals = resource({
  table: 'signals',
  path: '/signals',
  tag: 'signals',
  noun: 'signal',
  model: 'Signal',
  fields,
  rules: { list: member },
  hooks: {
    afterWrite: async (tx, signalId, input) => {
      if (input.tags) await requireExclusiveOf(tx, TAGS, signalId);
    },
  },
});

export const SignalRead = signals.read;
