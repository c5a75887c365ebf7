import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import type { Route } from '../../edges/http/route.ts';
import { definitions, terms } from './glossary.ts';
import { tagTypes } from './tag-types.ts';
import { tags } from './tags.ts';

export const routes: Route[] = [
  ...resourceRoutes(tags),
  ...resourceRoutes(tagTypes),
  ...resourceRoutes(terms),
  ...resourceRoutes(definitions),
];
