import type { Context } from '../../core/context.ts';
import { enqueue, type SubjectRef } from '../../core/jobs.ts';
import type { ParticipantRole } from './participant.ts';
import type { LockedSubject } from './store.ts';

/** One beginning or end of somebody's part; `tenure` tells it from their earlier ones. */
export type Turn = { participantId: number; email: string; tenure: number };
export type TurnPayload = Turn & { subject: SubjectRef };

/** Queues what has to happen outside because somebody takes part: each of it alone, so that none waits for another. */
export async function engageOutside(
  tx: Context,
  subject: SubjectRef,
  locked: LockedSubject,
  { quiet, ...turn }: Turn & { quiet: boolean },
) {
  const jobs = ['describe-participant', 'sync-group'];
  if (locked.status !== 'Closed') jobs.push('add-to-conversation', 'welcome-participant');
  if (locked.status !== 'Closed' && !quiet) jobs.push('announce-participant');
  await enqueueEach(tx, subject, jobs, turn, 'joined');
}

export async function disengageOutside(tx: Context, subject: SubjectRef, turn: Turn) {
  await enqueueEach(tx, subject, ['sync-group', 'remove-from-conversation'], turn, 'left');
}

async function enqueueEach(tx: Context, subject: SubjectRef, jobs: string[], turn: Turn, what: string) {
  for (const name of jobs)
    await enqueue(tx, name, { ...turn, subject }, { key: `participant-${turn.participantId}-${what}-${turn.tenure}-${name}`, subject });
}

export type RolePayload = { subject: SubjectRef; participantId: number; role: ParticipantRole; assigner: string };

const IN_CHARGE = { incident: 'Incident Commander', case: 'Assignee' } as const;

/** Tells the room who does what now, and a new commander what helps in command; whoever is in charge stands above the room and in the ticket. */
export async function announceRole(tx: Context, subject: SubjectRef, change: { participantId: number; role: ParticipantRole }) {
  await enqueue(tx, 'announce-role', { ...change, subject, assigner: tx.actor.email }, { subject });
  if (change.role === IN_CHARGE[subject.kind])
    for (const job of ['refresh-topic', 'refresh-update-ticket']) await enqueue(tx, job, { subject }, { subject });
  if (change.role === 'Incident Commander')
    await enqueue(tx, 'guide-commander', { subject, participantId: change.participantId }, { subject });
}
