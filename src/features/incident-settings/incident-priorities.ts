import { bool, id, integer, Name, name, onCreate, one, required, text } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { ProjectName } from '../organizations/index.ts';

const plain = {
  id: id(),
  name: required({ ...name(), input: Name }),
  description: text(),
  page_commander: bool({ strict: true }),
  /** hours between reports */
  tactical_report_reminder: integer({ minimum: 0 }),
  executive_report_reminder: integer({ minimum: 0 }),
  default: bool(),
  enabled: bool(),
  view_order: integer(),
  color: text(),
} as const;

export const incidentPriorities = resource({
  table: 'incident_priorities',
  path: '/incident_priorities',
  tag: 'incident_priorities',
  noun: 'incident priority',
  model: 'IncidentPriority',
  fields: {
    ...plain,
    project: onCreate(one(ProjectName, 'project_id', { orDefault: true })),
    disable_delayed_message_warning: bool(),
  },
  rules: { list: member, get: member, create: admin, update: admin },
});

export const IncidentPriorityRead = incidentPriorities.read;
export const IncidentPriorityReadMinimal = shape('IncidentPriorityReadMinimal', 'incident_priorities', plain);
