import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import type { Room } from './command.ts';

type Candidate = { email: string; nearness: number };

/**
 * Finds who is meant by an address, the part of it before the @, a name or a first name; `me` is the caller. Who takes part comes
 * before others of the organization.
 *
 * @throws invalid nobody or more than one person is meant
 */
export async function findPerson(ctx: Context, room: Room, name: string): Promise<string> {
  if (name.toLowerCase() === 'me') return ctx.actor.email;
  if (name.includes('@')) return name;
  const { kind, id } = room.subject;
  const { rows } = await sql<Candidate>`
    select lower(email) as email, min(nearness) as nearness from (
      select c.email, ${nearnessOf('c.email', 'c.name', name)} + case when p.id is null then 10 else 0 end as nearness
      from individual_contacts c left join participants p on p.individual_contact_id = c.id and ${sql.ref(`p.${kind}_id`)} = ${id}
      where c.project_id = ${room.projectId} and c.organization_id = ${ctx.tenant.id}
      union all
      select u.email, ${nearnessOf('u.email', 'null::text', name)} + 10 from users u
      join active_members m on m.dispatch_user_id = u.id and m.organization_id = ${ctx.tenant.id}) people
    where nearness is not null group by lower(email) order by nearness, email limit 20`.execute(ctx.db);
  const best = rows.filter((row) => row.nearness === rows[0]?.nearness);
  if (best.length === 1) return (best[0] as Candidate).email;
  if (!best.length) throw invalid('body', `Nobody here is called ${name}; write the address: name@example.org.`);
  throw invalid('body', `${name} may be ${best.map((row) => row.email).join(' or ')}; write the address.`);
}

/** 1 the address, 2 the name, 3 the first name; null for somebody else. */
const nearnessOf = (email: string, fullName: string, wanted: string) => sql`case
  when lower(split_part(${sql.raw(email)}, '@', 1)) = lower(${wanted}) then 1
  when lower(${sql.raw(fullName)}) = lower(${wanted}) then 2
  when lower(split_part(${sql.raw(fullName)}, ' ', 1)) = lower(${wanted}) then 3 end`;

export async function findPeople(ctx: Context, room: Room, names: readonly string[]): Promise<string[]> {
  const emails: string[] = [];
  for (const name of names) emails.push(await findPerson(ctx, room, name));
  return [...new Set(emails)];
}
