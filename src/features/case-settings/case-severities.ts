import { bool, id, integer, Name, name, onCreate, one, required, text } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ProjectRead } from '../organizations/index.ts';

export const caseSeverities = resource({
  table: 'case_severities',
  path: '/case_severities',
  tag: 'case_severities',
  noun: 'case severity',
  model: 'CaseSeverity',
  fields: {
    id: id(),
    name: required({ ...name(), input: Name }),
    description: text(),
    color: text(),
    default: bool(),
    enabled: bool(),
    project: onCreate(one(ProjectRead, 'project_id', { orDefault: true })),
    view_order: integer(),
  },
  rules: { list: member, get: member, create: admin, update: admin },
});

export const CaseSeverityRead = caseSeverities.read;
