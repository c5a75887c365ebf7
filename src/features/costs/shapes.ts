import Type from 'typebox';
import { bool, id, json, money, name, nullable, oneOf, readOnly, text, theOne, time } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';

const Details = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true });

const costTypeFields = {
  id: id(),
  name: name(),
  description: text(),
  category: text(),
  details: json(Details),
  editable: bool(),
  created_at: { ...time(), read: Type.String({ format: 'date-time' }) },
};

export const incidentCostTypeFields = { ...costTypeFields, default: bool() };

export const IncidentCostTypeRead = shape('IncidentCostTypeRead', 'incident_cost_types', incidentCostTypeFields);

const costFields = {
  id: id(),
  amount: money(),
  updated_at: time(),
  /** Tocsin computes this line; nobody writes it by hand */
  calculated: readOnly({ ...bool(), read: Type.Boolean() }),
};

export const incidentCostFields = {
  ...costFields,
  incident_cost_type: theOne(IncidentCostTypeRead, 'incident_cost_type_id', { by: ['id', 'name'] }),
};

/** A line of an incident's costs. */
export const IncidentCostRead = shape('IncidentCostRead', 'incident_costs', incidentCostFields);

/** The two figures of a case: time in roles, and what people did. */
export const MODEL_TYPES = ['Classic', 'New'] as const;
export type ModelType = (typeof MODEL_TYPES)[number];

const modelType = oneOf([...MODEL_TYPES]);

export const caseCostTypeFields = {
  ...costTypeFields,
  /** which figure lines of this type count in; null: in both. Tocsin's own types have one, each project one of each. */
  model_type: { ...modelType, read: nullable(modelType.read), input: Type.Union([modelType.read, Type.Null()], { examples: [null] }) },
};

export const CaseCostTypeRead = shape('CaseCostTypeRead', 'case_cost_types', caseCostTypeFields);

export const caseCostFields = {
  ...costFields,
  case_cost_type: theOne(CaseCostTypeRead, 'case_cost_type_id', { by: ['id', 'name'] }),
};

/** A line of a case's costs. */
export const CaseCostRead = shape('CaseCostRead', 'case_costs', caseCostFields);

export const CaseCostReadMinimal = shape('CaseCostReadMinimal', 'case_costs', { amount: costFields.amount });
