export { type CostLine, replaceManualCosts } from './incident-costs.ts';
export { recalculate, TOTAL_COST } from './recalculate.ts';
export { IncidentCostRead, IncidentCostTypeRead } from './shapes.ts';
export { changeTypeOfIncident } from './type-history.ts';
