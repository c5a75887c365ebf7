export { type CaseCostLine, replaceManualCaseCosts } from './case-costs.ts';
export type { CostLine } from './cost-lines.ts';
export { replaceManualCosts } from './incident-costs.ts';
export { recalculate, TOTAL_COST } from './recalculate.ts';
export { CASE_COST, recalculateCases } from './recalculate-cases.ts';
export { CaseCostRead, CaseCostReadMinimal, CaseCostTypeRead, IncidentCostRead, IncidentCostTypeRead } from './shapes.ts';
export { changeTypeOf } from './type-history.ts';
