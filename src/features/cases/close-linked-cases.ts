import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { updateCase } from './update-case.ts';

export type LinkedCase = { id: number; name: string; incident: string; isOpen: boolean };

/** @returns what is linked to a closed incident and still open; nothing when the incident is open again by now */
export async function linkedOpenCases(ctx: Context, incidentId: number): Promise<LinkedCase[]> {
  const { rows } = await sql<LinkedCase>`
    select s.id, s.name, i.name as incident, i.visibility = 'Open' as "isOpen" from incidents i
    join case_incidents l on l.incident_id = i.id join cases s on s.id = l.case_id and s.status <> 'Closed'
    where i.id = ${incidentId} and i.organization_id = ${ctx.tenant.id} and i.status = 'Closed' order by s.id`.execute(ctx.db);
  return rows;
}

/** Closes a case because the incident it led to is over; a restricted incident is not named. */
export const closeLinkedCase = (ctx: Context, { id, incident, isOpen }: LinkedCase): Promise<void> =>
  updateCase(ctx, id, {
    status: 'Closed',
    resolution: isOpen
      ? `Resolved with the incident ${incident}, which is closed.`
      : 'Resolved with the incident it led to, which is closed.',
    resolution_reason: 'Escalated',
  });
