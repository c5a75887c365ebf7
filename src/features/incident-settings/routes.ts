import Type from 'typebox';
import { admin, member } from '../../core/permissions.ts';
import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { incidentPriorities } from './incident-priorities.ts';
import { incidentSeverities } from './incident-severities.ts';
import { incidentTypes } from './incident-types.ts';
import { listPolicies, replacePolicies } from './role-policies.ts';
import { IncidentRoles, PARTICIPANT_ROLES, ReplacePolicies } from './role-policy.ts';

const path = '/{organization}/incident_roles/{role}';
const params = Type.Object({ role: Type.Enum([...PARTICIPANT_ROLES]) });
const query = Type.Object({ projectName: Type.String({ minLength: 1, maxLength: 500 }) });

const list = route({
  method: 'get',
  path,
  tag: 'role',
  summary: 'Lists the policies that decide who fills a role',
  access: member,
  params,
  query,
  answer: IncidentRoles,
  handle: async (ctx, request) =>
    new JsonText(await listPolicies(ctx, { role: request.params.role, projectName: request.query.projectName })),
});

const replace = route({
  method: 'put',
  path,
  tag: 'role',
  summary: 'Replaces the policies that decide who fills a role',
  access: admin,
  params,
  query,
  body: ReplacePolicies,
  answer: IncidentRoles,
  handle: async (ctx, request) =>
    new JsonText(await replacePolicies(ctx, { role: request.params.role, projectName: request.query.projectName }, request.body.policies)),
});

export const routes: Route[] = [
  ...resourceRoutes(incidentTypes),
  ...resourceRoutes(incidentPriorities),
  ...resourceRoutes(incidentSeverities),
  list,
  replace,
];
