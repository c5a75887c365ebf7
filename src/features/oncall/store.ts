import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { findCapability } from '../plugins/index.ts';

export type Service = { id: number; project_id: number; name: string; type: string; external_id: string };

export async function findService(ctx: Context, serviceId: number): Promise<Service | undefined> {
  return ctx.db
    .selectFrom('services')
    .select(['id', 'project_id', 'name', 'type', 'external_id'])
    .where('id', '=', serviceId)
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
}

export async function findServiceByExternalId(ctx: Context, projectId: number, externalId: string): Promise<Service | undefined> {
  return ctx.db
    .selectFrom('services')
    .select(['id', 'project_id', 'name', 'type', 'external_id'])
    .where('project_id', '=', projectId)
    .where('external_id', '=', externalId)
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
}

/** The plug-in that a service names as its type; undefined when it is not enabled. */
export const findPager = (ctx: Context, service: Service) => findCapability(ctx, service.project_id, 'oncall', service.type);

/** @returns the subject's name, title and page; a restricted title is for the person who is paged alone */
export async function describePaged(ctx: Context, subject: { kind: 'incident' | 'case'; id: number }) {
  const { rows } = await sql<{ name: string; title: string }>`
    select name, title from ${sql.table(`${subject.kind}s`)} where id = ${subject.id} and organization_id = ${ctx.tenant.id}`.execute(
    ctx.db,
  );
  const row = rows[0];
  return row && { ...row, url: `${ctx.settings.uiUrl}/${ctx.tenant.slug}/${subject.kind}s/${row.name}` };
}
