import Type from 'typebox';
import { bool, id, json, money, name, readOnly, text, theOne, time } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';

const Details = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true });

export const incidentCostTypeFields = {
  id: id(),
  name: name(),
  description: text(),
  category: text(),
  details: json(Details),
  default: bool(),
  editable: bool(),
  created_at: { ...time(), read: Type.String({ format: 'date-time' }) },
};

export const IncidentCostTypeRead = shape('IncidentCostTypeRead', 'incident_cost_types', incidentCostTypeFields);

export const incidentCostFields = {
  id: id(),
  amount: money(),
  incident_cost_type: theOne(IncidentCostTypeRead, 'incident_cost_type_id', { by: ['id', 'name'] }),
  updated_at: time(),
  /** Tocsin computes this line; nobody writes it by hand */
  calculated: readOnly({ ...bool(), read: Type.Boolean() }),
};

/** A line of an incident's costs. */
export const IncidentCostRead = shape('IncidentCostRead', 'incident_costs', incidentCostFields);
