import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { invalid, notFound } from '../../core/errors.ts';
import type { Role } from '../../core/roles.ts';
import { accessOf, scopesOf } from '../../core/scopes.ts';
import { connection, connectionTypes, withContext } from '../../edges/graphql/connection.ts';
import { globalId, idOf } from '../../edges/graphql/global-id.ts';
import { mutation } from '../../edges/graphql/mutation.ts';
import { type SchemaPart, upper } from '../../edges/graphql/part.ts';
import { memberSessions } from '../auth/index.ts';
import { readOrganizations } from '../organizations/index.ts';
import { holdingsOf } from './holdings.ts';
import {
  endMemberSessions,
  leaveOrganization,
  reactivateMember,
  removeMember,
  setMemberProjects,
  setMemberRole,
  suspendMember,
} from './index.ts';
import { mayActOn } from './member.ts';
import { SCHEMA } from './schema.ts';
import { roleOf, standingOf } from './standing.ts';

type Row = {
  id: number;
  user_id: number;
  email: string;
  role: Role;
  read_only: boolean;
  status: string;
  source: string;
  managed_by_directory: boolean;
};

/** People only: service accounts are no members that somebody looks for. What is somebody's own stays hidden until they have come in themself. */
const rows = (ctx: Context, where: RawBuilder<unknown>, sortKey: RawBuilder<unknown> = sql`lower(u.email)`) => sql`
  select m.id, m.dispatch_user_id as user_id, u.email, case when not m.confined then u.name end as name,
    case when not m.confined then u.signed_up_at end as signed_up_at, m.role, m.read_only, m.status, m.source, m.managed_by_directory,
    m.created_at as joined_at, m.expires_at, ${sortKey} as sort_key,
    (select max(s.seen_at) from sessions s where s.dispatch_user_id = u.id and not m.confined) as last_seen_at
  from organization_members m join users u on u.id = m.dispatch_user_id
  where m.organization_id = ${ctx.tenant.id} and u.kind = 'person' and ${where}`;

async function find(ctx: Context, where: RawBuilder<unknown>): Promise<Row | undefined> {
  const found = await sql<Row>`${rows(ctx, where)}`.execute(ctx.db);
  return found.rows[0] && withContext(found.rows[0], ctx);
}

type Filter = { text?: string; status?: string; organizationRole?: string; isReadOnly?: boolean } | null;

function filtered(filter: Filter): RawBuilder<unknown> {
  const { text, status, organizationRole, isReadOnly } = filter ?? {};
  return sql`
    ${status == null ? sql`m.status <> 'removed'` : sql`m.status = ${status.toLowerCase()}`}
    ${text == null ? sql`` : sql`and (position(lower(${text}) in lower(u.email)) > 0 or not m.confined and position(lower(${text}) in lower(u.name)) > 0)`}
    ${organizationRole == null ? sql`` : sql`and m.role = ${roleOf(organizationRole)}`}
    ${isReadOnly == null ? sql`` : sql`and m.read_only = ${isReadOnly}`}`;
}

/** @throws not_found no member of this organization; invalid an id of something else */
async function userOf(ctx: Context, memberId: string): Promise<number> {
  const id = idOf(memberId, 'Member');
  const found = id === undefined ? undefined : await find(ctx, sql`m.id::text = ${id} and m.status <> 'removed'`);
  if (!found) throw notFound('member');
  return found.user_id;
}

const afterwards = async (ctx: Context, userId: number) => ({ member: await find(ctx, sql`m.dispatch_user_id = ${userId}`) });

const acted = (act: (ctx: Context, userId: number, reason?: string) => Promise<void>) =>
  mutation(async (ctx, { memberId, reason }) => {
    const userId = await userOf(ctx, memberId);
    await act(ctx, userId, reason ?? undefined);
    return afterwards(ctx, userId);
  });

/** @throws invalid an id of something else */
function projectRole({ projectId, role, isDefault }: { projectId: string; role: string; isDefault: boolean }) {
  const id = Number(idOf(projectId, 'Project'));
  if (!id) throw invalid('projects', `${projectId} is the id of no project.`);
  return { projectId: id, role: roleOf(role), isDefault };
}

