import { bool, id, integer, Name, name, onCreate, one, required, text } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ProjectRead } from '../organizations/index.ts';

export const casePriorities = resource({
  table: 'case_priorities',
  path: '/case_priorities',
  tag: 'case_priorities',
  noun: 'case priority',
  model: 'CasePriority',
  fields: {
    id: id(),
    name: required({ ...name(), input: Name }),
    description: text(),
    color: text(),
    default: bool(),
    enabled: bool(),
    /** whoever is to look at the case is paged, not only told */
    page_assignee: bool(),
    disable_delayed_message_warning: bool(),
    project: onCreate(one(ProjectRead, 'project_id', { orDefault: true })),
    view_order: integer(),
  },
  rules: { list: member, get: member, create: admin, update: admin },
});

export const CasePriorityRead = casePriorities.read;
