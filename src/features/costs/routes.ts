import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import type { Route } from '../../edges/http/route.ts';
import { incidentCostTypes } from './cost-types.ts';
import { incidentCosts } from './incident-costs.ts';

export const routes: Route[] = [...resourceRoutes(incidentCosts), ...resourceRoutes(incidentCostTypes)];
