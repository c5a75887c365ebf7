import { sql } from 'kysely';
import { type Context, systemContext, type Tenant } from './context.ts';

/**
 * Does the schedule's work in one organization after the other. One organization's trouble does not keep the others waiting: what
 * failed is tried again with the job, when all have had their turn.
 *
 * @param work must bear being repeated: a second run finds what the first has done
 * @throws Error names the organizations where it failed
 */
export async function eachOrganization(ctx: Context, work: (inside: Context) => Promise<unknown>): Promise<void> {
  const { rows } = await sql<Tenant>`select id, slug, name from organizations order by id`.execute(ctx.db);
  const failed: string[] = [];
  for (const tenant of rows) {
    try {
      await work(systemContext(ctx, tenant));
    } catch (error) {
      ctx.log.warn({ err: error, organization: tenant.slug }, 'scheduled work failed in an organization');
      failed.push(`${tenant.slug}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failed.length) throw new Error(failed.join('; '));
}
