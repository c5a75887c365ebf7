import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { conflict, invalid } from '../../core/errors.ts';
import { bool, email, id, integer, linked, onCreate, readOnly, required, text, theOne, time, writeOnly } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ProjectRead } from '../organizations/index.ts';
import { findCapability } from '../plugins/index.ts';
import { SearchFilterRead } from '../search-filters/index.ts';

type Row = Record<string, unknown>;

/** Something that has somebody on call. Its type is the slug of the plug-in that knows who that is. */
export const services = resource({
  table: 'services',
  path: '/services',
  tag: 'services',
  noun: 'service',
  model: 'Service',
  fields: {
    id: id(),
    name: text({ minLength: 1, maxLength: 500 }),
    type: text({ maxLength: 200 }),
    description: text(),
    external_id: text({ maxLength: 500 }),
    is_active: bool(),
    health_metrics: bool(),
    shift_hours_type: integer({ minimum: 1 }),
    evergreen: bool(),
    evergreen_owner: email(),
    evergreen_reminder_interval: integer({ minimum: 1 }),
    evergreen_last_reminder_at: time(),
    filters: linked(SearchFilterRead, { links: 'service_filters', from: 'service_id', target: 'search_filter_id', whenOmitted: 'keep' }),
    created_at: readOnly(time()),
    updated_at: readOnly(time()),
    project: required(onCreate(writeOnly(theOne(ProjectRead, 'project_id')))),
  },
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  substring: ['name', 'external_id'],
  hooks: {
    beforeWrite: async (tx, row, _input, serviceId) => {
      if (serviceId === undefined) await complete(tx, row);
      else await requirePlugin(tx, { ...(await storedService(tx, serviceId)), ...row });
    },
    beforeDelete: requireUnused,
  },
});

export const ServiceRead = services.read;

/** Fills what a client may leave out: the plug-in that is enabled, an id of our own, active when somebody can be paged. */
async function complete(tx: Context, row: Row): Promise<void> {
  if (!row.name) throw invalid('name', 'Give the service a name.');
  const enabled = await findCapability(tx, Number(row.project_id), 'oncall');
  row.type ||= enabled?.slug;
  row.external_id ||= randomUUID();
  row.evergreen_last_reminder_at ??= tx.now();
  row.is_active ??= row.type !== undefined && row.type === enabled?.slug;
  await requirePlugin(tx, row);
}

/** A service whose plug-in is off could page nobody: it must not look as if it could. */
async function requirePlugin(tx: Context, row: Row): Promise<void> {
  if (row.is_active !== true) return;
  const slug = String(row.type ?? '');
  const { rows } = await sql`
    select 1 from plugin_instances i join plugins p on p.id = i.plugin_id
    where i.project_id = ${row.project_id} and i.enabled and p.type = 'oncall' and p.slug = ${slug}`.execute(tx.db);
  if (!rows.length)
    throw invalid('type', `The on-call plug-in "${slug}" is not enabled in this project. Enable it first, or keep the service inactive.`);
}

async function storedService(tx: Context, serviceId: number): Promise<Row> {
  return (
    (await tx.db.selectFrom('services').select(['project_id', 'type', 'is_active']).where('id', '=', serviceId).executeTakeFirst()) ?? {}
  );
}

/** What would stop working without a word. */
async function requireUnused(tx: Context, serviceId: number): Promise<void> {
  const { rows } = await sql<{ used: string }>`
    select used from (
      select 'a role policy' as used from incident_roles where service_id = ${serviceId}
      union all select 'the incident type ' || name from incident_types where description_service_id = ${serviceId}
      union all select 'the case type ' || name from case_types where oncall_service_id = ${serviceId}) uses limit 1`.execute(tx.db);
  if (rows[0]) throw conflict(`This service is still used by ${rows[0].used}; choose another one there first.`, 'service_id');
}
