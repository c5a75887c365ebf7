import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { addParticipant } from './add-participant.ts';
import { announceRole } from './effects.ts';
import { type ParticipantRole, pointerOf } from './participant.ts';
import { findParticipant, holderOf, insertRole, lockSubject, renounceRoles, rolesOf } from './store.ts';

/** What the new holder is no longer, besides: somebody in charge is not also a bystander. */
const REPLACED: Partial<Record<ParticipantRole, ParticipantRole>> = { Observer: 'Participant', Participant: 'Observer' };

/**
 * Gives somebody a role. A role that one person holds passes over: the new holder has it before the former one gives it up, and
 * whoever has no other role left stays as a participant.
 *
 * @throws conflict the subject is closed
 */
export async function assignRole(
  tx: Context,
  subject: SubjectRef,
  { email, role }: { email: string; role: ParticipantRole },
): Promise<'assigned' | 'has_role'> {
  const locked = await lockSubject(tx, subject);
  if (await holdsRole(tx, subject, email, role)) return 'has_role';
  if (locked.status === 'Closed') throw conflict(`This ${subject.kind} is closed; reopen it to change who does what.`, 'role');
  const former = pointerOf(subject.kind, role) ? await holderOf(tx, subject, role) : undefined;
  const { participantId } = await addParticipant(tx, subject, { email, role, ...(former && { inPlaceOf: former.name }) });
  await renounceRoles(tx, participantId, [REPLACED[role] ?? 'Participant']);
  if (former) await stepBack(tx, former.id, role);
  announce(tx, subject, 'participants', 'updated');
  if (pointerOf(subject.kind, role)) await announceRole(tx, subject, { participantId, role });
  return 'assigned';
}

async function holdsRole(tx: Context, subject: SubjectRef, email: string, role: ParticipantRole) {
  const participant = await findParticipant(tx, subject, email);
  return participant !== undefined && (await activeRoles(tx, participant.id)).includes(role);
}

const activeRoles = async (tx: Context, participantId: number) =>
  (await rolesOf(tx, participantId)).filter((one) => one.renounced_at === null).map((one) => one.role);

async function stepBack(tx: Context, participantId: number, role: ParticipantRole) {
  await renounceRoles(tx, participantId, [role]);
  if (!(await activeRoles(tx, participantId)).length) await insertRole(tx, participantId, 'Participant');
}
