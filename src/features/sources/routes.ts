import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import type { Route } from '../../edges/http/route.ts';
import { alerts } from './alerts.ts';
import { sourceDataFormats, sourceEnvironments, sourceStatuses, sourceTransports, sourceTypes } from './dictionaries.ts';
import { queries } from './queries.ts';
import { sources } from './sources.ts';

/** The dictionaries first: their words stand where a source's id would. */
export const routes: Route[] = [
  ...resourceRoutes(sourceTypes),
  ...resourceRoutes(sourceStatuses),
  ...resourceRoutes(sourceEnvironments),
  ...resourceRoutes(sourceDataFormats),
  ...resourceRoutes(sourceTransports),
  ...resourceRoutes(sources),
  ...resourceRoutes(queries),
  ...resourceRoutes(alerts),
];
