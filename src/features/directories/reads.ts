import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { GROUP, type Schema, USER } from './scim/attributes.ts';
import { type Filter, parseFilter } from './scim/filter.ts';
import { type Projection, project, wants } from './scim/project.ts';
import type { Resource } from './scim/read-resource.ts';
import { type Columns, whereOf } from './scim/where.ts';
import { scimUrl } from './tokens.ts';
import { isUuid, VISIBLE } from './users-store.ts';

/* Users and groups as RFC 7643 writes them down. */

/** @param startIndex counted from 1 @param count of resources in the answer; 0: only how many there are */
export type Query = { filter: string | undefined; startIndex: number; count: number };
export type Found = { totalResults: number; resources: Resource[] };

type Kind = {
  schema: Schema;
  columns: Columns;
  /** the rows, `x` in the filter's columns @param where holds for each of them */
  rows(ctx: Context, where: RawBuilder<unknown>, projection: Projection): RawBuilder<Row>;
};
type Row = Resource & { id: string; created: string; lastModified: string };

const meta = (alias: string) => ({
  'meta.created': { type: 'time' as const, sql: sql.ref(`${alias}.created_at`) },
  'meta.lastmodified': { type: 'time' as const, sql: sql.ref(`${alias}.updated_at`) },
});
const text = (expression: RawBuilder<unknown>, caseExact = false) => ({ type: 'text' as const, sql: expression, caseExact });

const USERS: Kind = {
  schema: USER,
  columns: {
    single: {
      id: text(sql`d.uid::text`, true),
      externalid: text(sql`d.external_id`, true),
      username: text(sql`d.user_name`),
      displayname: text(sql`d.display_name`),
      'name.formatted': text(sql`d.name ->> 'formatted'`),
      'name.familyname': text(sql`d.name ->> 'familyName'`),
      'name.givenname': text(sql`d.name ->> 'givenName'`),
      'name.middlename': text(sql`d.name ->> 'middleName'`),
      active: { type: 'boolean', sql: sql`d.active` },
      ...meta('d'),
    },
    lists: {
      emails: {
        values: sql`jsonb_array_elements(d.emails) e`,
        parts: {
          value: text(sql`e ->> 'value'`),
          display: text(sql`e ->> 'display'`),
          type: text(sql`e ->> 'type'`),
          primary: { type: 'boolean', sql: sql`coalesce((e ->> 'primary')::boolean, false)` },
        },
      },
      groups: {
        values: sql`directory_group_members gm join directory_groups g on g.id = gm.directory_group_id and gm.directory_user_id = d.id`,
        parts: { value: text(sql`g.uid::text`, true), display: text(sql`g.display_name`) },
      },
    },
  },
  rows: (ctx, where, projection) => sql`
    select d.uid as id, d.external_id as "externalId", d.user_name as "userName", d.name, d.display_name as "displayName", d.active, d.emails,
      ${
        wants(projection, 'groups')
          ? sql`(select json_agg(json_build_object('value', g.uid, '$ref', ${`${scimUrl(ctx)}/Groups/`}::text || g.uid, 'display', g.display_name) order by g.id)
        from directory_group_members gm join directory_groups g on g.id = gm.directory_group_id where gm.directory_user_id = d.id)`
          : sql`null`
      } as groups,
      d.created_at as created, d.updated_at as "lastModified", d.id as position
    from ${VISIBLE} where d.organization_id = ${ctx.tenant.id} and ${where}`,
};

const GROUPS: Kind = {
  schema: GROUP,
  columns: {
    single: {
      id: text(sql`g.uid::text`, true),
      externalid: text(sql`g.external_id`, true),
      displayname: text(sql`g.display_name`),
      ...meta('g'),
    },
    lists: {
      members: {
        values: sql`directory_group_members gm join ${VISIBLE} on d.id = gm.directory_user_id and gm.directory_group_id = g.id`,
        parts: { value: text(sql`d.uid::text`, true), display: text(sql`coalesce(d.display_name, d.user_name)`) },
      },
    },
  },
  rows: (ctx, where, projection) => sql`
    select g.uid as id, g.external_id as "externalId", g.display_name as "displayName",
      ${
        wants(projection, 'members')
          ? sql`(select json_agg(json_build_object('value', d.uid, '$ref', ${`${scimUrl(ctx)}/Users/`}::text || d.uid,
          'display', coalesce(d.display_name, d.user_name), 'type', 'User') order by d.id)
        from directory_group_members gm join ${VISIBLE} on d.id = gm.directory_user_id where gm.directory_group_id = g.id)`
          : sql`null`
      } as members,
      g.created_at as created, g.updated_at as "lastModified", g.id as position
    from directory_groups g where g.organization_id = ${ctx.tenant.id} and ${where}`,
};

const KINDS = { Users: USERS, Groups: GROUPS };
export type KindName = keyof typeof KINDS;

/** @throws ScimError invalidFilter */
export async function listResources(ctx: Context, name: KindName, query: Query, projection: Projection): Promise<Found> {
  const kind = KINDS[name];
  const filter: Filter | undefined = query.filter === undefined ? undefined : parseFilter(query.filter);
  const where = filter ? whereOf(filter, kind.columns) : sql`true`;
  const total = await sql<{ total: number }>`
    select count(*) as total from (${kind.rows(ctx, where, { only: ['id'] })}) all_of_them`.execute(ctx.db);
  const { rows } = query.count
    ? await sql<Row>`${kind.rows(ctx, where, projection)} order by position limit ${query.count} offset ${query.startIndex - 1}`.execute(
        ctx.db,
      )
    : { rows: [] };
  return { totalResults: total.rows[0]?.total ?? 0, resources: rows.map((row) => told(ctx, kind, row, projection)) };
}

/** @throws not_found */
export async function readResourceById(ctx: Context, name: KindName, uid: string, projection: Projection): Promise<Resource> {
  const kind = KINDS[name];
  const which = name === 'Users' ? sql`d.uid` : sql`g.uid`;
  const { rows } = isUuid(uid) ? await kind.rows(ctx, sql`${which} = ${uid}::uuid`, projection).execute(ctx.db) : { rows: [] };
  if (!rows[0]) throw notFound(kind.schema.name.toLowerCase());
  return told(ctx, kind, rows[0], projection);
}

function told(
  ctx: Context,
  { schema }: Kind,
  { created, lastModified, position: _position, ...row }: Row,
  projection: Projection,
): Resource {
  const resource = {
    schemas: [schema.id],
    ...Object.fromEntries(Object.entries(row).filter(([, value]) => !isEmpty(value))),
    meta: {
      resourceType: schema.name,
      created: new Date(created).toISOString(),
      lastModified: new Date(lastModified).toISOString(),
      location: `${scimUrl(ctx)}${schema.endpoint}/${row.id}`,
    },
  };
  return project(resource, projection);
}

/** Nothing and no value are the same in SCIM. @source RFC 7643, 2.5 */
const isEmpty = (value: unknown) => value == null || (typeof value === 'object' && !(value instanceof Date) && !Object.keys(value).length);
