import { theOne } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ProjectRead } from '../organizations/index.ts';
import { costTypeHooks } from './cost-type-rules.ts';
import { IncidentCostTypeRead, incidentCostTypeFields } from './shapes.ts';

const { created_at, ...fields } = incidentCostTypeFields;

export const incidentCostTypes = resource({
  table: 'incident_cost_types',
  path: '/incident_cost_types',
  tag: 'incident_cost_types',
  noun: 'cost type',
  model: 'IncidentCostType',
  fields: {
    ...fields,
    name: { ...fields.name, required: true },
    created_at: { read: created_at.read, sql: created_at.sql },
    project: { ...theOne(ProjectRead, 'project_id'), required: true, on: 'create', hidden: true },
  },
  item: IncidentCostTypeRead,
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  hooks: costTypeHooks('incident'),
});
