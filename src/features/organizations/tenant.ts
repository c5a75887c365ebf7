import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { Role } from '../../core/roles.ts';

/** The caller inside the organization with this id. @throws not_found no such organization, or no place in it */
export async function tenantOf(ctx: Context, organizationId: number): Promise<Context> {
  const place = await ctx.db
    .selectFrom('organization_members as m')
    .innerJoin('organizations as o', 'o.id', 'm.organization_id')
    .select(['m.role', 'o.id', 'o.slug', 'o.name'])
    .where('m.dispatch_user_id', '=', ctx.actor.userId)
    .where('o.id', '=', organizationId)
    .executeTakeFirst();
  if (!place) throw notFound('organization');
  return { ...ctx, tenant: { id: place.id, slug: place.slug, name: place.name }, actor: { ...ctx.actor, role: place.role as Role } };
}
