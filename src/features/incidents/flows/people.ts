import { sql } from 'kysely';
import type { Context } from '../../../core/context.ts';
import { type Finish, Skip, type SubjectRef } from '../../../core/jobs.ts';
import { effectKey } from '../../assembly/index.ts';
import { notifySubject } from '../../notifications/index.ts';
import { pagePerson, pageService } from '../../oncall/index.ts';
import {
  addParticipant,
  assignRole,
  describeSubject,
  holderOf,
  maskSubject,
  type ParticipantRole,
  sameAddress,
} from '../../participants/index.ts';
import { wantedInRole } from '../role-policies.ts';

type Outcome = Promise<Finish | Skip | undefined>;
const ROLES: ParticipantRole[] = ['Incident Commander', 'Liaison', 'Scribe'];

/** Asks outside on-call systems for the people the role policies want; whoever was named by hand meanwhile stays. */
export async function assignRoles(ctx: Context, subject: SubjectRef): Outcome {
  const { rows } = await sql<{ projectId: number; typeId: number; priorityId: number; tagIds: number[] }>`
    select project_id as "projectId", incident_type_id as "typeId", incident_priority_id as "priorityId",
      array(select tag_id from incident_tags where incident_id = incidents.id) as "tagIds"
    from incidents where id = ${subject.id}`.execute(ctx.db);
  const circumstances = rows[0];
  if (!circumstances) return new Skip('The incident is gone.');
  const reporter = await holderOf(ctx, subject, 'Reporter');
  const found: { role: ParticipantRole; email: string; serviceId: number | undefined; next: string | undefined }[] = [];
  for (const role of ROLES) {
    const holder = await holderOf(ctx, subject, role);
    if (holder && !(role === 'Incident Commander' && sameAddress(holder.email, reporter?.email))) continue;
    const wanted = await wantedInRole(ctx, role, circumstances, { outside: true });
    if (wanted.email) found.push({ role, email: wanted.email, serviceId: wanted.serviceId, next: wanted.next });
  }
  if (!found.length) return new Skip('No role policy names anybody.');
  return async (tx) => {
    for (const { role, email, serviceId, next } of found) {
      // First with the service, then with the role: the page goes by the service.
      await addParticipant(tx, subject, { email, quiet: true, ...(serviceId && { serviceId }) });
      await assignRole(tx, subject, { email, role });
      if (next) await addParticipant(tx, subject, { email: next, role: 'Observer', quiet: true });
    }
  };
}

/** Wakes whoever is in command: through their on-call service, else by Tocsin's own page. */
export async function pageCommander(ctx: Context, subject: SubjectRef): Outcome {
  const { rows } = await sql<{ pages: boolean; priority: string; serviceId: number | null; email: string | null }>`
    select p.page_commander as pages, p.name as priority, c.service_id as "serviceId", i.email
    from incidents s join incident_priorities p on p.id = s.incident_priority_id
    left join participants c on c.id = s.commander_id left join individual_contacts i on i.id = c.individual_contact_id
    where s.id = ${subject.id}`.execute(ctx.db);
  const facts = rows[0];
  if (!facts?.pages) return new Skip(`The priority ${facts?.priority ?? ''} pages nobody.`);
  if (!facts.email) return new Skip('Nobody is in command.');
  const { email, serviceId } = facts;
  const shown = maskSubject(await describeSubject(ctx, subject));
  const page = { key: effectKey(subject, 'page-commander'), subject, title: `${shown.name}: ${shown.title}`, message: shown.description };
  return (tx) => (serviceId === null ? pagePerson(tx, { ...page, email }) : pageService(tx, { ...page, serviceId }));
}

/** Tells those who asked to be told. */
export async function notifyCreated(_ctx: Context, subject: SubjectRef): Outcome {
  return (tx) => notifySubject(tx, subject, 'created');
}
