import Type from 'typebox';
import { nullable } from '../../core/field.ts';
import { member } from '../../core/permissions.ts';
import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { definitions, terms } from './glossary.ts';
import { tagTypes } from './tag-types.ts';
import { tags } from './tags.ts';

const Recommendations = Type.Object({
  recommendations: Type.Array(
    Type.Object({
      tag_type_id: Type.Integer(),
      tags: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String(), reason: Type.String() })),
    }),
  ),
  error_message: nullable(Type.String()),
});

/** Recommending is the work of an artificial-intelligence plug-in; without one the answer says so, in the contract's own field. */
const recommend = (kind: 'incident' | 'case') =>
  route({
    method: 'get',
    path: `/{organization}/tags/recommendations/{project_id}/${kind}/{${kind}_id}`,
    tag: 'tags',
    summary: `Recommends tags for ${kind === 'case' ? 'a case' : 'an incident'}`,
    access: member,
    answer: Recommendations,
    handle: async () => ({
      recommendations: [],
      error_message: 'No artificial-intelligence plug-in is enabled in this project; choose the tags by hand.',
    }),
  });

export const routes: Route[] = [
  recommend('incident'),
  recommend('case'),
  ...resourceRoutes(tags),
  ...resourceRoutes(tagTypes),
  ...resourceRoutes(terms),
  ...resourceRoutes(definitions),
];
