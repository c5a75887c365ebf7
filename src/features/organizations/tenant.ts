import { sql } from 'kysely';
import type { Context, Tenant } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { Role } from '../../core/roles.ts';
import { scopesOf } from '../../core/scopes.ts';

/** The caller inside the organization with this id. @throws not_found no such organization, or no place in it */
export async function tenantOf(ctx: Context, organizationId: number): Promise<Context> {
  const { rows } = await sql<Tenant & { role: Role; isReadOnly: boolean }>`
    select m.role, m.read_only as "isReadOnly", o.id, o.slug, o.name
    from active_members m join organizations o on o.id = m.organization_id
    where m.dispatch_user_id = ${ctx.actor.userId} and o.id = ${organizationId} and (m.expires_at is null or m.expires_at > ${ctx.now()})`.execute(
    ctx.db,
  );
  const [place] = rows;
  if (!place) throw notFound('organization');
  const { role, isReadOnly, ...tenant } = place;
  return { ...ctx, tenant, actor: { ...ctx.actor, role, scopes: scopesOf({ role, isReadOnly }) } };
}
