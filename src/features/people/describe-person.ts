import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { Person } from '../../plugin-sdk/capabilities.ts';

/** @returns what the project knows of the person with this address; undefined when nobody has met them yet */
export async function describePerson(ctx: Context, projectId: number, email: string): Promise<Person | undefined> {
  const row = await ctx.db
    .selectFrom('individual_contacts as i')
    .leftJoin('team_contacts as t', 't.id', 'i.team_contact_id')
    .select(['i.email', 'i.name', 'i.title', 'i.weblink', 't.name as team'])
    .where('i.organization_id', '=', ctx.tenant.id)
    .where('i.project_id', '=', projectId)
    .where(sql<boolean>`lower(i.email) = lower(${email})`)
    .executeTakeFirst();
  if (!row) return undefined;
  const { name: fullname, title, weblink, team } = row;
  return { email: row.email, fullname, ...(title && { title }), ...(weblink && { weblink }), ...(team && { team }) };
}
