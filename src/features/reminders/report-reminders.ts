import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { postNotice } from '../conversations/index.ts';

/** More than this at once waits for the next turn, five minutes later. */
const MOST_INCIDENTS = 500;
/** Somebody who has just reported is not asked again by a reminder they had put off. */
const JUST_REPORTED_MS = 3_600_000;

const REPORTS = {
  tactical: { type: 'Tactical Report', command: '/tactical-report', what: 'what is known, what is being done and what is needed' },
  executive: { type: 'Executive Report', command: '/executive-report', what: 'where things stand, for those who wait outside' },
} as const;
type Kind = keyof typeof REPORTS;

type Due = {
  id: number;
  name: string;
  title: string;
  commander: string | null;
  ticket: string | null;
  last_report_at: Date | null;
  delayed: boolean;
};

/**
 * Reminds commanders of active incidents of the reports their priority asks for: each time another interval has passed since the last
 * report of that kind, or since the beginning; later when the commander has put it off. A turn that was missed is made up for once.
 */
export async function remindOfReports(inside: Context): Promise<void> {
  for (const kind of ['tactical', 'executive'] as const)
    await transaction(inside, async (tx) => {
      for (const incident of await takeDue(tx, kind)) await remind(tx, kind, incident);
    });
}

/**
 * Asks the commander for a tactical report because the incident went from one open status to another; not when one has just come. The
 * interval counts from here.
 */
export async function remindAfterTransition(tx: Context, incidentId: number): Promise<void> {
  const { rows } = await sql<Due>`
    update incidents i set tactical_report_reminded_at = ${tx.now()} from incident_types t
    where i.id = ${incidentId} and i.organization_id = ${tx.tenant.id} and t.id = i.incident_type_id and not t.exclude_from_reminders
      and not exists (select 1 from reports r where r.incident_id = i.id and r.type = ${REPORTS.tactical.type}
        and r.created_at > ${new Date(tx.now().getTime() - JUST_REPORTED_MS)})
    returning i.id, i.name, i.title, false as delayed, null as last_report_at, ${COMMANDER} as commander, ${TICKET} as ticket`.execute(
    tx.db,
  );
  if (rows[0]) await remind(tx, 'tactical', rows[0]);
}

const COMMANDER = sql`(
  select c.email from participants p join individual_contacts c on c.id = p.individual_contact_id where p.id = i.commander_id)`;
const TICKET = sql`(select k.weblink from tickets k where k.incident_id = i.id)`;

/** Two processes never take the same incident; what is taken is marked in the transaction that reminds. */
async function takeDue(tx: Context, kind: Kind): Promise<Due[]> {
  const now = tx.now();
  const interval = sql.ref(`y.${kind}_report_reminder`);
  const delay = sql.ref(`i.delay_${kind}_report_reminder`);
  const reminded = sql.ref(`i.${kind}_report_reminded_at`);
  const passed = (until: ReturnType<typeof sql>) => sql`floor(extract(epoch from ${until} - last.since) / 3600 / ${interval})`;
  const { rows } = await sql<Due>`
    with due as (
      select i.id, ${delay} is not null as delayed, last.report_at from incidents i
      join projects p on p.id = i.project_id and p.enabled
      join incident_types t on t.id = i.incident_type_id and not t.exclude_from_reminders
      join incident_priorities y on y.id = i.incident_priority_id and ${interval} > 0
      cross join lateral (
        select max(r.created_at) as report_at, coalesce(max(r.created_at), i.created_at) as since
        from reports r where r.incident_id = i.id and r.type = ${REPORTS[kind].type}) last
      where i.organization_id = ${tx.tenant.id} and i.status = 'Active'
        and case when ${delay} is null then ${passed(sql`${now}::timestamptz`)} > greatest(coalesce(${passed(reminded)}, 0), 0) else ${delay} <= ${now} end
      order by i.id limit ${sql.lit(MOST_INCIDENTS)} for update of i skip locked)
    update incidents i set ${sql.ref(`${kind}_report_reminded_at`)} = ${now}, ${sql.ref(`delay_${kind}_report_reminder`)} = null
    from due where i.id = due.id
    returning i.id, i.name, i.title, due.delayed, due.report_at as last_report_at,
      ${COMMANDER} as commander, ${TICKET} as ticket`.execute(tx.db);
  return rows;
}

async function remind(tx: Context, kind: Kind, { id, name, title, commander, ticket, last_report_at, delayed }: Due) {
  if (!commander) return;
  if (delayed && last_report_at && tx.now().getTime() - last_report_at.getTime() < JUST_REPORTED_MS) return;
  const { type, command, what } = REPORTS[kind];
  const page = `${tx.settings.uiUrl}/${tx.tenant.slug}/incidents/${name}`;
  await postNotice(
    tx,
    { kind: 'incident', id },
    {
      key: `${kind}-report-reminder-${tx.now().toISOString()}`,
      onlyTo: commander,
      text: [
        `**Time for a ${type.toLowerCase()}** of [${name}](${page}): ${title}`,
        `Say ${what}. Type \`${command}\` here.`,
        ticket ? `[Ticket](${ticket})` : '',
      ]
        .filter(Boolean)
        .join('\n\n'),
    },
  );
}
