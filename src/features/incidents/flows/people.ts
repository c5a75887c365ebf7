import { sql } from 'kysely';
import type { Context } from '../../../core/context.ts';
import { type Finish, Skip, type SubjectRef } from '../../../core/jobs.ts';
import { addParticipant, assignRole, holderOf, type ParticipantRole, sameAddress } from '../../participants/index.ts';
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
