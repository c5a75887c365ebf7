import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { sendToTarget, type Target, targetsFor, targetsOf } from './targets.ts';

const DAY_MS = 86_400_000;
/** A report that nobody could read to its end is cut, and says so. */
const MOST_INCIDENTS = 200;

type Listed = {
  id: number;
  name: string;
  title: string;
  status: string;
  visibility: 'Open' | 'Restricted';
  type: string;
  severity: string;
  priority: string;
  commander: string | null;
  summary: string | null;
};

/**
 * The day in incidents, for every project that wants it: what is active, what became stable or was closed since yesterday. Each
 * notification gets one report of the incidents it would have heard of, each of them once; without any it gets none.
 */
export async function sendDailyReports(inside: Context, at: Date): Promise<void> {
  const since = new Date(at.getTime() - DAY_MS);
  for (const project of await projectsThatWant(inside, sql`p.send_daily_reports`)) {
    await transaction(inside, async (tx) => {
      const targets = await targetsOf(tx, project.id);
      if (!targets.length) return;
      const incidents = await incidentsOf(
        tx,
        project.id,
        sql`(i.status = 'Active' or (i.status = 'Stable' and i.stable_at > ${since}) or (i.status = 'Closed' and i.closed_at > ${since}))`,
      );
      const perTarget = new Map<Target, Listed[]>();
      for (const incident of incidents)
        for (const target of await targetsFor(tx, { kind: 'incident', id: incident.id }, incident.visibility, targets))
          perTarget.set(target, [...(perTarget.get(target) ?? []), incident]);
      for (const [target, heardOf] of perTarget) await sendReport(tx, target, daily(tx, heardOf, at));
    });
  }
}

/** What the last week's incidents came to: those closed with a review, to the one notification the project chose. */
export async function sendWeeklyReports(inside: Context, at: Date): Promise<void> {
  const since = new Date(at.getTime() - 7 * DAY_MS);
  const wanted = sql`p.send_weekly_reports and p.weekly_report_notification_id is not null`;
  for (const project of await projectsThatWant(inside, wanted)) {
    await transaction(inside, async (tx) => {
      const [target] = await targetsOf(tx, project.id, project.weekly_report_notification_id ?? 0);
      if (!target) return;
      const incidents = await incidentsOf(
        tx,
        project.id,
        sql`i.status = 'Closed' and i.closed_at > ${since} and i.incident_review_document_id is not null
          and not exists (select 1 from incident_duplicates d where d.incident_id = i.id)`,
      );
      await sendReport(tx, target, weekly(tx, incidents, at));
    });
  }
}

type Project = { id: number; weekly_report_notification_id: number | null };

async function projectsThatWant(ctx: Context, wanted: ReturnType<typeof sql>): Promise<Project[]> {
  const { rows } = await sql<Project>`
    select p.id, p.weekly_report_notification_id from projects p
    where p.organization_id = ${ctx.tenant.id} and p.enabled and ${wanted} order by p.id`.execute(ctx.db);
  return rows;
}

/** Restricted incidents are in no report. */
async function incidentsOf(tx: Context, projectId: number, which: ReturnType<typeof sql>): Promise<Listed[]> {
  const { rows } = await sql<Listed>`
    select i.id, i.name, i.title, i.status, i.visibility, t.name as type, v.name as severity, y.name as priority, i.summary,
      (select c.name from participants p join individual_contacts c on c.id = p.individual_contact_id where p.id = i.commander_id) as commander
    from incidents i join incident_types t on t.id = i.incident_type_id join incident_severities v on v.id = i.incident_severity_id
    join incident_priorities y on y.id = i.incident_priority_id
    where i.organization_id = ${tx.tenant.id} and i.project_id = ${projectId} and i.visibility = 'Open' and ${which}
    order by i.id limit ${sql.lit(MOST_INCIDENTS + 1)}`.execute(tx.db);
  return rows;
}

type Report = { key: string; subject: string; text: string };

const sendReport = (tx: Context, target: Target, report: Report) =>
  sendToTarget(tx, target, { ...report, url: `${tx.settings.uiUrl}/${tx.tenant.slug}/incidents`, label: 'All incidents' });

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
const plural = (count: number) =>
  count === 1 ? 'One incident' : `${count > MOST_INCIDENTS ? `More than ${MOST_INCIDENTS}` : count} incidents`;
const linkTo = (tx: Context, { name }: Listed) => `[${name}](${tx.settings.uiUrl}/${tx.tenant.slug}/incidents/${name})`;

function daily(tx: Context, incidents: Listed[], at: Date): Report {
  const items = incidents
    .slice(0, MOST_INCIDENTS)
    .map(
      (one) =>
        `- ${linkTo(tx, one)} **${one.title}**\n  ${one.status} · ${one.type} · severity ${one.severity} · priority ${one.priority} · in command: ${one.commander ?? 'nobody'}`,
    );
  return {
    key: `daily-report-${dayOf(at)}`,
    subject: `${plural(incidents.length)} on ${dayOf(at)}`,
    text: [
      `${plural(incidents.length)}: active now, or stable or closed since yesterday.`,
      items.join('\n'),
      'Questions about one of them go to whoever is in command of it.',
    ].join('\n\n'),
  };
}

function weekly(tx: Context, incidents: Listed[], at: Date): Report {
  const items = incidents
    .slice(0, MOST_INCIDENTS)
    .map((one) =>
      [`- ${linkTo(tx, one)} **${one.title}** · in command: ${one.commander ?? 'nobody'}`, one.summary].filter(Boolean).join('\n  '),
    );
  const text = incidents.length
    ? `${plural(incidents.length)} closed in the last seven days have a review.\n\n${items.join('\n')}`
    : 'No incident with a review was closed in the last seven days.';
  return { key: `weekly-report-${dayOf(at)}`, subject: `The week in incidents, until ${dayOf(at)}`, text };
}