export const part: SchemaPart = {
  schema: SCHEMA + connectionTypes('Member'),
  resolvers: {
    Organization: {
      viewerMembership: (_source, _args, ctx) => find(ctx, sql`m.dispatch_user_id = ${ctx.actor.userId}`),
      members: (_source, { filter, orderBy, ...page }, ctx, { info }) => {
        const byTime = orderBy?.field === 'JOINED_AT';
        return connection(
          ctx,
          {
            rows: rows(ctx, filtered(filter), byTime ? sql`m.created_at` : undefined),
            sortType: byTime ? 'timestamptz' : 'text',
            direction: orderBy?.direction === 'DESC' ? 'desc' : 'asc',
            of: { filter, orderBy },
          },
          page,
          info,
        );
      },
    },
    Person: {
      memberships: async ({ id }, _args, ctx, { asked }) => {
        const { rows: found } = await sql<{ slug: string }>`
          select o.slug from active_members m join organizations o on o.id = m.organization_id
          where m.dispatch_user_id = ${id} and (m.expires_at is null or m.expires_at > ${ctx.now()})
            and (${id === ctx.actor.userId} or m.organization_id = ${ctx.tenant.id}) order by o.name limit 100`.execute(ctx.db);
        return Promise.all(found.map(async ({ slug }) => find(await asked.inOrganization(slug), sql`m.dispatch_user_id = ${id}`)));
      },
    },
    Member: {
      id: ({ id }) => globalId('Member', id),
      person: ({ user_id, email, name, signed_up_at }) => ({ id: user_id, email, name, signed_up_at }),
      organization: (_source, _args, ctx, { asked }) => asked.load('organization', ctx, readOrganizations, ctx.tenant.id),
      roles: (row: Row) => accessOf({ role: row.role, isReadOnly: row.read_only }).map(upper),
      organizationRole: ({ role }) => upper(role),
      scopes: (row: Row) => [...scopesOf({ role: row.role, isReadOnly: row.read_only })],
      status: ({ status }) => upper(status),
      source: ({ source }) => upper(source),
      projects: async ({ user_id }, _args, ctx, { asked }) =>
        (await asked.load('member-projects', ctx, projectsOf, user_id as number)) ?? [],
      holdings: ({ email }, _args, ctx) => holdingsOf(ctx, email),
      loginSessions: (row: Row, _args, ctx) => (mayActOn(ctx, row) ? memberSessions(ctx, row.user_id) : []),
      viewerCan: (row: Row, _args, ctx) => {
        const may = mayActOn(ctx, row) && row.status !== 'removed';
        const isActive = row.status === 'active';
        return {
          changeRole: may && !row.managed_by_directory,
          suspend: may && isActive,
          reactivate: may && row.status === 'suspended',
          remove: may,
          endSessions: may && isActive,
          changeProjects: may,
        };
      },
    },
    HandoverRequiredError: { holdings: ({ email }, _args, ctx) => holdingsOf(ctx, email) },
    RoleNotGrantableError: { highestGrantable: (_source, _args, ctx) => upper(ctx.actor.role ?? 'Member') },
    Mutation: {
      setMemberRoles: mutation(async (ctx, { memberId, roles, organizationRole }) => {
        const userId = await userOf(ctx, memberId);
        await setMemberRole(ctx, { userId, ...standingOf(roles, organizationRole) });
        return afterwards(ctx, userId);
      }),
      setMemberProjects: mutation(async (ctx, { memberId, projects }) => {
        const userId = await userOf(ctx, memberId);
        await setMemberProjects(ctx, userId, projects.map(projectRole));
        return afterwards(ctx, userId);
      }),
      endMemberLoginSessions: acted(endMemberSessions),
      suspendMember: acted(suspendMember),
      reactivateMember: acted(reactivateMember),
      removeMember: acted(removeMember),
      leaveOrganization: mutation(async (ctx) => {
        await leaveOrganization(ctx);
        return {};
      }),
    },
  },
  nodes: { Member: (ctx, id) => (ctx.actor.scopes.has('read:members') ? find(ctx, sql`m.id::text = ${id}`) : Promise.resolve(undefined)) },
};

async function projectsOf(ctx: Context, userIds: readonly number[]) {
  const { rows: found } = await sql<{ user_id: number; role: string; isDefault: boolean; project: object }>`
    select pm.dispatch_user_id as user_id, pm.role, pm."default" as "isDefault",
      json_build_object('id', p.id, 'name', p.name, 'display_name', p.display_name, 'description', p.description, 'is_default', p."default") as project
    from project_members pm join projects p on p.id = pm.project_id
    where pm.organization_id = ${ctx.tenant.id} and pm.dispatch_user_id = any(${[...userIds]}) order by p.name`.execute(ctx.db);
  return userIds.map((id) => found.filter((one) => one.user_id === id).map(({ role, ...one }) => ({ ...one, role: upper(role) })));
}
