import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import { rowId } from '../../lib/row-id.ts';
import { addParticipant, findParticipant } from '../participants/index.ts';
import type { TaskIncident } from './store.ts';

type Person = Record<string, unknown> | null | undefined;

export type Engaged = { participantId: number; email: string; isNew: boolean };

/**
 * Finds the people a task names among those who take part, and adds who does not.
 * @throws invalid somebody cannot be found
 */
export async function engage(tx: Context, incident: TaskIncident, field: string, people: readonly Person[]): Promise<Engaged[]> {
  const engaged = new Map<number, Engaged>();
  for (const [index, person] of people.entries()) {
    if (!person) continue;
    const email = await emailOf(tx, incident, `${field}.${index}`, person);
    const one = await engageOne(tx, incident, email);
    engaged.set(one.participantId, one);
  }
  return [...engaged.values()];
}

export async function engageOne(tx: Context, incident: TaskIncident, email: string): Promise<Engaged> {
  const subject = { kind: 'incident', id: incident.id } as const;
  // Follow-up work on a closed incident is no reason to be part of it again.
  const known = incident.status === 'Closed' ? await findParticipant(tx, subject, email) : undefined;
  if (known) return { participantId: known.id, email: known.email, isNew: false };
  const { participantId, outcome } = await addParticipant(tx, subject, { email, reason: 'Has a task.', quiet: true });
  return { participantId, email, isNew: outcome !== 'present' };
}

async function emailOf(tx: Context, incident: TaskIncident, field: string, person: Record<string, unknown>): Promise<string> {
  const individual = (person.individual ?? person) as { email?: unknown; id?: unknown };
  if (typeof individual.email === 'string' && individual.email.includes('@')) return individual.email.trim();
  const byIndividual = person.individual !== undefined;
  const row = await tx.db
    .selectFrom('individual_contacts as i')
    .leftJoin('participants as p', (join) => join.onRef('p.individual_contact_id', '=', 'i.id').on('p.incident_id', '=', incident.id))
    .select('i.email')
    .where(byIndividual ? 'i.id' : 'p.id', '=', rowId(individual.id) ?? 0)
    .where('i.organization_id', '=', tx.tenant.id)
    .executeTakeFirst();
  if (!row?.email) throw invalid(field, 'Say who: individual.email is an address such as name@example.org.');
  return row.email;
}
