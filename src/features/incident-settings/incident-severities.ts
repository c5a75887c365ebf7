import { bool, id, integer, Name, name, onCreate, one, required, text } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { ProjectRead } from '../organizations/index.ts';

const plain = {
  id: id(),
  color: text(),
  default: bool(),
  description: text(),
  enabled: bool(),
  name: required({ ...name(), input: Name }),
  /** false: an incident of this severity has to get another before it can become Stable */
  allowed_for_stable_incidents: bool(),
} as const;

export const incidentSeverities = resource({
  table: 'incident_severities',
  path: '/incident_severities',
  tag: 'incident_severities',
  noun: 'incident severity',
  model: 'IncidentSeverity',
  fields: { ...plain, project: onCreate(one(ProjectRead, 'project_id', { orDefault: true })), view_order: integer() },
  rules: { list: member, get: member, create: admin, update: admin },
});

export const IncidentSeverityRead = incidentSeverities.read;
export const IncidentSeverityReadMinimal = shape('IncidentSeverityReadMinimal', 'incident_severities', plain);
