import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { refreshWhereabouts } from './store.ts';

const columnOf = ({ kind }: SubjectRef) => sql.ref(`${kind}_id`);

/**
 * Ends everybody's part because the subject is closed.
 * @param at the moment of closing as the subject has it: equality with it is what keeps people's sight and lets them come back
 */
export async function inactivateAll(tx: Context, subject: SubjectRef, at: Date): Promise<void> {
  await sql`
    update participant_roles r set renounced_at = ${at} from participants p
    where p.id = r.participant_id and p.${columnOf(subject)} = ${subject.id} and r.renounced_at is null`.execute(tx.db);
  await told(tx, subject, 'Everybody’s part ended with the closing.');
}

/** Gives everybody back the roles that the closing ended. @param closedAt when that was; nobody who left otherwise comes back */
export async function reactivateAll(tx: Context, subject: SubjectRef, closedAt: Date): Promise<void> {
  await sql`
    insert into participant_roles (organization_id, participant_id, role, assumed_at)
    select r.organization_id, r.participant_id, r.role, ${tx.now()} from participant_roles r join participants p on p.id = r.participant_id
    where p.${columnOf(subject)} = ${subject.id} and r.renounced_at = ${closedAt}
      and not exists (select 1 from participant_roles a where a.participant_id = p.id and a.role = r.role and a.renounced_at is null)`.execute(
    tx.db,
  );
  await refreshWhereabouts(tx, subject);
  await told(tx, subject, 'Everybody who was there at the closing takes part again.');
}

async function told(tx: Context, subject: SubjectRef, description: string) {
  await record(tx, subject, { description, type: subject.kind === 'incident' ? 'Participant updated' : 'Other' });
  announce(tx, subject, 'participants');
}
