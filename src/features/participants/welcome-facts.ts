import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';

export type Person = { name: string; email: string; team: string | null; weblink: string | null };

/** What a welcome says beside what plug-ins know of the subject. */
export type WelcomeFacts = {
  in_charge: Person | null;
  reporter: Person | null;
  type_description: string | null;
  severity_description: string | null;
  priority_description: string | null;
  challenge: string | null;
  faq: string | null;
  commands: string | null;
};

const IN_CHARGE = { incident: 'commander_id', case: 'assignee_id' } as const;

export async function findFacts(ctx: Context, { kind, id }: SubjectRef): Promise<WelcomeFacts> {
  const { rows } = await sql<WelcomeFacts>`
    select ${personAt(IN_CHARGE[kind])} as in_charge, ${personAt('reporter_id')} as reporter,
      t.description as type_description, v.description as severity_description, p.description as priority_description,
      ${kind === 'incident' ? sql`(select conference_challenge from conferences where incident_id = s.id)` : sql`null`} as challenge,
      ${reference(ctx, 'dispatch-incident-reference-faq-document')} as faq,
      ${reference(ctx, 'dispatch-conversation-reference-document')} as commands
    from ${sql.table(`${kind}s`)} s join ${sql.table(`${kind}_types`)} t on t.id = ${sql.ref(`s.${kind}_type_id`)}
    join ${sql.table(`${kind}_severities`)} v on v.id = ${sql.ref(`s.${kind}_severity_id`)}
    join ${sql.table(`${kind}_priorities`)} p on p.id = ${sql.ref(`s.${kind}_priority_id`)}
    where s.id = ${id} and s.organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  return rows[0] as WelcomeFacts;
}

const personAt = (pointer: string) => sql`(
  select json_build_object('name', c.name, 'email', c.email, 'team', x.team, 'weblink', nullif(c.weblink, ''))
  from participants x join individual_contacts c on c.id = x.individual_contact_id where x.id = ${sql.ref(`s.${pointer}`)})`;

/** A document that is written in Tocsin has its page among the settings. */
const reference = (ctx: Context, resourceType: string) => sql`(
  select coalesce(nullif(d.weblink, ''), ${`${ctx.settings.uiUrl}/${ctx.tenant.slug}/settings/documents/`}::text || d.id)
  from documents d where d.project_id = s.project_id and d.resource_type = ${resourceType} order by d.id limit 1)`;
