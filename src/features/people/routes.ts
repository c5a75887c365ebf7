import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import type { Route } from '../../edges/http/route.ts';
import { individuals, teams } from './resources.ts';

export const routes: Route[] = [...resourceRoutes(individuals), ...resourceRoutes(teams)];
