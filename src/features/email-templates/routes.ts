import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import type { Route } from '../../edges/http/route.ts';
import { emailTemplates } from './resource.ts';

export const routes: Route[] = resourceRoutes(emailTemplates);
