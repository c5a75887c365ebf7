import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { ensureIndividual } from '../people/index.ts';
import { engageOutside } from './effects.ts';
import { type ParticipantRole, pointerOf, teamOf } from './participant.ts';
import {
  ensureParticipant,
  holderOf,
  insertRole,
  isServicePresent,
  lockSubject,
  pointTo,
  type RoleRow,
  refreshWhereabouts,
  rolesOf,
  setService,
} from './store.ts';

export type NewParticipant = {
  email: string;
  /** default: whoever was there before comes back as what they were, anybody else watches */
  role?: ParticipantRole;
  /** the on-call service through which they are engaged */
  serviceId?: number;
  /** the participant who asked for them */
  addedById?: number;
  reason?: string;
  /** whose role it was until now, as the timeline tells it */
  inPlaceOf?: string;
  /** not told in the room; `creation`: the creation flow invites and welcomes everybody itself */
  quiet?: boolean | 'creation';
};

export type Added = { participantId: number; individualId: number; outcome: 'added' | 'reactivated' | 'present' };

/**
 * Makes somebody take part; somebody who left takes part again. One person per on-call service is enough: a second one is not added.
 * @throws not_found no such subject
 */
export async function addParticipant(tx: Context, subject: SubjectRef, person: NewParticipant): Promise<Added> {
  const locked = await lockSubject(tx, subject);
  const individual = await ensureIndividual(tx, locked.project_id, person.email);
  const serviceHolder = person.serviceId && !person.role ? await isServicePresent(tx, subject, person.serviceId) : undefined;
  if (serviceHolder !== undefined) return { participantId: serviceHolder, individualId: individual.id, outcome: 'present' };
  const participant = await ensureParticipant(tx, subject, { ...person, individualId: individual.id, team: teamOf(individual.email) });
  const earlier = participant.created ? [] : await rolesOf(tx, participant.id);
  const held = earlier.filter((one) => one.renounced_at === null).map((one) => one.role);
  if (person.serviceId && participant.service_id !== person.serviceId) await setService(tx, participant.id, person.serviceId);
  const roles = await rolesToAssume(tx, subject, { wanted: person.role, earlier, held });
  if (!roles.length) return { participantId: participant.id, individualId: individual.id, outcome: 'present' };
  const tenures = await assume(tx, subject, participant.id, roles);
  await refreshWhereabouts(tx, subject);
  const outcome = held.length ? 'present' : earlier.length ? 'reactivated' : 'added';
  await tell(tx, subject, { name: individual.name, roles, outcome, person, individualId: individual.id });
  if (person.quiet !== 'creation' && !held.length)
    await engageOutside(tx, subject, locked, {
      participantId: participant.id,
      email: individual.email,
      tenure: tenures,
      quiet: person.quiet === true,
    });
  return { participantId: participant.id, individualId: individual.id, outcome };
}

/** Nobody comes back into a role that somebody else has taken over meanwhile. */
async function rolesToAssume(
  tx: Context,
  subject: SubjectRef,
  { wanted, earlier, held }: { wanted: ParticipantRole | undefined; earlier: RoleRow[]; held: ParticipantRole[] },
): Promise<ParticipantRole[]> {
  if (wanted) return held.includes(wanted) ? [] : [wanted];
  if (held.length) return [];
  const last = earlier.at(-1)?.role ?? 'Observer';
  if (pointerOf(subject.kind, last) && (await holderOf(tx, subject, last))) return ['Participant'];
  return [last];
}

async function assume(tx: Context, subject: SubjectRef, participantId: number, roles: ParticipantRole[]): Promise<number> {
  let latest = 0;
  for (const role of roles) {
    latest = await insertRole(tx, participantId, role);
    const pointer = pointerOf(subject.kind, role);
    if (pointer) await pointTo(tx, subject, pointer, participantId);
  }
  return latest;
}

type Told = { name: string; roles: ParticipantRole[]; outcome: Added['outcome']; person: NewParticipant; individualId: number };

async function tell(tx: Context, subject: SubjectRef, { name, roles, outcome, person, individualId }: Told) {
  const verb = outcome === 'reactivated' ? 'is back' : outcome === 'present' ? 'also acts' : 'takes part';
  const instead = person.inPlaceOf ? ` in place of ${person.inPlaceOf}` : '';
  await record(tx, subject, {
    description: `${name} ${verb} as ${roles.join(' and ')}${instead}${person.reason ? `: ${person.reason}` : ''}.`,
    type: subject.kind === 'incident' ? 'Participant updated' : 'Other',
    individual_id: individualId,
  });
  announce(tx, subject, 'participants');
}
