import { sql } from 'kysely';
import type { Context } from '../../../core/context.ts';
import { type Finish, Skip, type SubjectRef } from '../../../core/jobs.ts';
import { postNotice } from '../../conversations/index.ts';
import { addParticipant, assignRole, describeSubject, holderOf, sameAddress } from '../../participants/index.ts';
import { wantedFromService, wishesOf } from '../on-call.ts';

type Outcome = Promise<Finish | Skip | undefined>;

/** Asks an outside on-call system who takes the case; whoever was named by hand meanwhile keeps it. */
export async function assignFromOnCall(ctx: Context, subject: SubjectRef): Outcome {
  const holder = await holderOf(ctx, subject, 'Assignee');
  const opener = await openerOf(ctx, subject.id);
  if (holder && !sameAddress(holder.email, opener)) return new Skip('Somebody has been assigned by hand.');
  const { serviceId } = await wishesOf(ctx, subject.id);
  const { email } = await wantedFromService(ctx, serviceId, { outside: true });
  if (!email || serviceId === null) return new Skip('Nobody is on call for this type of case.');
  return async (tx) => {
    // First with the service, then with the role: the page goes by the service.
    await addParticipant(tx, subject, { email, quiet: true, serviceId });
    await assignRole(tx, subject, { email, role: 'Assignee' });
  };
}

/** @returns who opened the case: the assignee until somebody better is found */
async function openerOf(ctx: Context, caseId: number): Promise<string | undefined> {
  const { rows } = await sql<{ email: string }>`
    select u.email from case_status_changes c join users u on u.id = c.dispatch_user_id where c.case_id = ${caseId} order by c.id limit 1`.execute(
    ctx.db,
  );
  return rows[0]?.email;
}

/** Whoever reported a security event may have known little: the assignee is asked for the rest, and told how to wake somebody. */
export async function askForDetails(ctx: Context, subject: SubjectRef): Outcome {
  const { rows } = await sql<{ pages: boolean; service: string | null }>`
    select p.page_assignee as pages, v.name as service from cases s join case_priorities p on p.id = s.case_priority_id
    join case_types t on t.id = s.case_type_id left join services v on v.id = t.oncall_service_id where s.id = ${subject.id}`.execute(
    ctx.db,
  );
  if (rows[0]?.pages) return new Skip('The assignee is paged.');
  const { name, url, commander } = await describeSubject(ctx, subject);
  const who = rows[0]?.service ? `whoever is on call for ${rows[0].service}` : 'somebody';
  return async (tx) => {
    await postNotice(tx, subject, { key: 'how-to-page', text: `Nobody was paged. If it cannot wait, wake ${who}: \`/engage-oncall\`.` });
    if (commander)
      await postNotice(tx, subject, {
        key: 'ask-for-details',
        onlyTo: commander,
        text: `Please give **[${name}](${url})** a title, priority, type and visibility that say what it is.`,
      });
  };
}
