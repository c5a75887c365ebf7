import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { addParticipant } from './add-participant.ts';
import { assignRole } from './assign-role.ts';
import { requireEmail } from './named-person.ts';
import type { ParticipantRole } from './participant.ts';
import { removeParticipant } from './remove-participant.ts';
import { type SubjectVerb, subjectRule } from './rules.ts';

/* What people do about who takes part in an incident or a case. */

const permitted = (ctx: Context, subject: SubjectRef, verb: SubjectVerb, act: (tx: Context) => Promise<unknown>): Promise<void> =>
  transaction(ctx, async (tx) => {
    await requirePermission(tx, ...subjectRule(subject, verb));
    await act(tx);
  });

/** The caller takes part. @throws forbidden a restricted subject, or a project where nobody joins by themselves */
export const joinSubject = (ctx: Context, subject: SubjectRef): Promise<void> =>
  permitted(ctx, subject, 'join', (tx) => addParticipant(tx, subject, { email: tx.actor.email }));

/** Somebody takes part, or does so again. @throws forbidden the caller may not change the subject; invalid no e-mail address */
export const addPerson = (ctx: Context, subject: SubjectRef, email: string): Promise<void> =>
  permitted(ctx, subject, 'edit', (tx) => addParticipant(tx, subject, { email: requireEmail(email, 'email') }));

/** Ends somebody's part. @throws forbidden, and what removing a participant may refuse */
export const removePerson = (ctx: Context, subject: SubjectRef, email: string): Promise<void> =>
  permitted(ctx, subject, 'edit', (tx) => removeParticipant(tx, subject, email));

/** Hands a role over. @throws forbidden; conflict the subject is closed */
export const changeRole = (ctx: Context, subject: SubjectRef, { role, email }: { role: ParticipantRole; email: string }): Promise<void> =>
  permitted(ctx, subject, 'edit', (tx) => assignRole(tx, subject, { role, email: requireEmail(email, 'email') }));
