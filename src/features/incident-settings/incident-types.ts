import Type from 'typebox';
import { bool, id, Name, name, nullable, onCreate, one, oneOf, required, requiredText, text } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { CostModelRead, changeCostModelOfType } from '../cost-models/index.ts';
import { ServiceRead } from '../oncall/index.ts';
import { ProjectRead } from '../organizations/index.ts';
import { completeMetadata, pluginMetadata } from '../plugins/index.ts';

const TemplateDocument = shape('IncidentTypeDocument', 'documents', {
  id: id(),
  name: requiredText(),
  resource_type: text(),
  resource_id: text(),
  description: text(),
  weblink: text(),
});

const template = (column: string) => one(TemplateDocument, column, { by: ['id'] });
const visibility = { ...oneOf(['Open', 'Restricted']), input: nullable(Type.Enum(['Open', 'Restricted'])) };

export const incidentTypes = resource({
  table: 'incident_types',
  path: '/incident_types',
  tag: 'incident_types',
  noun: 'incident type',
  model: 'IncidentType',
  fields: {
    id: id(),
    name: required({ ...name(), input: Name }),
    visibility,
    description: text(),
    enabled: bool(),
    incident_template_document: template('incident_template_document_id'),
    executive_template_document: template('executive_template_document_id'),
    review_template_document: template('review_template_document_id'),
    tracking_template_document: template('tracking_template_document_id'),
    exclude_from_metrics: bool(),
    exclude_from_reminders: bool(),
    exclude_from_review: bool(),
    default: bool(),
    project: onCreate(one(ProjectRead, 'project_id', { orDefault: true })),
    plugin_metadata: pluginMetadata(),
    cost_model: one(CostModelRead, 'cost_model_id', { by: ['id'], whenOmitted: 'clear' }),
    channel_description: text(),
    description_service: one(ServiceRead, 'description_service_id', { by: ['id'] }),
    task_plugin_metadata: pluginMetadata(),
    generate_read_in_summary: bool(),
  },
  rules: { list: member, get: member, create: admin, update: admin },
  hooks: {
    beforeWrite: async (tx, row, input, typeId) => {
      completeMetadata(row, input, 'plugin_metadata', 'task_plugin_metadata');
      if (typeId !== undefined && 'cost_model_id' in row)
        await changeCostModelOfType(tx, { kind: 'incident', id: typeId }, row.cost_model_id as number | null);
    },
  },
});

export const IncidentTypeRead = incidentTypes.read;

export const IncidentTypeReadMinimal = shape('IncidentTypeReadMinimal', 'incident_types', {
  id: id(),
  name: name(),
  visibility,
  description: text(),
  enabled: bool(),
  exclude_from_metrics: bool(),
  default: bool(),
});
