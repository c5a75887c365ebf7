import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';

export type Individual = { id: number; name: string; email: string };

/** `ada@example.org` → `Ada` */
export function nameFromEmail(email: string): string {
  const local = email.split('@')[0] ?? email;
  return local.charAt(0).toUpperCase() + local.slice(1).toLowerCase();
}

/** The person of a project with this address, made when nobody has met them yet. */
export async function ensureIndividual(tx: Context, projectId: number, email: string): Promise<Individual> {
  const address = email.trim();
  const known = await findIndividual(tx, projectId, address);
  if (known) return known;
  await sql`
    insert into individual_contacts (organization_id, project_id, email, name, weblink, created_at, updated_at)
    values (${tx.tenant.id}, ${projectId}, ${address}, ${nameFromEmail(address)}, '', ${tx.now()}, ${tx.now()})
    on conflict (project_id, lower(email)) do nothing`.execute(tx.db);
  // Somebody else may have made it in the meantime: read it rather than trust the insertion.
  const made = await findIndividual(tx, projectId, address);
  if (!made) throw new Error(`No individual ${address} in project ${projectId} after inserting it.`);
  return made;
}

/** The caller as a person of the project. */
export const callerIndividual = (tx: Context, projectId: number) => ensureIndividual(tx, projectId, tx.actor.email);

async function findIndividual(ctx: Context, projectId: number, email: string): Promise<Individual | undefined> {
  return ctx.db
    .selectFrom('individual_contacts')
    .select(['id', 'name', 'email'])
    .where('organization_id', '=', ctx.tenant.id)
    .where('project_id', '=', projectId)
    .where(sql<boolean>`lower(email) = lower(${email})`)
    .executeTakeFirst();
}
