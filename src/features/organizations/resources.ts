import { sql } from 'kysely';
import Type from 'typebox';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import { bool, echoed, id, integer, Name, name, nullable, onCreate, readOnly, required, text, writeOnly } from '../../core/field.ts';
import { admin, isLookedAfter, manager, member, owner, type Rule } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { seedProject } from './seed.ts';
import { OrganizationRead, ProjectRead, projectFields } from './shapes.ts';
import { requireSlug, slugOf } from './slug.ts';

/** An organization sees itself; somebody in several sees those. */
const mine = (ctx: Context, alias: string) => sql<boolean>`exists (
  select 1 from active_members om where om.organization_id = ${sql.ref(`${alias}.id`)} and om.dispatch_user_id = ${ctx.actor.userId})`;

/** An administrator of the organization, or of the project. @source invitations.md, INV-12 */
const ofProject: Rule = { role: 'Admin', where: (ctx, alias) => isLookedAfter(ctx, sql.ref(`${alias}.id`)) };

const bannerText = { ...text(), input: nullable(Name) };

export const organizations = resource({
  table: 'organizations',
  path: '/organizations',
  tag: 'organizations',
  noun: 'organization',
  model: 'Organization',
  param: 'organization_id',
  fields: {
    ...OrganizationRead.fields,
    id: id(),
    name: onCreate(name()),
    slug: readOnly(text()),
    banner_text: bannerText,
  },
  rules: { list: member, get: member, update: owner },
  scope: (ctx, alias) => (ctx.actor.kind === 'system' ? sql<boolean>`true` : mine(ctx, alias)),
  hooks: {
    beforeWrite: async (tx, row, input, id) => {
      // Which organization stands for the installation is not for one of them to say.
      if (tx.actor.kind !== 'system') delete row.default;
      if (id !== undefined) return;
      row.slug = requireSlug(slugOf(String(input.name)));
    },
  },
});

/** The organization of a project is the one in the path; what the body says of it is not needed. */
const organizationEcho = echoed({
  ...writeOnly(text()),
  input: nullable(Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })),
});

export const projects = resource({
  table: 'projects',
  path: '/projects',
  tag: 'projects',
  noun: 'project',
  model: 'Project',
  param: 'project_id',
  fields: {
    ...projectFields,
    stable_priority_id: { ...writeOnly(integer()), on: 'update' },
    snooze_extension_oncall_service_id: { ...writeOnly(integer()), on: 'update' },
    default: bool(),
    name: required(name()),
    organization: organizationEcho,
  },
  item: ProjectRead,
  rules: { list: member, get: member, create: manager, update: ofProject, delete: admin },
  hooks: {
    beforeWrite: async (tx, row) => {
      if (row.stable_priority_id) await requireOwn(tx, 'incident_priorities', 'stable_priority_id', row.stable_priority_id as number);
      if (row.snooze_extension_oncall_service_id)
        await requireOwn(tx, 'services', 'snooze_extension_oncall_service_id', row.snooze_extension_oncall_service_id as number);
    },
    afterWrite: async (tx, id, _input, created) => {
      if (created) await seedProject(tx, id);
    },
  },
});

async function requireOwn(tx: Context, table: string, field: string, id: number) {
  const { rows } = await sql`select 1 from ${sql.table(table)} where id = ${id} and organization_id = ${tx.tenant.id}`.execute(tx.db);
  if (!rows.length) throw invalid(field, 'Nothing was found with this id; choose one that exists.');
}
