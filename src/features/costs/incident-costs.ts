import type { Context } from '../../core/context.ts';
import { one, text, theOne } from '../../core/field.ts';
import { admin, allowed, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { ProjectRead } from '../organizations/index.ts';
import { incidentView, ofIncident } from '../participants/index.ts';
import { type CostLine, costLineHooks, replaceCostLines } from './cost-lines.ts';
import { IncidentCostRead, incidentCostFields } from './shapes.ts';

const visible = ofIncident(incidentView);
const CostIncident = shape('CostIncident', 'incidents', { id: incidentCostFields.id, name: text() });

/** Lines of costs, each by itself; the whole list of one incident is kept with the incident. */
export const incidentCosts = resource({
  table: 'incident_costs',
  path: '/incident_costs',
  tag: 'incident_costs',
  noun: 'cost',
  model: 'IncidentCost',
  fields: {
    ...incidentCostFields,
    incident_cost_type: { ...incidentCostFields.incident_cost_type, required: true },
    updated_at: { read: incidentCostFields.updated_at.read, sql: incidentCostFields.updated_at.sql },
    project: { ...theOne(ProjectRead, 'project_id'), on: 'create', hidden: true },
    // The contract cannot say which incident a cost is for; we accept it.
    incident: { ...one(CostIncident, 'incident_id'), on: 'create', hidden: true },
  },
  item: IncidentCostRead,
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  visible: (ctx, alias) => allowed(ctx, visible, alias),
  searchThrough: 'incident_cost_type_id',
  hooks: costLineHooks('incident'),
});

/** Replaces the lines people entered for an incident; see `replaceCostLines`. */
export const replaceManualCosts = (tx: Context, incidentId: number, lines: readonly CostLine[]): Promise<void> =>
  replaceCostLines(tx, { kind: 'incident', id: incidentId }, lines);
