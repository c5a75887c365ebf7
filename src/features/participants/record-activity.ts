import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { MESSAGES_OF_A_PARTICIPANT } from './participant.ts';
import { insertRole, renounceRoles } from './store.ts';

const columnOf = ({ kind }: SubjectRef) => sql.ref(`${kind}_id`);

type Activity = { participantId: number; name: string };

/**
 * Notes that somebody did something in the conversation: counts it for their roles, keeps it as a fact of the activity-based cost, and
 * makes whoever only watched a participant with the third message.
 *
 * @param externalId names the message; the same one counts once
 * @param eventSlug which activity of a plug-in it was; default: the first one the project's conversation plug-in declares
 */
export async function recordActivity(
  tx: Context,
  subject: SubjectRef,
  individualId: number,
  at: Date,
  externalId: string,
  { eventSlug }: { eventSlug?: string } = {},
): Promise<void> {
  const participant = await activeParticipant(tx, subject, individualId);
  if (!participant) return;
  if (!(await keepFact(tx, subject, participant.participantId, at, externalId, eventSlug))) return;
  const { rows } = await sql<{ role: string; activity: number }>`
    update participant_roles set activity = activity + 1
    where participant_id = ${participant.participantId} and renounced_at is null returning role, activity`.execute(tx.db);
  const watched = rows.find((row) => row.role === 'Observer');
  if (watched && watched.activity >= MESSAGES_OF_A_PARTICIPANT) await promote(tx, subject, participant, rows.length > 1);
}

async function activeParticipant(tx: Context, subject: SubjectRef, individualId: number): Promise<Activity | undefined> {
  const { rows } = await sql<Activity>`
    select p.id as "participantId", i.name from participants p join individual_contacts i on i.id = p.individual_contact_id
    where p.${columnOf(subject)} = ${subject.id} and p.individual_contact_id = ${individualId}
      and exists (select 1 from participant_roles r where r.participant_id = p.id and r.renounced_at is null)`.execute(tx.db);
  return rows[0];
}

/** @returns false when this very activity is known already */
async function keepFact(
  tx: Context,
  subject: SubjectRef,
  participantId: number,
  at: Date,
  externalId: string,
  eventSlug: string | undefined,
): Promise<boolean> {
  const event = eventSlug
    ? sql`select e.id from plugin_events e where e.slug = ${eventSlug}`
    : sql`select e.id from plugin_events e join plugins g on g.id = e.plugin_id and g.type = 'conversation'
        join plugin_instances n on n.plugin_id = g.id and n.enabled
        where n.project_id = (select s.project_id from ${sql.table(`${subject.kind}s`)} s where s.id = ${subject.id}) order by e.id limit 1`;
  const { rows } = await sql<{ known: boolean; kept: boolean }>`
    with event as (${event}),
      fact as (
        insert into participant_activities (organization_id, participant_id, plugin_event_id, ${columnOf(subject)}, started_at, external_id)
        select ${tx.tenant.id}, ${participantId}, event.id, ${subject.id}, ${at}, ${externalId} from event
        on conflict do nothing returning id)
    select exists (select 1 from event) as known, exists (select 1 from fact) as kept`.execute(tx.db);
  // A plug-in that declares no activity leaves no fact; its messages still count for the roles.
  return rows[0]?.kept === true || rows[0]?.known === false;
}

async function promote(tx: Context, subject: SubjectRef, { participantId, name }: Activity, hasOtherRole: boolean) {
  await renounceRoles(tx, participantId, ['Observer']);
  if (!hasOtherRole) await insertRole(tx, participantId, 'Participant');
  await record(tx, subject, {
    description: `${name} speaks up and is now a Participant.`,
    type: subject.kind === 'incident' ? 'Participant updated' : 'Other',
  });
  announce(tx, subject, 'participants');
}
