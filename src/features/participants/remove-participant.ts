import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { conflict, notFound } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { disengageOutside } from './effects.ts';
import { pointerOf } from './participant.ts';
import { findParticipant, lockSubject, pointAway, refreshWhereabouts, renounceRoles, rolesOf, setService } from './store.ts';

/**
 * Ends somebody's part. Their record stays, their sight of a restricted subject does not.
 * @throws not_found nobody with this address takes part
 * @throws conflict the commander of a running incident, or somebody with open tasks
 */
export async function removeParticipant(tx: Context, subject: SubjectRef, email: string): Promise<void> {
  const locked = await lockSubject(tx, subject);
  const participant = await findParticipant(tx, subject, email);
  if (!participant) throw notFound('participant');
  const roles = await rolesOf(tx, participant.id);
  const active = roles.filter((one) => one.renounced_at === null);
  if (active.some((one) => one.role === 'Incident Commander') && locked.status !== 'Closed')
    throw conflict(`${participant.name} is in command; hand the command over to somebody else first.`, 'email');
  const open = await openTasks(tx, participant.id);
  if (open) throw conflict(`${participant.name} has ${open} open ${open === 1 ? 'task' : 'tasks'}; resolve or reassign first.`, 'email');
  if (!active.length && !(await endAfterClosing(tx, participant.id, locked.closed_at))) throw notFound('participant');
  await endPart(tx, subject, participant, roles);
}

/** Ends the part of somebody who has left the organization, whatever they hold: nothing of it is theirs any more. */
export async function departFrom(tx: Context, subject: SubjectRef, email: string): Promise<void> {
  await lockSubject(tx, subject);
  const participant = await findParticipant(tx, subject, email);
  if (!participant) return;
  const roles = await rolesOf(tx, participant.id);
  if (roles.some((one) => one.renounced_at === null)) await endPart(tx, subject, participant, roles);
}

type Participant = NonNullable<Awaited<ReturnType<typeof findParticipant>>>;

async function endPart(tx: Context, subject: SubjectRef, participant: Participant, roles: Awaited<ReturnType<typeof rolesOf>>) {
  const active = roles.filter((one) => one.renounced_at === null);
  await renounceRoles(tx, participant.id);
  for (const { role } of active) {
    const pointer = pointerOf(subject.kind, role);
    if (pointer) await pointAway(tx, subject, pointer, participant.id);
  }
  await setService(tx, participant.id, null);
  await refreshWhereabouts(tx, subject);
  await record(tx, subject, {
    description: `${participant.name} was removed.`,
    type: subject.kind === 'incident' ? 'Participant updated' : 'Other',
    individual_id: participant.individual_contact_id,
  });
  announce(tx, subject, 'participants');
  await disengageOutside(tx, subject, { participantId: participant.id, email: participant.email, tenure: roles.at(-1)?.id ?? 0 });
}

async function openTasks(tx: Context, participantId: number): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from task_assignees a join tasks t on t.id = a.task_id
    where a.participant_id = ${participantId} and t.status = 'Open'`.execute(tx.db);
  return rows[0]?.open ?? 0;
}

/** Tenures that ended with the subject end now instead: they no longer stand for having been there to the end. */
async function endAfterClosing(tx: Context, participantId: number, closedAt: Date | null): Promise<boolean> {
  if (!closedAt) return false;
  const { rows } = await sql`
    update participant_roles set renounced_at = ${tx.now()}
    where participant_id = ${participantId} and renounced_at = ${closedAt} returning id`.execute(tx.db);
  return rows.length > 0;
}
