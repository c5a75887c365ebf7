import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import type { Route } from '../../edges/http/route.ts';
import { casePriorities } from './case-priorities.ts';
import { caseSeverities } from './case-severities.ts';
import { caseTypes } from './case-types.ts';

export const routes: Route[] = [...resourceRoutes(caseTypes), ...resourceRoutes(casePriorities), ...resourceRoutes(caseSeverities)];
