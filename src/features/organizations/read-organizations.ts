import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';

/** What the management API shows of an organization, as columns of `organizations o`. */
export const ORGANIZATION_COLUMNS = sql`o.id, o.slug, o.name, o.description, o.status, o.banner_enabled, o.banner_text, o.banner_color`;

/** The organization of the context, with that context; undefined in the place of every other id. */
export async function readOrganizations(ctx: Context, ids: readonly number[]): Promise<(object | undefined)[]> {
  const { rows } = await sql<object>`select ${ORGANIZATION_COLUMNS} from organizations o where o.id = ${ctx.tenant.id}`.execute(ctx.db);
  return ids.map((id) => (id === ctx.tenant.id && rows[0] ? { ...rows[0], ctx } : undefined));
}
