import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { invalid, notFound } from '../../core/errors.ts';
import { accessOf } from '../../core/scopes.ts';
import { connection, connectionTypes } from '../../edges/graphql/connection.ts';
import { globalId, idOf } from '../../edges/graphql/global-id.ts';
import { mutation } from '../../edges/graphql/mutation.ts';
import { type SchemaPart, upper } from '../../edges/graphql/part.ts';
import { readOrganizations } from '../organizations/index.ts';
import { listMappings } from './mappings-store.ts';
import { SCHEMA } from './schema.ts';
import { type NewMapping, setGroupMappings } from './set-group-mappings.ts';
import type { Mapping } from './standing.ts';
import { createScimToken, revokeScimToken, scimTokens, scimUrl } from './tokens.ts';
import { VISIBLE } from './users-store.ts';

const groups = ({ tenant }: Context, where: RawBuilder<unknown>) => sql<{ uid: string; display_name: string }>`
  select g.id, g.uid, g.display_name, g.external_id, lower(g.display_name) as sort_key,
    (select count(*) from directory_group_members gm join ${VISIBLE} on d.id = gm.directory_user_id where gm.directory_group_id = g.id) as member_count
  from directory_groups g where g.organization_id = ${tenant.id} and ${where}`;

type MappingInput = { groupId: string; roles: string[]; projects?: { projectId: string; role: string }[] | null };

function mappingOf({ groupId, roles, projects }: MappingInput): NewMapping {
  const group = idOf(groupId, 'DirectoryGroup');
  if (!group) throw invalid('mappings', `${groupId} is the id of no group.`);
  if (!roles.length) throw invalid('mappings', 'Choose at least one of READ, WRITE, ADMIN for each group.');
  const isAdmin = roles.includes('ADMIN');
  return {
    groupId: group,
    role: isAdmin ? 'Admin' : 'Member',
    isReadOnly: !isAdmin && !roles.includes('WRITE'),
    projects: (projects ?? []).map(({ projectId, role }) => {
      const id = Number(idOf(projectId, 'Project'));
      if (!id) throw invalid('projects', `${projectId} is the id of no project.`);
      return { project_id: id, role };
    }),
  };
}

async function mappingsWithGroups(ctx: Context): Promise<(Mapping & { group: object })[]> {
  const mappings = await listMappings(ctx);
  const { rows } = await groups(
    ctx,
    sql`g.uid::text = any(${mappings.map(({ groupId }) => groupId)}) order by lower(g.display_name)`,
  ).execute(ctx.db);
  return rows.flatMap((group) => mappings.filter(({ groupId }) => groupId === group.uid).map((one) => ({ ...one, group })));
}

const organization = async (ctx: Context) => ({ organization: (await readOrganizations(ctx, [ctx.tenant.id]))[0] });

export const part: SchemaPart = {
  schema: SCHEMA + connectionTypes('DirectoryGroup'),
  resolvers: {
    Organization: {
      scimTokens: (_source, _args, ctx) => scimTokens(ctx),
      scimUrl: (_source, _args, ctx) => scimUrl(ctx),
      groupMappings: (_source, _args, ctx) => mappingsWithGroups(ctx),
      directoryGroups: (_source, { text, ...page }, ctx, { info }) =>
        connection(
          ctx,
          {
            rows: groups(ctx, text == null ? sql`true` : sql`position(lower(${text}) in lower(g.display_name)) > 0`),
            sortType: 'text',
            direction: 'asc',
            of: { text },
          },
          page,
          info,
        ),
    },
    ScimToken: { id: ({ id }) => globalId('ScimToken', id) },
    DirectoryGroup: { id: ({ uid }) => globalId('DirectoryGroup', uid) },
    GroupMapping: {
      roles: (mapping: Mapping) => accessOf(mapping).map(upper),
      organizationRole: ({ role }: Mapping) => upper(role),
      projects: ({ projects }: Mapping) => projects.map(({ id, role }) => ({ projectId: globalId('Project', id), role: upper(role) })),
    },
    Mutation: {
      createScimToken: mutation(async (ctx, { name }) => {
        const { token, ...scimToken } = await createScimToken(ctx, name);
        return { scimToken, token, url: scimUrl(ctx) };
      }),
      revokeScimToken: mutation(async (ctx, { scimTokenId }) => {
        const id = Number(idOf(scimTokenId, 'ScimToken'));
        if (!id) throw notFound('token');
        await revokeScimToken(ctx, id);
        return organization(ctx);
      }),
      setGroupMappings: mutation(async (ctx, { mappings }) => {
        const changed = await setGroupMappings(ctx, (mappings as MappingInput[]).map(mappingOf));
        return { changed, ...(await organization(ctx)) };
      }),
    },
  },
  nodes: {
    ScimToken: async (ctx, id) =>
      ctx.actor.scopes.has('admin:identity') ? (await scimTokens(ctx)).find((one) => String(one.id) === id) : undefined,
    DirectoryGroup: async (ctx, id) =>
      ctx.actor.scopes.has('admin:identity') ? (await groups(ctx, sql`g.uid::text = ${id}`).execute(ctx.db)).rows[0] : undefined,
  },
};
