import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound, rejected } from '../../core/errors.ts';
import { atLeast } from '../../core/roles.ts';
import { accessOf, INSTANCE_SCOPES, SCOPES, type Scope, scopesOf } from '../../core/scopes.ts';
import { connection, connectionTypes } from '../../edges/graphql/connection.ts';
import { globalId } from '../../edges/graphql/global-id.ts';
import { mutation } from '../../edges/graphql/mutation.ts';
import { type SchemaPart, upper } from '../../edges/graphql/part.ts';
import { foundOrganization } from './found-organization.ts';
import { ORGANIZATION_COLUMNS, readOrganizations } from './read-organizations.ts';

const schema = /* GraphQL */ `
  enum AccessRole { READ WRITE ADMIN }
  enum OrganizationRole { MEMBER ADMIN MANAGER OWNER }
  enum OrganizationStatus { ACTIVE SUSPENDED DELETING }

  """A tenant: everything belongs to exactly one"""
  type Organization implements Node {
    id: ID!
    databaseId: Int!
    "Never changes, whatever the name becomes"
    slug: Slug!
    name: String!
    description: String
    status: OrganizationStatus!
    banner: Banner
    "Roles, what each may do, and whether the viewer may give it"
    roles: [RoleInfo!]!
    projects(first: Int, after: Cursor, last: Int, before: Cursor): ProjectConnection! @scopes(anyOf: ["read:projects"])
  }
  type Banner {
    text: String!
    color: String
  }
  type Project implements Node {
    id: ID!
    databaseId: Int!
    name: String!
    displayName: String
    description: String
    isDefault: Boolean!
  }
  ${connectionTypes('Project')}
  ${connectionTypes('Organization')}

  """One scope: a verb and what it reaches"""
  type ScopeInfo {
    name: String!
    description: String!
    "Whether it is of the installation, and not of a membership"
    isOfInstallation: Boolean!
  }
  """A role as somebody gives it"""
  type RoleInfo {
    "Viewer, Responder, Administrator, Manager or Owner"
    name: String!
    roles: [AccessRole!]!
    organizationRole: OrganizationRole!
    scopes: [String!]!
    "Whether the viewer stands high enough to give it"
    canGrant: Boolean!
  }
  type ServerInfo {
    version: String!
    uiUrl: URL!
  }

  extend type Query {
    "One of the caller's organizations; without a slug the one of the request"
    organization(slug: Slug): Organization @scopes(anyOf: ["read:organization"])
    "Those that the caller belongs to, by name"
    organizations(first: Int, after: Cursor, last: Int, before: Cursor): OrganizationConnection! @scopes(anyOf: ["read:organization"])
    scopes: [ScopeInfo!]! @public
    serverInfo: ServerInfo! @public
  }

  input CreateOrganizationInput {
    name: String!
    description: String
    clientMutationId: String
  }
  type CreateOrganizationPayload {
    organization: Organization
    errors: [CreateOrganizationError!]!
    clientMutationId: String
  }
  union CreateOrganizationError = InvalidInputError | ConflictError
  extend type Mutation {
    createOrganization(input: CreateOrganizationInput!): CreateOrganizationPayload! @scopes(anyOf: ["instance:organizations"])
  }
`;

const GRANTS = [
  { name: 'Viewer', role: 'Member', isReadOnly: true },
  { name: 'Responder', role: 'Member', isReadOnly: false },
  { name: 'Administrator', role: 'Admin', isReadOnly: false },
  { name: 'Manager', role: 'Manager', isReadOnly: false },
  { name: 'Owner', role: 'Owner', isReadOnly: false },
] as const;

type Row = { id: number; status: string; banner_enabled: boolean; banner_text: string | null; banner_color: string | null };

const find = async (ctx: Context) => (await readOrganizations(ctx, [ctx.tenant.id]))[0];

/** The schema part of organizations; `version` of the program. */
export const part = (version: string): SchemaPart => ({
  schema,
  resolvers: {
    Query: {
      organization: async (_source, { slug }, ctx, { asked }) => {
        if (slug == null && asked.unplaced) throw rejected(asked.unplaced);
        const found = await find(slug == null ? ctx : await asked.inOrganization(slug));
        if (!found) throw notFound('organization');
        return found;
      },
      organizations: async (_source, args, ctx, { asked, info }) => {
        const rows = sql`
          select ${ORGANIZATION_COLUMNS}, o.name as sort_key from organizations o join active_members m on m.organization_id = o.id
          where m.dispatch_user_id = ${ctx.actor.userId} and (m.expires_at is null or m.expires_at > ${ctx.now()})
            and (${ctx.actor.key?.organizationId ?? null}::int is null or o.id = ${ctx.actor.key?.organizationId ?? null})`;
        const page = await connection(ctx, { rows, sortType: 'text', of: 'organizations' }, args, info);
        // Each is looked at with the rights that the caller has there.
        for (const node of page.nodes as unknown as { slug: string; ctx: Context }[]) node.ctx = await asked.inOrganization(node.slug);
        return page;
      },
      scopes: () => [
        ...Object.entries(SCOPES).map(([name, { reach }]) => ({ name, description: reach, isOfInstallation: false })),
        ...INSTANCE_SCOPES.map((name) => ({ name, description: 'Granted on the command line alone', isOfInstallation: true })),
      ],
      serverInfo: (_source, _args, ctx) => ({ version, uiUrl: ctx.settings.uiUrl }),
    },
    Organization: {
      id: ({ id }) => globalId('Organization', id),
      databaseId: ({ id }) => id,
      status: ({ status }) => upper(status),
      banner: ({ banner_enabled, banner_text, banner_color }: Row) =>
        banner_enabled && banner_text ? { text: banner_text, color: banner_color } : null,
      roles: (_source, _args, ctx) =>
        GRANTS.map(({ name, ...reach }) => ({
          name,
          roles: accessOf(reach).map(upper),
          organizationRole: upper(reach.role),
          scopes: [...scopesOf(reach)],
          canGrant: ctx.actor.scopes.has('admin:members' satisfies Scope) && atLeast(ctx.actor.role, reach.role),
        })),
      projects: (_source, args, ctx, { info }) =>
        connection(
          ctx,
          {
            rows: sql`select p.id, p.name, p.display_name, p.description, p."default" as is_default, p.name as sort_key from projects p
              where p.organization_id = ${ctx.tenant.id} and p.enabled is not false`,
            sortType: 'text',
            of: 'projects',
          },
          args,
          info,
        ),
    },
    Project: { id: ({ id }) => globalId('Project', id), databaseId: ({ id }) => id },
    Mutation: {
      createOrganization: mutation(async (ctx, { name, description }) => {
        const id = await foundOrganization(ctx, { name, ...(description && { description }) });
        const { rows } = await sql<{ slug: string }>`select slug from organizations where id = ${id}`.execute(ctx.db);
        const inside: Context = { ...ctx, tenant: { id, slug: rows[0]?.slug ?? '', name } };
        return { organization: await find(inside) };
      }),
    },
  },
  nodes: {
    Organization: async (ctx, id) => (String(ctx.tenant.id) === id ? find(ctx) : undefined),
    Project: async (ctx, id) => {
      const { rows } = await sql<object>`
        select p.id, p.name, p.display_name, p.description, p."default" as is_default from projects p
        where p.organization_id = ${ctx.tenant.id} and p.id::text = ${id}`.execute(ctx.db);
      return rows[0];
    },
  },
});
