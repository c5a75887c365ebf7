import type { Context } from '../../core/context.ts';
import { one, text, theOne } from '../../core/field.ts';
import { admin, allowed, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { ProjectRead } from '../organizations/index.ts';
import { caseView, ofCase } from '../participants/index.ts';
import { type CostLine, costLineHooks, replaceCostLines } from './cost-lines.ts';
import { CaseCostRead, caseCostFields } from './shapes.ts';

const visible = ofCase(caseView);
const CostCase = shape('CostCase', 'cases', { id: caseCostFields.id, name: text() });

/** Lines of costs of cases, each by itself; the whole list of one case is kept with the case. */
export const caseCosts = resource({
  table: 'case_costs',
  path: '/case_costs',
  tag: 'case_costs',
  noun: 'cost',
  model: 'CaseCost',
  fields: {
    ...caseCostFields,
    case_cost_type: { ...caseCostFields.case_cost_type, required: true },
    updated_at: { read: caseCostFields.updated_at.read, sql: caseCostFields.updated_at.sql },
    project: { ...theOne(ProjectRead, 'project_id'), on: 'create', hidden: true },
    // As for incidents: the contract cannot say which case a cost is for.
    case: { ...one(CostCase, 'case_id'), on: 'create', hidden: true },
  },
  item: CaseCostRead,
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  visible: (ctx, alias) => allowed(ctx, visible, alias),
  searchThrough: 'case_cost_type_id',
  hooks: costLineHooks('case'),
});

/** A line as the form of a case sends it. */
export type CaseCostLine = CostLine<'case'>;

/** Replaces the lines people entered for a case; see `replaceCostLines`. */
export const replaceManualCaseCosts = (tx: Context, caseId: number, lines: readonly CaseCostLine[]): Promise<void> =>
  replaceCostLines(tx, { kind: 'case', id: caseId }, lines);
