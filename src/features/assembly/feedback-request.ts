import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { type Finish, Skip, type SubjectRef } from '../../core/jobs.ts';
import { queueMail } from '../mail/index.ts';
import { describeSubject } from '../participants/index.ts';
import { effectKey } from './effects.ts';

/** Asks each person who took part how it went; each by a mail of their own. */
export async function askForFeedback(ctx: Context, subject: SubjectRef): Promise<Finish | Skip> {
  const full = await describeSubject(ctx, subject);
  const url = subject.kind === 'incident' ? `${full.url}/review` : full.url;
  const { rows } = await sql<{ participantId: number; email: string }>`
    select p.id as "participantId", i.email from participants p join individual_contacts i on i.id = p.individual_contact_id
    where p.${sql.ref(`${subject.kind}_id`)} = ${subject.id} order by p.id`.execute(ctx.db);
  if (!rows.length) return new Skip('Nobody took part.');
  return async (tx) => {
    for (const { participantId, email } of rows)
      await queueMail(tx, {
        key: `${effectKey(subject, 'feedback-request')}-${participantId}`,
        to: [email],
        subject: `How did it go? ${full.name}`,
        markdown: `**[${full.name}](${full.url})** is closed. You took part: how satisfied are you with how it was handled, and what should be different next time?`,
        subjectRef: subject,
        actions: [{ label: 'Give feedback', url }],
      });
  };
}
