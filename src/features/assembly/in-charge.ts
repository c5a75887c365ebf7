import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { type Finish, Skip, type SubjectRef } from '../../core/jobs.ts';
import { pagePerson, pageService } from '../oncall/index.ts';
import { describeSubject, maskSubject } from '../participants/index.ts';
import { effectKey } from './effects.ts';

const IN_CHARGE = {
  incident: { pages: 'page_commander', pointer: 'commander_id', key: 'page-commander', nobody: 'Nobody is in command.' },
  case: { pages: 'page_assignee', pointer: 'assignee_id', key: 'page-assignee', nobody: 'Nobody is assigned.' },
} as const;

type Facts = { pages: boolean; priority: string; status: string; serviceId: number | null; email: string | null };

/** Wakes whoever is in charge where the priority says so: through their on-call service, else by Tocsin's own page. */
export async function pageInCharge(ctx: Context, subject: SubjectRef): Promise<Finish | Skip> {
  const { pages, pointer, key, nobody } = IN_CHARGE[subject.kind];
  const { rows } = await sql<Facts>`
    select p.${sql.ref(pages)} as pages, p.name as priority, s.status, c.service_id as "serviceId", i.email from ${sql.table(`${subject.kind}s`)} s
    join ${sql.table(`${subject.kind}_priorities`)} p on p.id = ${sql.ref(`s.${subject.kind}_priority_id`)}
    left join participants c on c.id = s.${sql.ref(pointer)} left join individual_contacts i on i.id = c.individual_contact_id
    where s.id = ${subject.id}`.execute(ctx.db);
  const facts = rows[0];
  if (!facts?.pages) return new Skip(`The priority ${facts?.priority ?? ''} pages nobody.`);
  if (facts.status === 'Closed') return new Skip(`The ${subject.kind} is closed.`);
  if (!facts.email) return new Skip(nobody);
  const { email, serviceId } = facts;
  const shown = maskSubject(await describeSubject(ctx, subject));
  const page = { key: effectKey(subject, key), subject, title: `${shown.name}: ${shown.title}`, message: shown.description };
  return (tx) => (serviceId === null ? pagePerson(tx, { ...page, email }) : pageService(tx, { ...page, serviceId }));
}
