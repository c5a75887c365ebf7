import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { caseView, incidentView } from '../participants/index.ts';
import { caseCostTypes } from './case-cost-types.ts';
import { caseCosts } from './case-costs.ts';
import { incidentCostTypes } from './cost-types.ts';
import { CostExplanation, explainCost } from './explain.ts';
import { CaseCostExplanation, explainCaseCost } from './explain-case.ts';
import { incidentCosts } from './incident-costs.ts';

const explain = route({
  method: 'get',
  path: '/{organization}/incidents/{incident_id}/cost',
  tag: 'incidents',
  summary: 'Says what an incident costs at this moment and how that comes about',
  access: incidentView,
  subject: { table: 'incidents', param: 'incident_id' },
  answer: CostExplanation,
  handle: (ctx, { params }) => explainCost(ctx, params.incident_id as number),
});

const explainCase = route({
  method: 'get',
  path: '/{organization}/cases/{case_id}/cost',
  tag: 'cases',
  summary: 'Says what a case costs at this moment and how that comes about',
  access: caseView,
  subject: { table: 'cases', param: 'case_id' },
  answer: CaseCostExplanation,
  handle: (ctx, { params }) => explainCaseCost(ctx, params.case_id as number),
});

export const routes: Route[] = [
  ...resourceRoutes(incidentCosts),
  ...resourceRoutes(incidentCostTypes),
  ...resourceRoutes(caseCosts),
  ...resourceRoutes(caseCostTypes),
  explain,
  explainCase,
];
