import { echoed, theOne } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ProjectRead } from '../organizations/index.ts';
import { costTypeHooks } from './cost-type-rules.ts';
import { CaseCostTypeRead, caseCostTypeFields } from './shapes.ts';

const { beforeWrite, beforeDelete } = costTypeHooks('case');

export const caseCostTypes = resource({
  table: 'case_cost_types',
  path: '/case_cost_types',
  tag: 'case_cost_types',
  noun: 'case cost type',
  model: 'CaseCostType',
  fields: {
    ...caseCostTypeFields,
    name: { ...caseCostTypeFields.name, required: true },
    created_at: echoed(caseCostTypeFields.created_at),
    project: { ...theOne(ProjectRead, 'project_id'), required: true, on: 'create', hidden: true },
  },
  item: CaseCostTypeRead,
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  hooks: {
    beforeWrite: async (tx, row, input, id) => {
      await beforeWrite(tx, row, input, id);
      // Tocsin writes its figures under this type: without it they would be lost.
      if (row.model_type) row.editable = false;
    },
    beforeDelete,
  },
});
