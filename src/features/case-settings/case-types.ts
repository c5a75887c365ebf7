import Type from 'typebox';
import { bool, id, Name, name, nullable, onCreate, one, oneOf, required, requiredText, text } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { CostModelRead, changeCostModelOfType } from '../cost-models/index.ts';
import { ProjectRead } from '../organizations/index.ts';
import { completeMetadata, pluginMetadata } from '../plugins/index.ts';

const TemplateDocument = shape('CaseTypeDocument', 'documents', {
  id: id(),
  name: requiredText(),
  description: text(),
  resource_id: text(),
  resource_type: text(),
  weblink: text(),
});

const visibility = { ...oneOf(['Open', 'Restricted']), input: nullable(Type.Enum(['Open', 'Restricted'])) };

const TargetType = shape('CaseTypeIncidentType', 'incident_types', { id: id(), name: name(), description: text(), visibility });

const OncallService = shape('CaseTypeService', 'services', {
  id: id(),
  name: requiredText(),
  description: text(),
  external_id: requiredText(),
  is_active: bool(),
  type: text(),
});

const byId = { by: ['id'] };

export const caseTypes = resource({
  table: 'case_types',
  path: '/case_types',
  tag: 'case_types',
  noun: 'case type',
  model: 'CaseType',
  fields: {
    id: id(),
    name: required({ ...name(), input: Name }),
    description: text(),
    visibility,
    default: bool(),
    enabled: bool(),
    exclude_from_metrics: bool(),
    /** the channel whose threads are the rooms of cases that have none of their own */
    conversation_target: text(),
    /** cases of this type are closed as soon as they were made */
    auto_close: bool(),
    generate_read_in_summary: bool(),
    case_template_document: one(TemplateDocument, 'case_template_document_id', byId),
    /** who is on call for it becomes the assignee */
    oncall_service: one(OncallService, 'oncall_service_id', byId),
    /** what a case becomes when it is escalated */
    incident_type: one(TargetType, 'incident_type_id', byId),
    cost_model: one(CostModelRead, 'cost_model_id', { ...byId, whenOmitted: 'clear' }),
    plugin_metadata: pluginMetadata(),
    project: onCreate(one(ProjectRead, 'project_id', { orDefault: true })),
  },
  rules: { list: member, get: member, create: admin, update: admin },
  hooks: {
    beforeWrite: async (tx, row, input, typeId) => {
      completeMetadata(row, input, 'plugin_metadata');
      if (typeId !== undefined && 'cost_model_id' in row)
        await changeCostModelOfType(tx, { kind: 'case', id: typeId }, row.cost_model_id as number | null);
    },
  },
});

export const CaseTypeRead = caseTypes.read;
