import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { postNotice } from '../conversations/index.ts';
import { queueMail } from '../mail/index.ts';
import { addParticipant, describeSubject } from '../participants/index.ts';
import type { Waiting } from './waiting.ts';

type Engaged = { engagement_id: number; name: string; message: string | null; require_mfa: boolean; email: string };

/** One alert asks no more people than this. */
const MOST_ASKED = 20;
/** One part and a domain: what the address of a person looks like. */
const ADDRESS = '^[^\\s@",;<>]+@[^\\s@",;<>]+$';

/**
 * Asks those an alert speaks of whether it was them: whoever is an entity of an engagement's type and has an e-mail address takes part in
 * the case and is written to. Each is asked once for a case.
 */
export async function engage(tx: Context, instance: Waiting, caseId: number): Promise<void> {
  const subject: SubjectRef = { kind: 'case', id: caseId };
  for (const engaged of await toBeEngaged(tx, instance)) {
    const requestId = await insertRequest(tx, instance, caseId, engaged);
    if (requestId !== undefined) await ask(tx, subject, requestId, engaged);
  }
}

async function toBeEngaged(tx: Context, instance: Waiting): Promise<Engaged[]> {
  const { rows } = await sql<Engaged>`
    select g.id as engagement_id, g.name, g.message, g.require_mfa, e.value as email
    from signals_engagements l join signal_engagements g on g.id = l.signal_engagement_id
    join entities e on e.entity_type_id = g.entity_type_id
    join signal_instance_entities s on s.entity_id = e.id and s.signal_instance_id = ${instance.id}
    where l.signal_id = ${instance.signal_id} and e.value ~ ${ADDRESS} and length(e.value) <= 320
    order by e.value, g.id limit ${sql.lit(MOST_ASKED)}`.execute(tx.db);
  return rows;
}

/** @returns undefined when they have been asked already */
async function insertRequest(
  tx: Context,
  instance: Waiting,
  caseId: number,
  { engagement_id, email }: Engaged,
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into signal_engagement_requests (organization_id, case_id, signal_engagement_id, signal_instance_id, email, created_at)
    values (${tx.tenant.id}, ${caseId}, ${engagement_id}, ${instance.id}, ${email}, ${tx.now()})
    on conflict do nothing returning id`.execute(tx.db);
  return rows[0]?.id;
}

async function ask(tx: Context, subject: SubjectRef, requestId: number, { name, message, email }: Engaged) {
  const { individualId } = await addParticipant(tx, subject, {
    email,
    role: 'Participant',
    reason: `asked by the engagement “${name}”`,
    quiet: true,
  });
  const { name: caseName, title, commander } = await describeSubject(tx, subject);
  const key = `engagement-${requestId}`;
  const contact = commander && commander.toLowerCase() !== email.toLowerCase() ? commander : 'an administrator';
  await queueMail(tx, {
    key,
    to: [email],
    subject: `Was this you? ${title}`,
    subjectRef: subject,
    markdown: [
      `Something was noticed that may have been you: **${title}** (${caseName}).`,
      ...(message ? [message] : []),
      `**Was it you?** Tell ${contact}, who looks into it, and say what you were doing. If it was not you, say so at once.`,
    ].join('\n\n'),
  });
  await postNotice(tx, subject, { key, text: `**${email}** was asked by mail whether this was them (${name}).` });
  await record(tx, subject, {
    description: `${email} was asked whether this was them.`,
    details: { engagement: name },
    individual_id: individualId,
  });
  announce(tx, subject, 'updated');
}
