import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { incidentView } from '../participants/index.ts';
import { incidentCostTypes } from './cost-types.ts';
import { CostExplanation, explainCost } from './explain.ts';
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

export const routes: Route[] = [...resourceRoutes(incidentCosts), ...resourceRoutes(incidentCostTypes), explain];
