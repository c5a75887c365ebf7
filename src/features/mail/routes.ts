import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import type { Route } from '../../edges/http/route.ts';
import { mails } from './resource.ts';

/** A mail may carry a link that lets whoever opens it in. */
export const routes: Route[] = resourceRoutes(mails).map((one) => ({ ...one, noStore: true }));
