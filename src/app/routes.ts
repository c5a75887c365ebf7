import Type from 'typebox';
import { nullable } from '../core/field.ts';
import { named } from '../core/shape.ts';
import { JsonText, type Route, route } from '../edges/http/route.ts';
import { routes as audit } from '../features/audit/routes.ts';
import { needsOwner } from '../features/auth/index.ts';
import { routes as auth } from '../features/auth/routes.ts';
import { routes as caseSettings } from '../features/case-settings/routes.ts';
import { routes as cases } from '../features/cases/routes.ts';
import { routes as challenges } from '../features/challenges/routes.ts';
import { routes as costModels } from '../features/cost-models/routes.ts';
import { routes as costs } from '../features/costs/routes.ts';
import { routes as documents } from '../features/documents/routes.ts';
import { routes as emailTemplates } from '../features/email-templates/routes.ts';
import { routes as entities } from '../features/entities/routes.ts';
import { routes as feedback } from '../features/feedback/routes.ts';
import { routes as files } from '../features/files/routes.ts';
import { routes as forms } from '../features/forms/routes.ts';
import { routes as incidentSettings } from '../features/incident-settings/routes.ts';
import { routes as incidents } from '../features/incidents/routes.ts';
import { routes as invitations } from '../features/invitations/routes.ts';
import { routes as mail } from '../features/mail/routes.ts';
import { routes as notifications } from '../features/notifications/routes.ts';
import { routes as oncall } from '../features/oncall/routes.ts';
import { routes as organizations } from '../features/organizations/routes.ts';
import { routes as participants } from '../features/participants/routes.ts';
import { canResetPassword } from '../features/password-reset/index.ts';
import { routes as passwordReset } from '../features/password-reset/routes.ts';
import { routes as people } from '../features/people/routes.ts';
import { routes as plugins } from '../features/plugins/routes.ts';
import { routes as prompts } from '../features/prompts/routes.ts';
import { routes as reports } from '../features/reports/routes.ts';
import { routes as search } from '../features/search/routes.ts';
import { routes as searchFilters } from '../features/search-filters/routes.ts';
import { routes as signals } from '../features/signals/routes.ts';
import { routes as sources } from '../features/sources/routes.ts';
import { routes as tagRecommendations } from '../features/tag-recommendations/routes.ts';
import { routes as tags } from '../features/tags/routes.ts';
import { routes as tasks } from '../features/tasks/routes.ts';
import { routes as timeline } from '../features/timeline/routes.ts';
import { routes as users } from '../features/users/routes.ts';
import { routes as warRoom } from '../features/war-room/routes.ts';
import { routes as workflows } from '../features/workflows/routes.ts';
import { contractOf } from './contract.ts';
import { DOCS_POLICY, docsPage } from './docs.ts';
import { routes as health } from './health.ts';
import { withScopes } from './reach.ts';
import { VERSION } from './version.ts';

const Application = named(
  'Application',
  Type.Object({
    version: Type.String(),
    sign_in: Type.Union([Type.Literal('password'), Type.Literal('redirect'), Type.Literal('request'), Type.Literal('none')], {
      description: 'How people get in: by password, by way of a provider, by what each request brings along, or nobody is asked',
    }),
    sign_in_at: nullable(Type.String({ description: 'The host that a browser is sent to' })),
    registration: Type.Union([Type.Literal('invite'), Type.Literal('open')]),
    needs_owner: Type.Boolean(),
    can_reset_password: Type.Boolean({ description: 'Whether a link to choose a new password can be sent by mail' }),
  }),
);

const application = route({
  method: 'get',
  path: '/application',
  tag: 'application',
  summary: 'Tells the browser what it must know before anybody is signed in',
  access: 'public',
  errors: [503],
  answer: Application,
  handle: async (ctx, _request, reply) => {
    reply.header('cache-control', 'no-store');
    return {
      version: VERSION,
      sign_in: ctx.settings.signIn,
      sign_in_at: ctx.provider?.redirect?.at ?? null,
      registration: ctx.settings.registration,
      needs_owner: await needsOwner(ctx),
      can_reset_password: canResetPassword(ctx.settings),
    };
  },
});

let document: string | undefined;

const openApi = route({
  method: 'get',
  path: '/docs/openapi.json',
  tag: 'docs',
  summary: 'This contract as an OpenAPI 3.1 document',
  access: 'public',
  answer: Type.Unsafe<object>({ type: 'object', additionalProperties: true, description: 'An OpenAPI document' }),
  handle: async () => {
    document ??= JSON.stringify(contractOf(routes));
    return new JsonText(document);
  },
});

const docs = route({
  method: 'get',
  path: '/docs',
  tag: 'docs',
  summary: 'This contract as a page to read',
  access: 'public',
  produces: ['text/html'],
  handle: async (_ctx, _request, reply) =>
    reply
      .header('content-security-policy', DOCS_POLICY)
      .type('text/html; charset=utf-8')
      .send(docsPage(contractOf(routes))),
});

/** Every operation of the REST contract. */
export const routes: Route[] = withScopes([
  application,
  openApi,
  docs,
  ...health,
  ...auth,
  ...caseSettings,
  ...cases,
  ...challenges,
  ...costModels,
  ...costs,
  ...documents,
  ...emailTemplates,
  ...entities,
  ...feedback,
  ...files,
  ...forms,
  ...incidentSettings,
  ...invitations,
  ...audit,
  ...mail,
  ...oncall,
  ...incidents,
  ...notifications,
  ...organizations,
  ...participants,
  ...passwordReset,
  ...people,
  ...plugins,
  ...prompts,
  ...reports,
  ...search,
  ...searchFilters,
  ...signals,
  ...sources,
  ...tagRecommendations,
  ...tags,
  ...tasks,
  ...timeline,
  ...users,
  ...warRoom,
  ...workflows,
]);
