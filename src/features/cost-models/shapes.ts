import { bool, id, integer, many, name, text, theOne, time } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';
import { ProjectRead } from '../organizations/index.ts';
import { PluginEventRead } from '../plugins/index.ts';

export const CostModelActivityRead = shape('CostModelActivityRead', 'cost_model_activities', {
  id: id(),
  plugin_event: theOne(PluginEventRead, 'plugin_event_id'),
  response_time_seconds: integer(),
  enabled: bool(),
});

export const costModelFields = {
  id: id(),
  name: name(),
  description: text(),
  enabled: bool({ default: true }),
  created_at: time(),
  updated_at: time(),
  project: theOne(ProjectRead, 'project_id'),
  activities: many(CostModelActivityRead, 'cost_model_id'),
};

/** A cost model with its activities, as an incident type shows it too. */
export const CostModelRead = shape('CostModelRead', 'cost_models', costModelFields);
