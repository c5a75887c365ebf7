import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { postNotice } from '../conversations/index.ts';

const DAY_MS = 86_400_000;
const MOST_CASES = 1000;
/** What the form for security events calls them until somebody gives them a better title. */
const UNTITLED_EVENT = 'Security Event Triage';

type Row = { id: number; name: string; title: string; status: string; assignee: string };
type Reminder = { what: string; at: Date; where: RawBuilder<boolean>; text(one: Row): string };

/** Asks assignees, every day, to look at what nobody has looked at for a day; once per case and day. */
export const remindToTriage = (inside: Context, at: Date): Promise<void> =>
  remindAssignees(inside, {
    what: 'triage',
    at,
    where: sql<boolean>`s.status <> 'Closed' and (s.status = 'New' or s.title = ${UNTITLED_EVENT}) and s.created_at <= ${new Date(at.getTime() - DAY_MS)}`,
    text: ({ name, title, status }) =>
      `**${name}** (${title}) is ${status} and more than a day old. Say what it is: title, type, priority and status.`,
  });

/** Asks assignees, every week, whether what has been in triage or stable for a week can be closed; once per case and week. */
export const remindToCloseCases = (inside: Context, at: Date): Promise<void> => {
  const weekAgo = new Date(at.getTime() - 7 * DAY_MS);
  return remindAssignees(inside, {
    what: 'close',
    at,
    where: sql<boolean>`(s.status = 'Triage' and s.triage_at <= ${weekAgo} or s.status = 'Stable' and s.stable_at <= ${weekAgo})`,
    text: ({ name, title, status }) =>
      `**${name}** (${title}) has been ${status === 'Stable' ? 'stable' : 'in triage'} for more than a week. If nothing is left to do, close it.`,
  });
};

async function remindAssignees(inside: Context, { what, at, where, text }: Reminder): Promise<void> {
  await transaction(inside, async (tx) => {
    const { rows } = await sql<Row>`
      select s.id, s.name, s.title, s.status, c.email as assignee from cases s join projects j on j.id = s.project_id and j.enabled
      join participants p on p.id = s.assignee_id join individual_contacts c on c.id = p.individual_contact_id
      where s.organization_id = ${tx.tenant.id} and ${where} order by s.id limit ${sql.lit(MOST_CASES)}`.execute(tx.db);
    for (const one of rows)
      await postNotice(
        tx,
        { kind: 'case', id: one.id },
        {
          key: `${what}-reminder-${at.toISOString().slice(0, 10)}`,
          onlyTo: one.assignee,
          text: `${text(one)}\n\n[Open it](${tx.settings.uiUrl}/${tx.tenant.slug}/cases/${one.name})`,
        },
      );
  });
}
